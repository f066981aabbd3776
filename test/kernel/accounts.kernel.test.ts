/** The law of accounts on whole trees, and on their files with something odd in the middle. */
import type { Audit } from '../../src/review/review.ts';
import { readRust } from '../../src/rust/file.ts';
import { randomFrom } from '../support/fuzz/chance.ts';
import { auditOf } from './audit.ts';
import { rustFiles, TREES, type Tree } from './trees.ts';

const sumOf = ({ accounts: { sites, exempt, lost } }: Audit): number =>
  sites + lost + Object.values(exempt).reduce((sum, count) => sum + count, 0);

test.each(TREES)('%s: sites with a keyword, exempt and lost ones are the keywords, and none is lost', (tree: Tree) => {
  const audit = auditOf(tree);
  expect(sumOf(audit)).toBe(audit.tree.unsafeKeywords);
  expect(audit.accounts.lost).toBe(0);
  expect(audit.complete).toBe(true);
});

const ODD = [
  'unsafe',
  'unsafe {',
  '}',
  '{',
  ')',
  '"',
  "'",
  '/*',
  '$',
  '#[',
  '|a,|',
  'macro_rules! m {',
  '&raw',
  '\u00a0',
];

test('whatever is put into a file, each keyword has one account', () => {
  const next = randomFrom(20261129);
  const files = [...rustFiles('v7.3.4')].filter(([, text]) => text.includes('unsafe'));
  for (const [path, text] of files) {
    for (let round = 0; round < 4; round += 1) {
      const at = Math.floor(next() * text.length);
      const file = readRust(text.slice(0, at) + (ODD[Math.floor(next() * ODD.length)] ?? '') + text.slice(at));
      const own = file.sites.filter(({ keyword }) => file.text.startsWith('unsafe', keyword.start));
      const all = [
        ...own.map(({ keyword }) => keyword.start),
        ...[...file.exempt, ...file.lost].map((each) => each.offset),
      ];
      const keywords = file.tokens.allOf('unsafe').map((index) => file.tokens.start(index));
      expect([path, round, all.sort((a, b) => a - b)]).toEqual([path, round, keywords]);
    }
  }
});
