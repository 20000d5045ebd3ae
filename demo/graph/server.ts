import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App, Clock, Engine } from './engine.ts';
import { createFaults, type Faults } from './faults.ts';
import { type CallLog, createJournal, type LedgerEntry } from './journal.ts';
import { createRandom } from './random.ts';
import { respond } from './respond.ts';
import { createSleeper } from './sleeper.ts';
import { emptyState } from './state.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { newToken } from './tokens.ts';
import { createUsage } from './usage.ts';
import { createWorld, type World } from './world.ts';

export type { Fault, FaultMatch, Faults } from './faults.ts';
export type { CallLog, LedgerEntry } from './journal.ts';
export type { Switches } from './switches.ts';
export type { AssetListing } from './world/assets.ts';
export type { World } from './world.ts';

type Options = {
  clock?: Clock;
  seed?: number;
  switches?: Partial<Switches>;
  app?: App;
  /** false: no call log and no ledger, for benchmarks */
  log?: boolean;
};

/** The emulated Graph as tests and the demo hold it. */
export type EmulatedGraph = {
  /** Listens on 127.0.0.1 and returns the base URL; port 0 is any free one. */
  start(port?: number): Promise<string>;
  stop(): Promise<void>;
  switches: Switches;
  world: World;
  calls: CallLog[];
  ledger: LedgerEntry[];
  faults: Faults;
  /** Called after every call and every change; returns what ends it. */
  onChange(listener: () => void): () => void;
};

const DEMO_APP: App = { id: '5550001', secret: 'demo-app-secret' };

/** A strict, stateful stand-in for Meta's Graph API, for the demo and for every test that talks to Meta. */
export function createEmulatedGraph(options: Options = {}): EmulatedGraph {
  const clock = options.clock ?? { now: () => Date.now() };
  const random = createRandom(options.seed ?? 1);
  const switches = defaultSwitches(options.switches);
  const sleeper = createSleeper();
  const engine: Engine = {
    state: emptyState(),
    switches,
    clock,
    random,
    app: options.app ?? DEMO_APP,
    journal: createJournal(options.log ?? true),
    faults: createFaults({ random: createRandom((options.seed ?? 1) + 1), clock }),
    usage: createUsage({ clock, switches }),
    selections: new Map(),
    base: '',
    sleep: sleeper.sleep,
  };
  newToken(engine, 'app', `${engine.app.id}|${engine.app.secret}`);

  const server = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    respond(engine, message, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The emulator itself failed: ${error instanceof Error ? error.stack : error}`);
    });
  });

  return {
    async start(port = 0) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      engine.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return engine.base;
    },
    async stop() {
      sleeper.wakeAll();
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    switches,
    world: createWorld(engine),
    calls: engine.journal.calls,
    ledger: engine.journal.ledger,
    faults: engine.faults,
    onChange: engine.journal.onChange,
  };
}
