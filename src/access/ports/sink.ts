import type { Ms } from '../grant.ts';

/** Lines of an archive as they stand there, each with its end; `from` and `to` are their numbers, `to` included. */
export type Piece = { from: number; to: number; bytes: Uint8Array };

/** Another place where the archive goes. It must bear that a piece comes twice: it is the same piece then, to the byte. */
export type Sink = {
  name: string;
  /** How many lines a piece holds at most, and how long fewer of them wait for others. */
  most: number;
  patience: Ms;
  /** Resolves when the piece is safe there; throws otherwise, with a word that holds no secret. */
  send(piece: Piece): Promise<void>;
  /** Asks whether it is there, and sends nothing; answers how it answered, or throws as `send` does. */
  probe(): Promise<string>;
};

/** How far a sink has the archive of one business, kept beside the archive, so that it outlives Redis. */
export type Following = {
  /** The number of the last line that is safe in the sink. */
  sent(): Promise<number>;
  /** The next piece of lines, none beyond `upTo`; null when there is none. What was begun before comes again as it was. */
  next(upTo: number, most: number): Promise<Piece | null>;
  done(piece: Piece): Promise<void>;
};
