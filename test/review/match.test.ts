/** Which sites before and after a patch are the same one. */
import { matchSites, type SidedSite } from '../../src/review/match.ts';
import type { Site } from '../../src/rust/site.ts';

/** A block of so many words, of which the first are the same as in any other. */
function block(common: number, all: number, side: string): SidedSite {
  const words = Array.from({ length: all }, (_, at) => (at < common ? `same${at}` : `${side}${at}`));
  const site = { kind: 'block', inDocExample: false, code: words.join(' '), item: { path: 'stop' } };
  return { path: 'drivers/ring.rs', ownPath: 'drivers/ring.rs', site: site as unknown as Site };
}

test.each([
  [10, ['unchanged']],
  [6, ['changed']],
  [3, ['changed']],
  [2, ['removed', 'new']],
  [0, ['removed', 'new']],
])('of ten words in a function %i are the same: %j', (common, standings) => {
  const matched = matchSites([block(common, 10, 'a')], [block(common, 10, 'b')]);
  expect(matched.map(({ standing }) => standing)).toEqual(standings);
});

/** A block with a justification, in another file or item than any other one. */
function elsewhere(place: string, code: string, words: string): SidedSite {
  const path = `drivers/${place}.rs`;
  const site = { kind: 'block', inDocExample: false, code, item: { path: place }, justification: { text: words } };
  return { path, ownPath: path, site: site as unknown as Site };
}

test.each([
  [40, 'it is live', ['moved']],
  [39, 'it is live', ['removed', 'new']],
  [40, 'it is locked', ['removed', 'new']],
])('code of %i characters that goes to another file and function, where %j: %j', (length, words, standings) => {
  const code = 'x'.repeat(length);
  const matched = matchSites([elsewhere('ring', code, 'it is live')], [elsewhere('slot', code, words)]);
  expect(matched.map(({ standing }) => standing)).toEqual(standings);
});
