import type { Ms } from '../access/grant.ts';
import type { Alert } from '../access/ports/alerts.ts';
import { section } from './blocks.ts';
import { type Message, message } from './limits.ts';
import { safe, sentence } from './text.ts';
import { left, when } from './when.ts';

type Told = Alert & { title: string; business: string };

/** Something that an operator has to mend. */
export function alertDown({ title, business, since, words }: Told): Message {
  const what = `${title} (${safe(business, 80)})`;
  return message(what, [section(`🔴 *${what}*, since ${when(since)}.`), section(sentence(words, 600))]);
}

/** It is over. */
export function alertUp({ title, business, since, at }: Omit<Told, 'words'> & { at: Ms }): Message {
  const text = `Over after ${left(Math.max(1_000, at - since))}: ${title} (${safe(business, 80)})`;
  return message(text, [section(`🟢 ${text}.`)]);
}
