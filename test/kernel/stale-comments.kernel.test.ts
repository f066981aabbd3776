/** A SAFETY comment whose block calls something else now is looked at again: every block of 7.3.4 with one call, once. */
import { score, withOtherCall } from './mutants.ts';

test('each is reported at its block; where the comment names the function that went, or Binder calls other C, that is said as well', async () => {
  const { mutants, missed, noisy } = await score('stale-safety-comment', withOtherCall);
  expect({ mutants, missed }).toEqual({ mutants: 1060, missed: [] });
  expect(noisy.filter((each) => !/: (?:mismatched-safety-comment|bindings-bypass):\d+$/.test(each))).toEqual([]);
});
