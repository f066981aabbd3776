/** The id by which a run is found again. */
import fc from 'fast-check';
import { externalIdOf, parseExternalId } from '../../src/publish/external-id.ts';
import { holds } from '../support/holds.ts';
import { HEAD } from './samples.ts';

const RUN = { head: HEAD, settings: '5e771n95aaaa', engine: '0.1.0', attempt: 2 };

test('for a pull request and for a merge group', () => {
  const pullRequest = externalIdOf({ ...RUN, number: 12, mergeBase: '0123456789abcdef' });
  const mergeGroup = externalIdOf({ ...RUN, kind: 'merge-group', base: '0123456789abcdef' });
  expect([pullRequest, mergeGroup]).toEqual([
    'a1:12:c0ffee012345:0123456789ab:5e771n95:0.1.0:2',
    'm1:c0ffee012345:0123456789ab:5e771n95:0.1.0:2',
  ]);
  const rest = { head: 'c0ffee012345', settings: '5e771n95', engine: '0.1.0', attempt: 2 };
  expect(parseExternalId(pullRequest)).toEqual({
    ...rest,
    kind: 'pull-request',
    number: 12,
    mergeBase: '0123456789ab',
  });
  expect(parseExternalId(mergeGroup)).toEqual({ ...rest, kind: 'merge-group', base: '0123456789ab' });
});

test('whatever is put in, it is short and says the same again', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  const runs = fc.record({
    number: fc.maxSafeNat(),
    head: text,
    mergeBase: text,
    settings: text,
    engine: text,
    attempt: fc.maxSafeNat(),
  });
  await holds(
    300,
    fc.property(runs, (run) => {
      const id = externalIdOf(run);
      const parsed = parseExternalId(id);
      expect(id.length).toBeLessThan(128);
      expect(parsed).toMatchObject({ kind: 'pull-request', number: run.number, attempt: run.attempt });
      expect(parsed === undefined ? '' : externalIdOf(parsed)).toBe(id);
    }),
  );
});

test.each([
  '',
  'a1',
  'a1:12:c0ffee:0123:5e77:0.1.0',
  'a1:12:c0ffee:0123:5e77:0.1.0:0:0',
  'a1:x:c0ffee:0123:5e77:0.1.0:0',
  'a1:012:c0ffee:0123:5e77:0.1.0:0',
  'a1:-1:c0ffee:0123:5e77:0.1.0:0',
  'a1:9999999999999999:c0ffee:0123:5e77:0.1.0:0',
  'a1:12:c0ffee::5e77:0.1.0:0',
  'a1:12:c0ffee:0123:5e77:0.1.0:x',
  'a1:12:c0 ffee:0123:5e77:0.1.0:0',
  'a2:12:c0ffee:0123:5e77:0.1.0:0',
  'm1:c0ffee:0123:5e77:0.1.0',
  `a1:12:${'c'.repeat(128)}:0123:5e77:0.1.0:0`,
])('%j is none of ours', (text) => {
  expect(parseExternalId(text)).toBeUndefined();
});
