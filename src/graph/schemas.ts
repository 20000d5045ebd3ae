import { z } from 'zod';

/** Ids are text, never numbers: they may exceed 2^53. Fields that nobody asked for are dropped. */
const Id = z.string().min(1);
const Tasks = z.array(z.string()).nullish();

/** Meta's answer to a write; a few edges write the truth as text. */
export const Acknowledged = z.object({ success: z.union([z.literal(true), z.literal('true')]) });

/** Meta's answer to asking for an asset; the full list of its words is not published. */
export const AccessStatus = z.object({ access_status: z.string().nullish() });

/** An asset or a business, as a node or as a row; `permitted_tasks` is the ceiling where Meta tells it. */
export const NamedNode = z.object({ id: Id, name: z.string().nullish(), permitted_tasks: Tasks });
export type NamedNode = z.infer<typeof NamedNode>;

/** A Page's own token, for those who may have it. */
export const PageToken = z.object({ id: Id, access_token: z.string().nullish() });

/** A token that was made from another one. */
export const ExchangedToken = z.object({ access_token: z.string().min(1) });

/** What Meta tells about a token; a dead one is a good answer that says so. */
export const TokenReport = z.object({
  data: z.object({
    app_id: z.coerce.string().nullish(),
    type: z.string().nullish(),
    is_valid: z.boolean().nullish(),
    user_id: z.coerce.string().nullish(),
    expires_at: z.number().nullish(),
    data_access_expires_at: z.number().nullish(),
    scopes: z.array(z.string()).nullish(),
    error: z
      .object({ code: z.coerce.number().catch(190), subcode: z.coerce.number().optional().catch(undefined) })
      .nullish(),
  }),
});

/** A request for a customer's asset that the customer has not answered; the asset may be hidden. */
export const AssetRequest = z.object({ id: Id, page: NamedNode.nullish(), ad_account: NamedNode.nullish() });
export type AssetRequest = z.infer<typeof AssetRequest>;

/** One person or system user on an asset. */
export const AssignedUser = z.object({
  id: Id,
  name: z.string().nullish(),
  user_type: z.string().nullish(),
  tasks: Tasks,
  permitted_tasks: Tasks,
});
export type AssignedUser = z.infer<typeof AssignedUser>;

/** Somebody who is in the business; the addresses may be withheld. */
export const BusinessUser = z.object({
  id: Id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  pending_email: z.string().nullish(),
  role: z.string().nullish(),
  two_fac_status: z.string().nullish(),
});
export type BusinessUser = z.infer<typeof BusinessUser>;

/** Whether the business wants its people to log in with a second factor. */
export const TwoFactor = z.object({ id: Id, two_factor_type: z.string().nullish() });

/** A group on which a person is; the guide calls the tasks roles. */
export const HeldGroup = z.object({
  id: Id,
  page_tasks: Tasks,
  page_roles: Tasks,
  adaccount_tasks: Tasks,
  adaccount_roles: Tasks,
});
export type HeldGroup = z.infer<typeof HeldGroup>;

/** Meta writes times as `2014-01-07T23:26:09+0000`, and now and then as Unix seconds. An unreadable time is left out. */
const Time = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const ms = typeof value === 'number' ? value * 1000 : Date.parse(value ?? '');
    return Number.isFinite(ms) ? ms : undefined;
  });

/** An invitation that was not accepted yet. */
export const RoleRequest = z.object({
  id: Id,
  email: z.string().nullish(),
  status: z.string().nullish(),
  invite_link: z.string().nullish(),
  created_time: Time,
  expiration_time: Time,
});
export type RoleRequest = z.infer<typeof RoleRequest>;

const Paging = z.object({
  cursors: z.object({ after: z.string().nullish() }).nullish(),
  next: z.string().nullish(),
});

/** One page of a list. */
export type Page<Row> = { data: Row[]; paging?: z.infer<typeof Paging> | null | undefined };

const listSchema = <Row extends z.ZodType>(row: Row) => z.object({ data: z.array(row), paging: Paging.nullish() });
const listSchemas = new WeakMap<z.ZodType, unknown>();

/** One page of a list of these rows. Made once for each kind of row: zod takes longer to make a schema than to use it. */
export function listOf<Row extends z.ZodType>(row: Row): ReturnType<typeof listSchema<Row>> {
  const known = listSchemas.get(row) ?? listSchema(row);
  listSchemas.set(row, known);
  return known as ReturnType<typeof listSchema<Row>>;
}

/** Meta's error envelope; every part may be missing, and some proxies write none of it. */
export const ErrorEnvelope = z.object({
  code: z.coerce.number().int().catch(0),
  error_subcode: z.coerce.number().int().optional().catch(undefined),
  is_transient: z.boolean().optional().catch(undefined),
  message: z.string().catch(''),
  error_user_msg: z.string().catch(''),
  fbtrace_id: z.string().optional().catch(undefined),
});
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;
