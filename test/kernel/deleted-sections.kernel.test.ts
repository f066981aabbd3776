/** A `# Safety` section that a patch deletes is always missed: every one of 7.3.4, deleted once. */
import { score, withoutSections } from './mutants.ts';

test('each is reported where its unsafe stands, and nothing else is', async () => {
  expect(await score('missing-safety-doc', withoutSections)).toEqual({ mutants: 440, missed: [], noisy: [] });
});
