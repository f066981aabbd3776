/** Writes schema/*.json, the JSON Schemas for editors and other programs, from the modules in dist/ that hold them. */
import { writeFileSync } from 'node:fs';
import { SETTINGS_SCHEMA } from '../dist/config/schema.js';

const SCHEMAS = { 'config.schema.json': SETTINGS_SCHEMA };

for (const [name, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
