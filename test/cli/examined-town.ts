import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { openTown } from '../../demo/town.ts';
import { examine, report } from '../../src/cli/doctor.ts';
import { open } from '../../src/doors.ts';
import { testRedis } from '../support/redis.ts';

const POLICY = 'approvers: [U0LEA, S0LEADS]\n';

type Options = Partial<Parameters<typeof openTown>[0]>;

/** A town in which all is well until the test changes it; `look` is what the doctor says, as lines. */
export async function town(options: Options = {}) {
  const { redisUrl = (await testRedis()).url } = options;
  const here = await openTown({ policy: POLICY, ...options, redisUrl });
  onTestFinished(() => here.stop());
  here.workspace.addUsergroup({ id: 'S0LEADS', handle: 'leads', users: ['U0LOU'] });
  const look = async (): Promise<string[]> => {
    const { world, branches, close } = await open(here.config, { log: pino({ level: 'silent' }) });
    const findings = await examine(world, branches, here.config);
    await close();
    return report(findings).split('\n');
  };
  /** What is wrong, without what the Redis of all tests lacks: it keeps nothing on disk. */
  const complaints = async (): Promise<string[]> =>
    (await look()).filter((line) => line.startsWith('FAIL') && !line.includes('appendonly'));
  return { ...here, look, complaints };
}
