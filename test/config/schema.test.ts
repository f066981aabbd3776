import { settingsSchema } from '../../src/config/schema.ts';
import { RULES } from '../../src/rules/catalogue.ts';

test('every key has a title and a description for editors', () => {
  for (const [key, property] of Object.entries(settingsSchema(RULES).properties))
    expect([key, property]).toEqual([
      key,
      expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
    ]);
});
