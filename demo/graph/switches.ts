/** One switch for each thing about Meta that is uncertain, so that tests can turn each one; all are read at every call. */
export type Switches = {
  /** true: a POST replaces the person's whole task set; false: it adds to it. */
  replaceTasks: boolean;
  /** `business` is required on POST and DELETE of assigned_users (on GET it always is). */
  requireBusinessOnWrite: boolean;
  /** Writes to a Page's assigned_users want a Page token. */
  requirePageTokenOnWrite: boolean;
  /** The code with which a Page token is asked for; 190 is the code of dead tokens too. */
  pageTokenError: '210' | '190';
  /** A Page's agencies want a Page token. */
  requirePageTokenOnAgencies: boolean;
  /** The admin system user may take a Page token of every Page of its business without being assigned to it. */
  adminHoldsAssets: boolean;
  /** MANAGE comes back with the tasks it stands for. */
  expandTasks: boolean;
  /** Which Pages read classic task names back as PROFILE_PLUS_*. */
  profilePlus: 'off' | 'newPages' | 'always';
  /** A task name outside the documented list, which every assigned row carries; null: none. */
  unknownExtraTask: string | null;
  /** Rows of assigned_users carry the tasks, which no spec of theirs names; false: they are left out. */
  assignedTasks: boolean;
  /** How the tasks on an asset group are named where a person's groups are listed: as the guide does, as they are written, or not at all. */
  groupTaskNames: 'roles' | 'tasks' | 'hidden';
  /** What becomes of tasks on a group for a kind of asset that is not in it: taken like the others, left out without a word, or refused. */
  groupEmptySide: 'taken' | 'dropped' | 'refused';
  /** Reads of assignments show the state of this many milliseconds ago. */
  readLagMs: number;
  /** What DELETE answers about somebody who is not assigned. */
  deleteUnassigned: 'success' | '100' | '100/33';
  /** Success comes as the text "true". */
  successAsString: boolean;
  /** The refusal when more is asked for than the customer permits. */
  ceilingError: '100' | '200' | '2620';
  /** The subcode for a `user` that is not a business-scoped id. */
  wrongIdSubcode: '1752100' | '33';
  /** The refusal of a token that belongs to another business. */
  foreignTokenError: '10' | '200' | '100/33';
  /** Whether appsecret_proof is ignored, checked when sent, or demanded. */
  proof: 'off' | 'optional' | 'required';
  /** Invites a business may send in 24 h before code 17; null: no limit. */
  inviteQuota: number | null;
  /** What asking for a customer's Page answers. */
  pageRequestStatus: 'PENDING' | 'CONFIRMED';
  /** People without two-factor login can neither act (user tokens) nor be assigned: 415/2859009. */
  twoFactorRequired: boolean;
  /** client_pages rows know `permitted_tasks`; false: 100, nonexisting field. */
  clientPagesPermittedTasks: boolean;
  /** People's e-mail addresses are left out of rows. */
  hideEmails: boolean;
  /** People's roles are left out of rows. */
  hideRoles: boolean;
  /** Every answer carries the usage headers. */
  usageHeaders: boolean;
  /** Calls an hour, for each business and kind of limit, before real throttling starts; 0: no limit. */
  hourlyBudget: number;
  /** The most rows a page of a list holds, whatever `limit` says. */
  pageLimitCap: number;
  /** Lists hold rows the caller may not see: short and empty pages that still have a `next`. */
  filteredShortPages: boolean;
  /** Cursors stop working after this many milliseconds; 0: never. */
  cursorTtlMs: number;
  /** Real time that every HTTP call takes. */
  latencyMs: number;
  /** Who may look into a token: anybody of the same app, the app itself alone, or nobody. */
  debugTokenBy: 'anyone' | 'app' | 'nobody';
  /** What kind of token a system user's is said to be. */
  systemUserTokenType: 'SYSTEM_USER' | 'USER';
  /** Who may exchange a token: anybody of the same app, the app itself alone, or the token itself alone. */
  exchangeTokenBy: 'anyone' | 'app' | 'token';
  /** What the token that one is exchanged for may: the same, or one permission less. */
  exchangedScopes: 'same' | 'fewer';
  /** A path without a version gets 2635; false: it counts as the newest. */
  requireVersion: boolean;
};

/** The defaults: what is documented or was last seen, and the stricter answer where nothing is known. */
export function defaultSwitches(changes: Partial<Switches> = {}): Switches {
  return {
    replaceTasks: true,
    requireBusinessOnWrite: true,
    requirePageTokenOnWrite: false,
    pageTokenError: '210',
    requirePageTokenOnAgencies: true,
    adminHoldsAssets: true,
    expandTasks: true,
    profilePlus: 'newPages',
    unknownExtraTask: null,
    assignedTasks: true,
    groupTaskNames: 'roles',
    groupEmptySide: 'taken',
    readLagMs: 0,
    deleteUnassigned: 'success',
    successAsString: false,
    ceilingError: '100',
    wrongIdSubcode: '1752100',
    foreignTokenError: '100/33',
    proof: 'optional',
    inviteQuota: null,
    pageRequestStatus: 'PENDING',
    twoFactorRequired: false,
    clientPagesPermittedTasks: true,
    hideEmails: false,
    hideRoles: false,
    usageHeaders: false,
    hourlyBudget: 0,
    pageLimitCap: 100,
    filteredShortPages: false,
    cursorTtlMs: 0,
    latencyMs: 0,
    debugTokenBy: 'anyone',
    systemUserTokenType: 'SYSTEM_USER',
    exchangeTokenBy: 'anyone',
    exchangedScopes: 'same',
    requireVersion: true,
    ...changes,
  };
}
