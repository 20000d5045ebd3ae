import { setTimeout as sleep } from 'node:timers/promises';
import { isFound } from '../../src/access/event.ts';
import { readChain } from '../../src/archive/read.ts';
import { verifyChain } from '../../src/archive/verify.ts';
import { keysOf } from '../../src/store/keys.ts';
import { EU } from '../support/street.ts';
import type { Story } from './holdings.ts';
import type { Found } from './told.ts';
import type { ChaosTown } from './town.ts';

/** What may pass until all that there is stands in the archive; ms. */
const PATIENCE = 15_000;
const LOOK = 200;

/** The archive is a whole chain, and has each transition that Redis has once, and no other. */
export async function archiveViolations({ archive, redis }: ChaosTown, all: readonly Story[]): Promise<Found> {
  const known = new Set(all.flatMap(({ events }) => events.map(({ id }) => id)));
  let [archived, { faults }] = [await eventsIn(archive), await verifyChain(archive)];
  const missing = () => [...known].filter((id) => !archived.includes(id));
  // While a line is being written, it is not whole.
  for (let waited = 0; missing().length + faults.length > 0 && waited < PATIENCE; waited += LOOK) {
    await sleep(LOOK);
    [archived, { faults }] = [await eventsIn(archive), await verifyChain(archive)];
  }
  const twice = archived.filter((id, index) => archived.indexOf(id) !== index);
  const more: string[] = [];
  for (const id of archived) {
    // What happened since `all` was read is known, too.
    if (!known.has(id) && (await redis.client.xrange(keysOf(EU).events, id, id)).length === 0) more.push(id);
  }
  return {
    wrong: [
      ...faults.map(({ what, say }) => `the archive has an ${what}: ${say}`),
      ...twice.map((id) => `the archive has ${id} twice`),
      ...more.map((id) => `the archive has ${id}, of which Redis knows nothing`),
    ],
    unfinished: missing().map((id) => `the archive lacks ${id}`),
  };
}

/** The ids of the events of grants. */
async function eventsIn(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { event } of readChain(folder, () => {})) if (!isFound(event)) ids.push(event.id);
  return ids;
}
