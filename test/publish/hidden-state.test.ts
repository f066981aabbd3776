/** The comment's memory: only the App can write it. */
import fc from 'fast-check';
import { commentBody } from '../../src/publish/comment.ts';
import { type CommentState, openState, sealState, stickyMarker } from '../../src/publish/hidden-state.ts';
import { CONCLUSIONS } from '../../src/publish/published.ts';
import { review } from '../report/samples.ts';
import { holds } from '../support/holds.ts';
import { COMMENT, KEY } from './samples.ts';

const states: fc.Arbitrary<CommentState> = fc.record({
  head: fc.string({ unit: 'grapheme', maxLength: 64 }),
  externalId: fc.string({ maxLength: 128 }),
  conclusion: fc.constantFrom(...CONCLUSIONS),
});

test('what was sealed can be opened, on one line that closes no comment early', async () => {
  await holds(
    200,
    fc.property(states, fc.nat(), (state, number) => {
      const line = sealState(state, number, KEY);
      expect(line).toMatch(/^<!-- kernel-rust-audit:state [\w-]+\.[\w-]+ -->$/);
      expect(openState(`marker\n${line}\nrest`, number, KEY)).toEqual(state);
    }),
  );
});

test('the comment holds it', () => {
  const body = commentBody(review(), COMMENT);
  expect(openState(body, 12, KEY)).toEqual(COMMENT.state);
  expect(openState(body.replaceAll('\n', '\r\n'), 12, KEY)).toEqual(COMMENT.state);
  expect(body.startsWith(`${stickyMarker(12)}\n`)).toBe(true);
  expect(stickyMarker(123).startsWith(stickyMarker(12))).toBe(false);
});

const line = sealState(COMMENT.state, 12, KEY);
const [payload = '', mac = ''] = line.slice('<!-- kernel-rust-audit:state '.length, -' -->'.length).split('.');
const shaped = (inside: string) => `<!-- kernel-rust-audit:state ${inside} -->`;
const other = Buffer.from(JSON.stringify({ ...COMMENT.state, conclusion: 'success' })).toString('base64url');

test.each([
  ['nothing', ''],
  ['no seal', shaped(payload)],
  ['an empty seal', shaped(`${payload}.`)],
  ['another payload', shaped(`${other}.${mac}`)],
  ['the seal of another key', sealState(COMMENT.state, 12, 'another key')],
  ['the line of another pull request', sealState(COMMENT.state, 13, KEY)],
  ['a third part', shaped(`${payload}.${mac}.${mac}`)],
  ['a shorter seal', shaped(`${payload}.${mac.slice(0, -4)}`)],
  ['a line too far below', `${'\n'.repeat(9)}${line}`],
  ['a very long line', shaped(`${'A'.repeat(100_000)}.${mac}`)],
])('%s is no state', (_, body) => {
  expect(openState(body, 12, KEY)).toBeUndefined();
});

test('any change of the line breaks it', async () => {
  await holds(
    200,
    fc.property(fc.nat({ max: payload.length + mac.length }), fc.constantFrom(...'AZaz09-_.'), (at, sign) => {
      const inside = `${payload}.${mac}`;
      const changed = inside.slice(0, at) + sign + inside.slice(at + 1);
      // the last sign of the seal holds two bits that say nothing
      fc.pre(changed.slice(0, -1) !== inside.slice(0, -1));
      expect(openState(shaped(changed), 12, KEY)).toBeUndefined();
    }),
  );
});

test('a state of another version is none, though it is sealed', () => {
  const strange = { head: 'a', externalId: 'b', conclusion: 'skipped' } as unknown as CommentState;
  expect(openState(sealState(strange, 12, KEY), 12, KEY)).toBeUndefined();
  const without = { head: 'a', conclusion: 'success' } as unknown as CommentState;
  expect(openState(sealState(without, 12, KEY), 12, KEY)).toBeUndefined();
});
