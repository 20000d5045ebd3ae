import { assetKey } from '../access/asset.ts';
import type { GrantIn } from '../access/grant.ts';
import type { Finding } from '../access/ports/watch.ts';
import { type Block, button, buttons, context, section, sure } from './blocks.ts';
import { actions } from './ids.ts';
import { type Message, message } from './limits.ts';
import { lines } from './lines.ts';
import { listed, safe } from './text.ts';
import { when } from './when.ts';
import { assetCommand, assetWords, person, taskNames, taskWords } from './words.ts';

export const findingKey = ({ asset, principal }: Finding): string => `${assetKey(asset)}:${principal}`;

/** Who holds what, in one line. */
export const held = ({ name, asset, assetName, tasks }: Finding): string =>
  `${safe(name, 80)} holds ${taskNames(tasks)} on ${assetWords(asset, assetName)}`;

function stand({ state, by, beside }: Finding): string {
  const who = by ? person(by) : 'a lead';
  switch (state) {
    case 'open':
      return beside ? `A lead decides; without that it ends with ${listed(beside)}.` : 'A lead decides.';
    case 'removing':
      return `${who} has it taken away. Not confirmed yet.`;
    case 'removed':
      return `${who} had it taken away. The assignment is gone, seen at Meta.`;
    case 'standing':
      return `${who} lets it stand.`;
    case 'adopted':
      return `${who} gave it an end.`;
    case 'gone':
      return 'Nothing of it is left to decide.';
  }
}

/** Access for which there is no word in Hallpass: one with buttons, several as a list. From their present state and nothing else. */
export function findingCard(findings: readonly Finding[]): Message {
  const [first] = findings;
  if (findings.length === 1 && first) return one(first);
  const title = `${findings.length} accesses that Hallpass did not give`;
  const open = findings.filter(({ state }) => state === 'open');
  const value = open[0] ? findingKey(open[0]) : '';
  const all = button('Let all stand', actions.foundAll, value, sure(QUESTION, 'Let all stand'));
  return message(title, [
    section(
      `${open.length > 0 ? DOTS.open : DOTS.gone} *${title}.* It may be in order: nothing is taken away unless a lead says so.`,
    ),
    ...lines(
      findings.map((finding) => `${held(finding)}. ${finding.state === 'open' ? '' : stand(finding)}`.trim()),
      40,
    ),
    ...(open.length > 0
      ? [context('Decide on those of one asset with `/access reconcile page 123`.'), buttons(all)]
      : []),
  ]);
}

const QUESTION = 'What stands on this card is not brought up again. `/access reconcile` of an asset takes that back.';

function one(finding: Finding): Message {
  const { asset, assetName, name, tasks, at, beside, state, above = [] } = finding;
  const title = beside ? `More access than ${listed(beside)} gives` : 'Access that Hallpass did not give';
  const source = beside ? `beside ${listed(beside)} and not by Hallpass` : 'not by Hallpass';
  const ceiling = above.length > 0 && state === 'open' ? ` The customer does not permit ${taskNames(above)}.` : '';
  return message(`${held(finding)}, ${source}.`, [
    section(`${DOTS[state]} *${title}.*${ceiling} ${stand(finding)}`, [
      `*Who*\n${safe(name, 80)}`,
      `*Asset*\n${assetWords(asset, assetName)}`,
      `*${state === 'removed' || state === 'gone' ? 'Held' : 'Holds'}*\n${taskWords(tasks)} (${taskNames(tasks)})`,
      `*Seen*\n${when(at)}`,
    ]),
    ...findingButtons(finding),
  ]);
}

const DOTS: Record<Finding['state'], string> = {
  ...{ open: '🟡', removing: '🔵' },
  ...{ removed: '⚪', standing: '⚪', adopted: '⚪', gone: '⚪' },
};

/** What a lead may do about it. */
export function findingButtons(finding: Finding): Block[] {
  if (finding.state !== 'open') return [];
  const value = findingKey(finding);
  const asks = sure('It is taken away at Meta. To get it back, it has to be asked for.', 'Take it away');
  return [
    ...(finding.beside
      ? []
      : [context(`To give it an end: \`/access adopt @person ${assetCommand(finding.asset)} for 2h\`.`)]),
    buttons(
      ...(finding.above ? [] : [button('Let it stand', actions.foundStanding, value)]),
      button('Take away', actions.foundRemove, value, { style: 'danger', ...asks }),
    ),
  ];
}

/** For whoever runs Hallpass: access that was proved to be gone is there again. */
export function backAgain({ id, requester, asset, assetName, drift }: GrantIn<'ended'>): Message {
  const what = `${person(requester)} holds ${taskNames(drift?.tasks ?? [])} on ${assetWords(asset, assetName)} again`;
  return message(`${what}, after ${id} had ended.`, [
    section(
      `🔴 *${what}*, although ${id} ended and was confirmed as gone. Somebody changed it at Meta, outside of Hallpass. It is being taken away again; the card of ${id} says when that is confirmed.`,
    ),
    context(`\`/access show ${assetCommand(asset)}\` shows who holds it now.`),
  ]);
}

/** Meta and the record differ on so much that nothing is changed any more without a lead's word. */
export function heldBack({ name, button: shown }: { name: string; button: boolean }): Message {
  const what = `Meta and Hallpass' record of ${safe(name, 80)} differ on too much`;
  const go = button('It is right, go on', actions.foundGoOn, 'go-on', sure(GO_ON, 'Go on'));
  return message(`${what}. Nothing more is changed by itself.`, [
    section(
      `🔴 *${what}.* Hallpass ended several grants in an hour since Meta did not show them, or took away again what had come back, and stops now: it may be the record that is wrong, or Meta. Grants still end at their time.`,
    ),
    section(
      '*What to do:* `node src/main.ts reconcile --dry-run` lists what differs. When it is right, a lead lets it go on.',
    ),
    ...(shown ? [buttons(go)] : []),
  ]);
}

const GO_ON = 'Grants that Meta does not show are ended, and what came back after its end is taken away again.';

/** What a lead hears of a decision. */
export const decidedFinding = (finding: Finding): Message => foundDone(`${held(finding)}. ${stand(finding)}`);

export const foundDone = (text: string, name?: string): Message => {
  const shown = name === undefined ? text : `${safe(name, 80)}: ${text}`;
  return message(shown, [section(shown)]);
};
