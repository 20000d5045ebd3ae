import { z } from 'zod';
import { PolicyFile } from './schema.ts';

/** The JSON Schema of hallpass.yml, as text: what editors complete and check with. */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(PolicyFile, {
    io: 'input',
    target: 'draft-7',
    override({ jsonSchema: rule, path }) {
      // A value may be `${NAME}`; a key may not.
      if (rule.pattern && path.at(-1) !== 'propertyNames') rule.pattern = `${rule.pattern}|\\$\\{`;
    },
  });
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, title: 'hallpass.yml', ...rest }, null, 2)}\n`;
}
