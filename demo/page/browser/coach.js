import { h } from './dom.js';
import { icon } from './icons.js';

const ANA = 'U0ANA';
const LEA = 'U0LEA';
const DESK = { kind: 'channel', id: 'C0SUPPORT' };
const ASK = '/access request page 123 for ticket 456';

/** The four steps from a ticket to a proved removal; each does the next thing, or puts it under your hands. */
export const STEPS = [
  {
    name: 'Ana asks',
    hint: 'Ana works on ticket 456. This step puts her request into the box below; then press Enter.',
    run: ask,
  },
  {
    name: 'Lea approves',
    hint: 'This step makes you Lea. Press Approve on the card, or write “approve” in its thread.',
    run: approve,
  },
  {
    name: 'Watch Meta',
    hint: 'On the right: what Meta itself says Ana holds, a moment after the approval.',
    run: watch,
  },
  {
    name: 'Jump to the end',
    hint: 'The clock jumps to the next deadline: first the reminder to Ana, then the end and the proof in the thread.',
    run: jump,
  },
];

function ask(app) {
  app.become(ANA);
  app.go(DESK);
  app.prefill(ASK);
}

/** The newest message with something to decide on. */
function openCard(app) {
  const list = app.state.slack.messages[DESK.id] ?? [];
  const decides = (message) => JSON.stringify(message.blocks).includes('"primary"');
  return list.findLast((message) => message.bot && !message.ephemeralFor && decides(message));
}

function approve(app) {
  app.become(LEA);
  app.go(DESK);
  const card = openCard(app);
  if (!card) return app.toast('No request waits for Lea yet: let Ana ask first.');
  app.flashOn(card.ts);
  setTimeout(() => {
    const button = document.querySelector(`[data-ts="${card.ts}"] .btn.primary`);
    button?.scrollIntoView({ block: 'nearest' });
    button?.focus();
  }, 60);
}

function watch(app) {
  app.watched = true;
  app.chooseBusiness(app.state.meta.businesses[0].key);
  app.flashOn('meta');
}

function jump(app) {
  if (app.state.clock.next === null) return app.toast('No deadline is set: nothing is granted yet.');
  app.flashOn('next');
  return app.advance('next');
}

/** How far the story has come, read from what really happened. */
export function progress(app) {
  const granted = app.state.meta.log.some((line) => line.by === 'api' && / given /.test(line.what));
  const removed = app.state.meta.log.some((line) => line.by === 'api' && / removed /.test(line.what));
  const asked =
    granted || (app.state.slack.messages[DESK.id] ?? []).some((message) => message.bot && !message.ephemeralFor);
  return [asked, granted, granted && (app.watched || removed), removed];
}

/** A strip over the channel that leads a stranger through; it can be sent away and called back. */
export function coach(app) {
  if (app.coachShut || (app.place.kind === 'channel' && app.place.id !== DESK.id)) return null;
  const done = progress(app);
  const at = done.indexOf(false);
  const current = STEPS[at];
  return h('section', { class: 'coach', 'aria-label': 'Guided tour' }, [
    h(
      'ol',
      null,
      STEPS.map((step, n) => stepView(app, step, n, done[n], n === at)),
    ),
    h(
      'p',
      { class: 'coach-hint' },
      current
        ? current.hint
        : 'Granted, reminded, removed, proved. Now try a denial, two requests at once, or trouble at Meta.',
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-btn',
        'aria-label': 'Close the guided tour',
        on: {
          click: () => {
            app.coachShut = true;
            app.update();
          },
        },
      },
      icon('close', 16),
    ),
  ]);
}

function stepView(app, step, n, done, current) {
  return h('li', { class: done ? 'done' : current ? 'current' : '' }, [
    h(
      'button',
      {
        type: 'button',
        'aria-current': current ? 'step' : undefined,
        title: step.hint,
        on: { click: () => step.run(app) },
      },
      [h('span', { class: 'step-n', 'aria-hidden': 'true' }, done ? icon('check', 13) : String(n + 1)), step.name],
    ),
  ]);
}
