/** The kinds of node an id can name; they are also the edge names of node routes. */
export type NodeKind =
  | 'page'
  | 'ad_account'
  | 'asset_group'
  | 'business'
  | 'business_user'
  | 'system_user'
  | 'role_request'
  | 'user';
/** What people are assigned to. */
export type AssetKind = 'page' | 'ad_account';

/** What a customer gave a business; `tasks` is the ceiling. */
export type Share = { tasks: readonly string[]; at: number };
/** A business's question for a customer's asset, not answered yet. */
export type AssetRequest = { id: string; tasks: readonly string[]; at: number };
/** One change of a pair, kept only while reads lag. */
export type Change = { at: number; before: readonly string[]; after: readonly string[] };

/** A Page or an ad account, with everything anybody holds on it. */
export type Asset = {
  kind: AssetKind;
  id: string;
  name: string;
  owner: string | undefined;
  newPagesExperience: boolean;
  shares: Map<string, Share>;
  requests: Map<string, AssetRequest>;
  /** business id → user id → tasks */
  assigned: Map<string, Map<string, readonly string[]>>;
  history: Map<string, Change[]>;
};

/** A Business Manager, with its people and how assets stand to it. */
export type Business = {
  kind: 'business';
  id: string;
  name: string;
  createdAt: number;
  people: Map<string, Person>;
  systemUsers: Map<string, SystemUser>;
  invited: Map<string, PendingUser>;
  invitesSentAt: number[];
  owned: Set<Asset>;
  client: Set<Asset>;
  pending: Set<Asset>;
  groups: Map<string, AssetGroup>;
};

/** What somebody holds on a group: for its Pages and for its ad accounts. */
export type GroupTasks = { pages: readonly string[]; accounts: readonly string[] };
/** A business asset group: made in Business Settings, never by a call. */
export type AssetGroup = {
  kind: 'asset_group';
  id: string;
  name: string;
  business: Business;
  contained: Set<Asset>;
  /** user id → tasks */
  assigned: Map<string, GroupTasks>;
  /** user id → what changed while reads lagged, oldest first */
  history: Map<string, GroupChange[]>;
};
type GroupChange = { at: number; before: GroupTasks | undefined; after: GroupTasks | undefined };

type Holding = { assets: Set<Asset>; recent: Set<Asset> };
/** A person as one business knows them; `id` is business-scoped. */
export type Person = Holding & {
  kind: 'business_user';
  id: string;
  business: Business;
  name: string;
  email: string;
  role: string;
  twoFactor: boolean;
  facebookId: string;
};
/** A user that is no human; `id` is app-scoped. */
export type SystemUser = Holding & {
  kind: 'system_user';
  id: string;
  business: Business;
  name: string;
  role: 'ADMIN' | 'EMPLOYEE';
  createdAt: number;
};
/** Whoever can be assigned to an asset. */
export type Assignee = Person | SystemUser;

/** An invite, which Meta calls a role request; it can hold nothing. */
export type PendingUser = {
  kind: 'role_request';
  id: string;
  business: Business;
  email: string;
  role: string;
  tasks: readonly string[];
  invitedAt: number;
  expiresAt: number;
  inviteLink: string;
};
/** The human behind business-scoped people: the id that assigned_users refuses. */
export type FacebookUser = { kind: 'user'; id: string; name: string; email: string; people: Set<Person> };

/** Whom a token speaks for; `system_user` is the admin one. */
export type TokenKind = 'system_user' | 'employee_system_user' | 'user' | 'page' | 'app';
/** An access token; `parent` is the one that a Page token was taken with. */
export type Token = {
  token: string;
  kind: TokenKind;
  business: Business | undefined;
  user: Assignee | undefined;
  page: Asset | undefined;
  parent: Token | undefined;
  issuedAt: number;
  /** epoch ms; 0: never */
  expiresAt: number;
  /** when what its person lets the app see ends; epoch ms; 0: never */
  dataEndsAt: number;
  scopes: readonly string[];
  revoked: boolean;
};

/** Whatever an id can name. */
export type Node = Asset | AssetGroup | Business | Person | SystemUser | PendingUser | FacebookUser;
/** The node of a kind; two kinds share one type, which Extract alone would miss. */
export type NodeOf<K extends NodeKind> = Extract<Node, { kind: K }> extends never ? Asset : Extract<Node, { kind: K }>;

/** Everything the emulated Meta knows; every lookup that a call needs is one map read. */
export type State = {
  nodes: Map<string, Node>;
  businesses: Map<string, Business>;
  assets: Map<string, Asset>;
  facebookUsers: Map<string, FacebookUser>;
  tokens: Map<string, Token>;
  pageTokens: Map<string, Token>;
};

/** A world with nobody in it. */
export function emptyState(): State {
  return {
    nodes: new Map(),
    businesses: new Map(),
    assets: new Map(),
    facebookUsers: new Map(),
    tokens: new Map(),
    pageTokens: new Map(),
  };
}
