import { readFileSync, writeFileSync } from 'node:fs';
import { licences } from './licences.ts';

const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
writeFileSync(new URL('../docs/licences.md', import.meta.url), licences(lock));
