import { type DestinationStream, type Logger, pino } from 'pino';
import { trail } from './trail.ts';

/** Of an error its words, its code and where it happened: those of Redis bring the whole command along, with people's words or a password. */
function toldOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack, code } = pino.stdSerializers.err(error);
  return { type, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

/**
 * The bot's log: a fixed sentence with fields on one line of JSON, to standard output or elsewhere; an error is the field `err`. What is being
 * handled meanwhile is told with it (`trail.ts`).
 */
export const createLog = (level: string, to?: DestinationStream): Logger =>
  pino({ level, serializers: { err: toldOf }, mixin: trail }, to ?? pino.destination(1));

/** What nobody caught ends the process with 1 and one line of the log, in the place of Node's own words, which show all that an error holds. */
export function logFall(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'hallpass fell');
    process.exit(1);
  });
}
