import type { Standing } from '../../access/ports/watch.ts';
import type { Verdict } from '../../access/reconcile/judge.ts';
import type { Looked } from '../../access/reconcile/on-demand.ts';
import { type Block, button, buttons, context, section } from '../blocks.ts';
import { findingButtons, foundDone, held } from '../finding.ts';
import { actions } from '../ids.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { listed, safe } from '../text.ts';
import { when } from '../when.ts';
import { assetNumber, person, taskNames } from '../words.ts';

/** As many as have buttons in one answer. */
const MOST = 8;

export const standingLine = ({ name, tasks, by, at }: Standing): string =>
  `${safe(name, 80)}: ${taskNames(tasks)} · ${person(by)}, ${when(at)}`;

export const lookingAgain = (count: number): Message =>
  foundDone(
    `${count} assets are looked at now. What differs is looked at twice, so it takes some minutes; what is found stands in the channel.`,
  );

/** Answer to `reconcile ASSET`: what differs now, and what a lead may decide. */
export function reconciled({ asset, seen, findings, standing }: Looked): Message {
  const title = `${assetNumber(asset)}, as Meta shows it`;
  const open = findings.filter(({ state }) => state === 'open');
  const known = new Set(open.map(({ principal }) => principal));
  const news = (seen ?? []).filter((verdict) => !('holder' in verdict) || !known.has(verdict.holder.id));
  const differs = seen === null ? ['Meta does not show it to this business.'] : news.map(verdictLine);
  const same =
    open.length > 0 ? 'Nothing else differs from what is known here.' : 'Nothing differs from what is known here.';
  return message(title, [
    section(`*${title.charAt(0).toUpperCase()}${title.slice(1)}*`),
    ...open
      .slice(0, MOST)
      .flatMap((finding) => [section(`🟡 *${held(finding)}.* A lead decides.`), ...findingButtons(finding)]),
    ...lines(differs.length > 0 ? differs : [same], 20, 3_000),
    ...(news.length > 0 ? [context('It is looked at again in a moment; nothing follows from one look.')] : []),
    ...standing.slice(0, MOST).flatMap(stood),
  ]);
}

const stood = ([key, standing]: [string, Standing]): Block[] => [
  section(`⚪ Let stand: ${standingLine(standing)}`),
  buttons(button('Decide anew', actions.foundUndo, key)),
];

function verdictLine(verdict: Verdict): string {
  switch (verdict.what) {
    case 'outside':
      return `${safe(verdict.holder.name, 80)} holds ${taskNames(verdict.tasks)}, not by Hallpass.`;
    case 'more':
      return `${safe(verdict.holder.name, 80)} holds ${taskNames(verdict.tasks)} beside ${listed(verdict.grants.map(({ id }) => id))}, not by Hallpass.`;
    case 'back':
      return `${verdict.grant.id} has ended, and ${taskNames(verdict.tasks)} of it is there.`;
    default:
      return verdict.grants
        .map(({ grant, tasks }) => `${grant.id} is active, and Meta does not show ${taskNames(tasks)} of it.`)
        .join(' ');
  }
}
