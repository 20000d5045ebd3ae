import { readFileSync } from 'node:fs';

/** Loaded into a bot before it starts: on SIGUSR2 its clock is ahead by as many ms as the file says from then on. */
const real = Date.now;
let ahead = 0;
Date.now = () => real() + ahead;
process.on('SIGUSR2', () => {
  ahead = Number(readFileSync(process.env.CHAOS_CLOCK ?? '', 'utf8'));
});
