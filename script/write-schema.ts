import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../src/policy-file/json-schema.ts';

writeFileSync(new URL('../hallpass.schema.json', import.meta.url), jsonSchema());
