import { openTown } from '../demo/town.ts';

const EU = '100000000000001';
/** What a customer permits on each of their Pages. */
const PERMITTED = ['ADVERTISE', 'ANALYZE', 'MODERATE', 'MESSAGING'];
export const PAGES = 400;
export const AGENTS = 50;
export const CHANNEL = 'C0SUPPORT';
export const pageOf = (number: number): string => String(60_000 + (number % PAGES));
export const agentOf = (number: number): string => `U0SOAK${number % AGENTS}`;

/** The demo's town with a support team and the Pages of many customers. */
export async function openSoakTown(redisUrl: string, archive: string) {
  const policy = `\napprovers: [U0LEA, U0LOU]\ndurations: { default: 1h, min: 1s, max: 8h }\narchive: { dir: ${archive} }\n`;
  const town = await openTown({ redisUrl, policy, graphLog: false });
  const { workspace, graph } = town;
  for (let number = 0; number < AGENTS; number += 1) {
    const name = `agent${number}`;
    const email = `${name}@northwind.example`;
    workspace.addUser({ id: agentOf(number), name, realName: `Agent ${number}`, email });
    graph.world.addPerson({ business: EU, id: String(800_000_000_000_000 + number), name: `Agent ${number}`, email });
  }
  const agents = Array.from({ length: AGENTS }, (_, number) => agentOf(number));
  const members = [...agents, 'U0LEA', 'U0LOU', 'U0HALLPASS'];
  workspace.addChannel({ id: CHANNEL, name: 'support', members });
  for (let number = 0; number < PAGES; number += 1) {
    graph.world.addPage({ id: pageOf(number), name: `Customer Page ${number}` });
    graph.world.share({ asset: pageOf(number), business: EU, tasks: PERMITTED });
  }
  /** How many people hold something on the customers' Pages. */
  const held = () => Array.from({ length: PAGES }, (_, n) => graph.world.holders(pageOf(n)).length).reduce(sum, 0);
  return { ...town, held };
}

const sum = (left: number, right: number): number => left + right;
export type SoakTown = Awaited<ReturnType<typeof openSoakTown>>;
