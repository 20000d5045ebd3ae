import { type Answer, perform } from './dispatch.ts';
import type { Engine } from './engine.ts';
import type { Fault } from './faults.ts';
import { envelope, GraphError, statusOf } from './graph-error.ts';
import { redacted } from './journal.ts';
import { locate, type Request, type Target } from './locate.ts';
import { throttled, usageHeaders } from './usage.ts';

/** `cut`: the connection is cut without an answer; `null`: a batch's item that did not finish. */
export type Outcome = Answer | 'cut' | 'null';

const SUCCESS_FALSE: Answer = { status: 200, body: { success: false } };
const SUCCESS: Answer = { status: 200, body: { success: true } };

/** Serves one call, healthy or with the fault that waits for it, and logs it. */
export function serve(engine: Engine, request: Request): Outcome | Promise<Outcome> {
  const { method, path } = request;
  const earlier = method === 'GET' ? undefined : late.get(engine)?.get(path);
  if (earlier) return earlier.then(() => serve(engine, request));
  const target = locate(engine, request);
  const fault = engine.faults.pick({ method, path, edge: target.edge, item: request.batchIndex !== undefined });
  if (fault === undefined) return logged(engine, request, target, perform(engine, request, target));
  if ('fresh' in fault && fault.fresh) forgetPast(target);
  return suffer(engine, fault, request, () => perform(engine, request, target)).then((outcome) =>
    logged(engine, request, target, outcome),
  );
}

function forgetPast({ node }: Target): void {
  if (node && 'history' in node) node.history.clear();
}

/** The answer's body as it goes out: an object as JSON, a refusal in Meta's envelope, text as it is. */
export function bodyText(engine: Engine, answer: Answer): string {
  if (answer.error !== undefined) return JSON.stringify(envelope(answer.error, engine.random.text(23)));
  return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
}

/** Carries a fault out; `work` does what the call asked for. */
export async function suffer(
  engine: Engine,
  fault: Fault,
  request: Request,
  work: () => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  if ('effect' in fault && fault.effect === true) await work();
  switch (fault.kind) {
    case 'error':
      return refusal(injected(fault));
    case 'throttle': {
      // Such a limit is one Page's or one ad account's.
      const owner = /^\/(?:act_)?(\d+)/.exec(request.path)?.[1] ?? engine.app.id;
      const headers = usageHeaders(fault.code, owner, 100, fault.minutes * 60_000);
      return { ...refusal(throttled(fault.code)), headers };
    }
    case 'html':
      return { status: fault.status, body: '<!DOCTYPE html><html><body>Service Unavailable</body></html>' };
    case 'success-false':
      return SUCCESS_FALSE;
    case 'no-effect':
      return SUCCESS;
    case 'late-effect':
      doLater(engine, request.path, engine.sleep(fault.ms).then(work));
      return SUCCESS;
    case 'empty':
      return { status: 200, body: '' };
    case 'slow':
      await engine.sleep(fault.ms);
      return work();
    case 'hang':
      await engine.sleep(fault.ms);
      return 'cut';
    case 'cut-before':
      return 'cut';
    case 'cut-after':
      await work();
      return 'cut';
    case 'null-item':
      return 'null';
  }
}

/** What was answered and is not done yet, by path: a later write to the same does not overtake it. */
const late = new WeakMap<Engine, Map<string, Promise<unknown>>>();

function doLater(engine: Engine, path: string, work: Promise<unknown>): void {
  const waiting = late.get(engine) ?? new Map<string, Promise<unknown>>();
  late.set(engine, waiting);
  const done: Promise<unknown> = work.finally(() => {
    if (waiting.get(path) === done) waiting.delete(path);
  });
  waiting.set(path, done);
}

function refusal(error: GraphError): Answer {
  return { status: statusOf(error), body: undefined, error };
}

function injected({ code, subcode, status, transient }: Fault & { kind: 'error' }): GraphError {
  const text = code <= 2 ? 'An unexpected error has occurred. Please retry your request later.' : 'Request refused';
  return new GraphError(code, `(#${code}) ${text}`, {
    ...(subcode === undefined ? {} : { subcode }),
    ...(status === undefined ? {} : { status }),
    transient: transient ?? code <= 2,
  });
}

/** Puts a call into the log, without its token. */
export function logged(
  engine: Engine,
  request: Request,
  { edge, node }: Pick<Target, 'edge' | 'node'>,
  outcome: Outcome,
): Outcome {
  if (!engine.journal.enabled) return outcome;
  const answer = typeof outcome === 'string' ? undefined : outcome;
  const businessId = engine.state.tokens.get(request.credentials.token ?? '')?.business?.id;
  const subcode = answer?.error?.details.subcode;
  engine.journal.called({
    at: engine.clock.now(),
    method: request.method,
    path: request.path,
    edge,
    on: node?.kind,
    agent: request.agent,
    params: redacted(request.raw),
    status: answer?.status ?? 0,
    ...(answer?.error === undefined ? {} : { code: answer.error.code }),
    ...(subcode === undefined ? {} : { subcode }),
    ...(businessId === undefined ? {} : { businessId }),
    ...(request.batchIndex === undefined ? {} : { batchIndex: request.batchIndex }),
  });
  return outcome;
}
