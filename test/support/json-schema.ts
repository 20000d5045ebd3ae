type Schema = { properties?: object; patternProperties?: object; [keyword: string]: unknown };
type Problem = string;
type Check = (value: unknown, rule: never, at: string, schema: Schema, root: Schema) => Problem[];

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const isType = (value: unknown, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;

const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object';
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const when = (wrong: boolean, at: string, text: string): Problem[] => (wrong ? [`${at} ${text}`] : []);

function pointed(root: Schema, reference: string): Schema {
  const found = reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
  if (!isObject(found)) throw new Error(`${reference} points nowhere`);
  return found;
}

/** Which properties the schema names itself; the rest is for `additionalProperties`. */
const named = (schema: Schema, key: string): boolean =>
  key in (schema.properties ?? {}) ||
  Object.keys(schema.patternProperties ?? {}).some((pattern) => new RegExp(pattern, 'u').test(key));

const checks: Record<string, Check> = {
  $ref: (value, rule: string, at, _, root) => validate(pointed(root, rule), value, at, root),
  type: (value, rule: string | string[], at) =>
    when(![rule].flat().some((type) => isType(value, type)), at, `is ${typeOf(value)}, not ${[rule].flat().join('/')}`),
  enum: (value, rule: unknown[], at) => when(!rule.some((one) => same(one, value)), at, `is not one of ${rule}`),
  const: (value, rule: unknown, at) => when(!same(rule, value), at, `is not ${JSON.stringify(rule)}`),
  anyOf: (value, rule: Schema[], at, _, root) =>
    when(!rule.some((one) => validate(one, value, at, root).length === 0), at, 'fits none of anyOf'),
  oneOf: (value, rule: Schema[], at, _, root) =>
    when(
      rule.filter((one) => validate(one, value, at, root).length === 0).length !== 1,
      at,
      'does not fit one of oneOf',
    ),
  allOf: (value, rule: Schema[], at, _, root) => rule.flatMap((one) => validate(one, value, at, root)),
  pattern: (value, rule: string, at) =>
    when(typeof value === 'string' && !new RegExp(rule, 'u').test(value), at, `does not match ${rule}`),
  minLength: (value, rule: number, at) =>
    when(typeof value === 'string' && value.length < rule, at, `is under ${rule}`),
  maxLength: (value, rule: number, at) => when(typeof value === 'string' && value.length > rule, at, `is over ${rule}`),
  minimum: (value, rule: number, at) => when(typeof value === 'number' && value < rule, at, `is under ${rule}`),
  maximum: (value, rule: number, at) => when(typeof value === 'number' && value > rule, at, `is over ${rule}`),
  minItems: (value, rule: number, at) => when(Array.isArray(value) && value.length < rule, at, `has under ${rule}`),
  maxItems: (value, rule: number, at) => when(Array.isArray(value) && value.length > rule, at, `has over ${rule}`),
  uniqueItems: (value, rule: boolean, at) =>
    when(
      rule && Array.isArray(value) && new Set(value.map((one) => JSON.stringify(one))).size < value.length,
      at,
      'repeats',
    ),
  items: (value, rule: Schema, at, _, root) =>
    Array.isArray(value) ? value.flatMap((one, index) => validate(rule, one, `${at}[${index}]`, root)) : [],
  required: (value, rule: string[], at) =>
    isObject(value) ? rule.filter((key) => !(key in value)).map((key) => `${at} has no ${key}`) : [],
  minProperties: (value, rule: number, at) =>
    when(isObject(value) && Object.keys(value).length < rule, at, `has under ${rule} properties`),
  maxProperties: (value, rule: number, at) =>
    when(isObject(value) && Object.keys(value).length > rule, at, `has over ${rule} properties`),
  properties: (value, rule: Record<string, Schema>, at, _, root) =>
    isObject(value)
      ? Object.entries(rule).flatMap(([key, one]) =>
          key in value ? validate(one, value[key], `${at}.${key}`, root) : [],
        )
      : [],
  patternProperties: (value, rule: Record<string, Schema>, at, _, root) =>
    isObject(value)
      ? Object.entries(rule).flatMap(([pattern, one]) =>
          Object.keys(value)
            .filter((key) => new RegExp(pattern, 'u').test(key))
            .flatMap((key) => validate(one, value[key], `${at}.${key}`, root)),
        )
      : [],
  propertyNames: (value, rule: Schema, at, _, root) =>
    isObject(value) ? Object.keys(value).flatMap((key) => validate(rule, key, `${at} key ${key}`, root)) : [],
  additionalProperties: (value, rule: boolean | Schema, at, schema, root) =>
    isObject(value)
      ? Object.keys(value)
          .filter((key) => !named(schema, key))
          .flatMap((key) =>
            isObject(rule) ? validate(rule, value[key], `${at}.${key}`, root) : when(!rule, at, `knows no ${key}`),
          )
      : [],
};

/** Words that say nothing about whether a value is right, `format` among them as the specification leaves it. */
const remarks = new Set([
  '$schema',
  '$id',
  'title',
  'description',
  'default',
  'examples',
  'definitions',
  '$defs',
  'format',
  'regex',
  '_note',
]);

/** What of a value a JSON Schema refuses, as sentences that begin with the place; empty when it is right. A keyword that is not known here throws. */
export function validate(schema: Schema, value: unknown, at = '$', root = schema): Problem[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (remarks.has(keyword)) return [];
    const check = checks[keyword];
    if (!check) throw new Error(`JSON Schema keyword ${keyword} is not known`);
    return check(value, rule as never, at, schema, root);
  });
}
