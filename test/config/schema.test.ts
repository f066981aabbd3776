import { SETTINGS_SCHEMA } from '../../src/config/schema.ts';

test('every key has a title and a description for editors', () => {
  for (const [key, property] of Object.entries(SETTINGS_SCHEMA.properties))
    expect([key, property]).toEqual([
      key,
      expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
    ]);
});
