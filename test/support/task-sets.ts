import fc from 'fast-check';
import type { Task } from '../../src/access/tasks.ts';

const NAMES = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING'] as const;

/** Any set of a Page's tasks, seldom with full control. */
export const anyTasks: fc.Arbitrary<Task[]> = fc
  .tuple(fc.subarray([...NAMES]), fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.constant(['MANAGE'])))
  .map(([some, full]) => [...some, ...full]);

/** Any set that is somebody's level: never empty, and without full control. */
export const someTasks: fc.Arbitrary<Task[]> = fc.subarray([...NAMES], { minLength: 1 });

/** The same tasks under Meta's other names. */
export const named = (tasks: readonly Task[], prefix: '' | 'PROFILE_PLUS_'): Task[] =>
  tasks.map((task) => `${prefix}${task}`);
