/** A SAFETY comment that a patch deletes is always missed: every one of 7.3.4, deleted once. */
import { score, withoutComments } from './mutants.ts';

test('each is reported where its unsafe stands, and nothing else is', async () => {
  expect(await score('undocumented-unsafe', withoutComments)).toEqual({ mutants: 2887, missed: [], noisy: [] });
});
