import { formatDuration } from '../access/duration.ts';
import type { Refusal } from '../access/refusal.ts';
import { failureWords, traceWords } from './failure.ts';
import { assetRefusal } from './refusal-asset.ts';
import { personRefusal } from './refusal-person.ts';
import { stateRefusal } from './refusal-state.ts';
import { safe, sentence } from './text.ts';
import { lag, left } from './when.ts';
import { taskNames } from './words.ts';

/** The words for every refusal: what happened, what it means, and what to do next. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.code) {
    case 'self_approval':
    case 'not_approver':
    case 'approver_left':
    case 'requester_left':
    case 'outsider':
    case 'account_gone':
    case 'not_holder':
    case 'not_requester':
    case 'not_readable':
    case 'no_email':
    case 'person_absent':
    case 'person_unconfirmed':
    case 'person_invited':
    case 'person_ambiguous':
    case 'person_shared':
    case 'two_factor_missing':
      return personRefusal(refusal);
    case 'asset_unknown':
    case 'asset_not_shared':
    case 'asset_pending':
    case 'customer_asked':
    case 'ask_unwarned':
    case 'asks_spent':
    case 'asks_off':
    case 'nothing_to_leave':
    case 'leave_in_use':
    case 'leave_owned':
    case 'in_hand':
    case 'group_empty':
    case 'group_changed':
    case 'group_unknown':
    case 'group_ambiguous':
    case 'level_unknown':
    case 'above_ceiling':
      return assetRefusal(refusal);
    case 'already_open':
    case 'already_decided':
    case 'not_active':
    case 'nothing_asked':
    case 'extension_open':
    case 'extended_already':
    case 'extension_level':
    case 'unknown_id':
      return stateRefusal(refusal);
    case 'no_business':
      return 'This channel belongs to no business, so nothing can be asked for here. Use a channel of your support team, or have whoever runs Hallpass add this one.';
    case 'too_short':
      return `${formatDuration(refusal.asked)} is too short: the least is ${formatDuration(refusal.min)}. Ask for at least that.`;
    case 'too_long':
      return `${formatDuration(refusal.asked)} is too long: at most ${formatDuration(refusal.max)} is possible. Ask for less; you can ask for more time before the end.`;
    case 'no_time_left':
      return `This access already lasts as long as the rules allow (${formatDuration(refusal.max)} in all). Send a new request if you need more time.`;
    case 'credential':
      return 'That looked like a password or a sign-in code, so nothing of it was kept or passed on. Delete the message, have the password changed, and ask the customer to share the Page or ad account with our business instead. Nobody needs their password.';
    case 'text_too_long':
      return `That text is too long: at most ${refusal.max} characters. Shorten it and send it again.`;
    case 'finding_over':
      return 'That is decided already, or nothing of it is left, so nothing was changed. `/access show` of the asset tells how it stands.';
    case 'finding_above':
      return `The customer does not permit ${taskNames(refusal.tasks)}, so it can't stand. Have it taken away, or ask the customer to allow it.`;
    case 'finding_level':
      return `No level gives only what is held there (there are ${refusal.levels.map((level) => safe(level, 40)).join(', ')}), so nothing was changed. Name one with \`as LEVEL\`, or have it taken away.`;
    case 'store_away':
      return 'Hallpass cannot reach its store, so nothing was changed. Try again in a minute; if it stays so, tell whoever runs Hallpass.';
    case 'store_cut':
      return "Hallpass' store gave no answer in that moment, so it is not certain whether this was taken. If it was, it is done shortly: look at the card, or at `/access mine`, before you do it once more.";
    case 'store_unsure':
      return "Hallpass' store did not answer for a long time, so it is not certain whether this was done. It is not tried again: look at `/access mine` or `/access why ID` before you do it once more, and tell whoever runs Hallpass.";
    case 'meta_away': {
      const { retryAfter } = refusal;
      const span = retryAfter === undefined || retryAfter < 60_000 ? lag(retryAfter ?? 0) : `about ${left(retryAfter)}`;
      const again = retryAfter === undefined ? 'in a minute' : `in ${span}`;
      const why = refusal.busy ? 'Meta asks us to wait' : 'Meta does not answer as it should at the moment';
      return `${why}, so nothing was changed. Try again ${again}.${traceWords(refusal.traceId)}`;
    }
    case 'meta_paused':
      return `Nothing was changed. ${sentence(refusal.message, 600)} Whoever runs Hallpass and the leads are told, and what waits goes on by itself once it is mended. Try this again then.${traceWords(refusal.traceId)}`;
    case 'meta_refused':
      return `Meta refused, so nothing was changed. ${failureWords(refusal)}`;
    case 'meta_unsure':
      return `It is not certain whether Meta did this: its answer was lost, or it does not show the change yet. Try again in a minute: Hallpass looks first, and does nothing twice.${traceWords(refusal.traceId)}`;
    case 'slack_away':
      return 'Slack did not answer Hallpass, so nothing was changed. Try again in a minute.';
    case 'bug':
      return `Something went wrong in Hallpass. Nothing more will happen by itself; check with \`/access mine\` and try again. If it stays so, give whoever runs Hallpass this reference: \`${safe(refusal.reference, 80)}\`.`;
  }
}
