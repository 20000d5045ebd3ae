import type { AssetKind, AssetRef, Ownership } from '../asset.ts';
import type { ErrorKind, Ms, PrincipalId } from '../grant.ts';
import type { Task } from '../tasks.ts';
import type { TokenFacts, TokenStanding } from './token.ts';

/** An asset as Meta shows it to this business. `permitted` is the client's ceiling; null when the business owns it (no ceiling). */
export type AssetInfo = {
  asset: AssetRef;
  name: string;
  ownership: Ownership;
  permitted: Task[] | null;
  contains?: Contents;
};

/** What is in a group: how many assets, the names of the first of them, of which kinds, and a mark that is another one for any other set. */
export type Contents = { count: number; names: string[]; kinds?: AssetKind[]; mark?: string };

/** A Slack person's e-mail looked up among the business' people. */
export type PersonLookup =
  /** `admin` only when they are; `twoFactor` only when Meta says that it is off. */
  | { kind: 'member'; id: PrincipalId; name: string; admin?: true; twoFactor?: false }
  /** `over`: the invitation can't be accepted any more. */
  | { kind: 'invited'; since?: Ms; until?: Ms; link?: string; over?: true }
  /** Somebody wrote the address at Meta and did not confirm that it is theirs. */
  | { kind: 'unconfirmed' }
  | { kind: 'ambiguous'; count: number }
  /** `hidden`: how many people there are whose addresses Meta hides, when there are any. */
  | { kind: 'absent'; hidden?: number };

/** One person or system user on an asset; `tasks` null where Meta does not tell what they hold there. */
export type Holder = { id: PrincipalId; name: string; type?: string; tasks: Task[] | null };

type Named = { id: PrincipalId; name: string };
/**
 * Who reaches an asset without being assigned to it: the admins of the business, and the people of groups that it is in; for a group,
 * of other groups that share an asset with it. `untold`: people whose role Meta leaves out, who may be admins.
 */
export type Reach = {
  admins: Named[];
  untold?: PrincipalId[];
  groups: { id: string; name: string; holders: Named[] }[];
};
/** Whose login needs a second factor in the business. */
export type TwoFactorRule = 'nobody' | 'admins' | 'all';

/** Who goes first when calls to Meta have to wait: taking access away, then giving it, then people who look, then scans. */
export type Lane = 'removal' | 'grant' | 'read' | 'scan';

/** How a Page stands to the business; `unread`: Meta doesn't tell whether it was asked for. */
export type Share = 'shared' | 'asked' | 'none' | 'unread';

/** Meta for one business. Every method may throw a MetaError. Without a lane, reads are for people who look, and writes for what they do. */
export type Meta = {
  /** null when no such asset exists or nothing of it is visible to the business. */
  asset(asset: AssetRef): Promise<AssetInfo | null>;
  /** Every asset that the business owns or was given, for completion in forms. */
  assets(): Promise<AssetInfo[]>;
  /** Every asset group of the business, read a few seconds ago at most. */
  groups(): Promise<{ asset: AssetRef; name: string }[]>;
  person(email: string): Promise<PersonLookup>;
  /** Whether this address is that person's in the list of people, which may be minutes old: costs no call for an address that is not there. */
  isAddressOf(email: string, principal: PrincipalId): Promise<boolean>;
  /** The tasks that this principal holds on the asset by direct assignment; null when there is no assignment. Always a fresh read. */
  held(asset: AssetRef, principal: PrincipalId, lane?: Lane): Promise<Task[] | null>;
  holders(asset: AssetRef, lane?: Lane): Promise<Holder[]>;
  /** At most a few seconds old; null when Meta doesn't tell, so that nobody may say that there is no other way. Throws nothing. */
  reach(asset: AssetRef): Promise<Reach | null>;
  /** The assets in a group to which somebody is assigned by themselves; null when Meta doesn't tell. Throws nothing. */
  assignedIn(principal: PrincipalId, group: AssetRef): Promise<{ asset: AssetRef; name: string }[] | null>;
  /** What groups with this asset in them give somebody on it, by the group's id; without what Meta doesn't tell. */
  groupTasks(principal: PrincipalId, asset: AssetRef): Promise<Map<string, Task[]>>;
  /** null when Meta doesn't tell. */
  twoFactorRule(): Promise<TwoFactorRule | null>;
  /** Resolves when Meta acknowledged the write; that it holds is proved by reading, not by this. */
  assign(asset: AssetRef, principal: PrincipalId, tasks: Task[], lane?: Lane): Promise<void>;
  /** Resolves when Meta took the assignment away; `already` when Meta refuses to and shows none, which may be older than our last write. */
  unassign(asset: AssetRef, principal: PrincipalId): Promise<void>;
  /** A fresh read, whatever the lists that are remembered say. */
  pageShare(page: AssetRef): Promise<Share>;
  /** Asks the customer for a Page; `shared` when Meta agrees at once. Not to be sent twice. */
  askForPage(page: AssetRef, tasks: Task[]): Promise<'shared' | 'asked'>;
  /**
   * Takes a customer's asset out of the business, and answers when that was seen; nothing that the business owns. `send` is given the
   * write, when there is one to make, and may make it or not.
   */
  leave(asset: AssetRef, send: (write: () => Promise<void>) => Promise<void>): Promise<'left' | 'gone' | 'owned'>;
  /** Whether the token works; for readiness. */
  check(): Promise<void>;
  /** What the token is; null when Meta does not let it be looked into. */
  token(): Promise<TokenFacts | null>;
  /** How Meta takes the token, as far as it is known without asking. */
  standing(): TokenStanding;
  /** Asks Meta whether it takes the token, also while every other call fails because it doesn't; throws as `check` does. */
  tryToken(): Promise<void>;
};

/**
 * A Graph call that did not do what it should; `ambiguous` when a write may have taken effect all the same. `unauthorized` with
 * `retryAfter`: the business is paused, since Meta refuses its token.
 */
export class MetaError extends Error {
  readonly kind: ErrorKind;
  readonly ambiguous: boolean;
  readonly traceId: string | undefined;
  readonly retryAfter: Ms | undefined;
  /** Hallpass itself held the call back, as it did others; that is told once and needs no line for each. */
  readonly withheld: boolean;
  constructor(
    kind: ErrorKind,
    message: string,
    facts: { ambiguous?: boolean; traceId?: string | undefined; retryAfter?: Ms | undefined; withheld?: boolean } = {},
  ) {
    super(message);
    this.name = 'MetaError';
    this.kind = kind;
    this.ambiguous = facts.ambiguous ?? false;
    this.traceId = facts.traceId;
    this.retryAfter = facts.retryAfter;
    this.withheld = facts.withheld ?? false;
  }
}

/** Whether a call failed because Meta refuses the business' token, which holds for every other call as well until that is mended. */
export const isPaused = ({ kind, retryAfter }: MetaError): boolean =>
  kind === 'unauthorized' && retryAfter !== undefined;

/** Thrown on for a read after a write that was sent: that it fails says nothing of what became of the write. */
export function unread(error: unknown): never {
  if (!(error instanceof MetaError)) throw error;
  const { kind, message, traceId, retryAfter, withheld } = error;
  throw new MetaError(kind, message, { ambiguous: true, traceId, retryAfter, withheld });
}
