import { readFileSync } from 'node:fs';
import { SETTINGS_SCHEMA } from '../../src/config/schema.ts';

test('schema/config.schema.json is what the module holds (npm run docs)', () => {
  const written = readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8');
  expect(written).toBe(`${JSON.stringify(SETTINGS_SCHEMA, null, 2)}\n`);
});

test('every key has a title and a description for editors', () => {
  for (const [key, property] of Object.entries(SETTINGS_SCHEMA.properties))
    expect([key, property]).toEqual([
      key,
      expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
    ]);
});
