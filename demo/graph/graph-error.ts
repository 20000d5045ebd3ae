type Details = {
  subcode?: number;
  status?: number;
  type?: string;
  transient?: boolean;
  data?: unknown;
  title?: string;
};

/** A refusal, with everything that Meta's error envelope can carry. */
export class GraphError extends Error {
  readonly code: number;
  readonly details: Details;

  constructor(code: number, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const STATUS: Readonly<Record<number, number>> = {
  1: 500,
  2: 503,
  3: 403,
  4: 403,
  10: 403,
  17: 403,
  32: 403,
  190: 401,
  200: 403,
  210: 403,
  368: 403,
  613: 403,
};

/** The status that usually goes with the code; Meta is not consistent, so nothing should rest on it. */
export function statusOf(error: GraphError): number {
  return error.details.status ?? STATUS[error.code] ?? 400;
}

/** The envelope, with optional parts only when there is something in them. */
export function envelope(error: GraphError, fbtraceId: string): { error: Record<string, unknown> } {
  const { subcode, type, transient, data, title } = error.details;
  return {
    error: {
      message: error.message,
      type: type ?? 'OAuthException',
      code: error.code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(transient === undefined ? {} : { is_transient: transient }),
      ...(title === undefined ? {} : { error_user_title: title, error_user_msg: error.message }),
      ...(data === undefined ? {} : { error_data: data }),
      fbtrace_id: fbtraceId,
    },
  };
}

/** Refuses a parameter, or a whole call, as malformed. */
export const invalid = (text: string) => new GraphError(100, `(#100) ${text}`);

/** Refuses an id that is gone, hidden, or of a kind that cannot do this: Meta does not say which. */
export const unsupported = (method: string, id: string) =>
  new GraphError(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33, type: 'GraphMethodException' },
  );

/** Refuses a field, or a connection, that the type does not have. */
export const noSuchField = (name: string, type: string) =>
  invalid(`Tried accessing nonexisting field (${name}) on node type (${type})`);

/** Refuses a path that leads nowhere. */
export const unknownPath = (rest: string) => new GraphError(2500, `Unknown path components: /${rest}`);

/** Refuses a token; subcode 463 is expired, 467 invalid or revoked. */
export const badToken = (text: string, subcode?: number) =>
  new GraphError(190, text, subcode === undefined ? {} : { subcode });

/** Refuses for want of two-factor login. */
export const wantsTwoFactor = (hash: string) =>
  new GraphError(415, '(#415) Two factor authentication is required to access the business account.', {
    subcode: 2859009,
    title: 'Two-Factor Authentication Required',
    data: { hash },
  });

/** Refuses whoever is not the Page itself, in either way that Meta is known to. */
export const wantsPageToken = (code: '210' | '190') =>
  code === '210'
    ? new GraphError(210, '(#210) A page access token is required to request this resource.')
    : new GraphError(190, '(#190) This method must be called with a Page Access Token');
