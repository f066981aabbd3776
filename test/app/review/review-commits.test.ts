/** A pull request's commits, read as texts, give byte for byte what the command line gives for their range. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_CACHE } from '../../../src/app/ports/source-tree.ts';
import { reviewCommits } from '../../../src/app/review/review-commits.ts';
import { reviewPatches } from '../../../src/app/review/review-series.ts';
import { policyOf } from '../../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { readPatches } from '../../../src/patch/series.ts';
import { renderReviewJson } from '../../../src/report/machine/json.ts';
import { isFailure } from '../../../src/text/failure.ts';
import { commitsOfGit, git, sourcesOfGit } from '../../support/commits-of-git.ts';
import { writeCommits } from '../../support/write-commits.ts';

const TOOL = { name: 'kernel-rust-audit', version: '0' };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-commits-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const JUSTIFIED = 'fn read(p: *const u8) -> u8 {\n    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n}\n';
const LONG = `${'// a line that stays\n'.repeat(30)}${BLOCK}`;

const SERIES: readonly (readonly [string, readonly Readonly<Record<string, string | null>>[]])[] = [
  ['one commit', [{ 'drivers/a/one.rs': BLOCK }]],
  ['a later commit resolves', [{ 'drivers/a/one.rs': BLOCK }, { 'drivers/a/one.rs': JUSTIFIED }]],
  [
    'a rename, then a change, then a deletion',
    [
      { 'rust/kernel/a.rs': LONG },
      { 'rust/kernel/a.rs': null, 'rust/kernel/b.rs': LONG },
      { 'rust/kernel/b.rs': LONG.replace('*p }', '*p.add(1) }'), 'drivers/c.rs': 'fn f() {}\n' },
      { 'drivers/c.rs': null },
    ],
  ],
  [
    'deleted and brought back, with C beside it',
    [
      { 'drivers/a/one.rs': BLOCK, 'rust/helpers/ring.c': 'int rust_helper_ring(void) { return 0; }\n' },
      { 'drivers/a/one.rs': null },
      { 'drivers/a/one.rs': JUSTIFIED, 'Documentation/a.rst': 'text\n' },
    ],
  ],
  [
    'Rust code under other names',
    [
      { 'drivers/a/one.rs': '//! d\ninclude!("parts.inc");\n', 'drivers/a/parts.inc': BLOCK },
      { 'drivers/a/parts.inc': JUSTIFIED },
      { 'drivers/a/one.rs': '//! d\ninclude!(concat!(env!("OBJTREE"), "/a.rs"));\n', 'drivers/a/parts.inc': BLOCK },
    ],
  ],
  ['a file with a byte that is no UTF-8', [{ 'drivers/a/odd.rs': `// caf\u00e9 \ufeff\n${BLOCK}` }]],
];

test.each(SERIES)('%s', async (_, commits) => {
  const { base, head } = writeCommits(folder, [
    { 'rust/kernel/lib.rs': 'pub mod a;\n', 'drivers/old.rs': BLOCK },
    ...commits,
  ]);
  const repository = await openRepository(folder);
  if (isFailure(repository)) throw new Error(repository.what);
  const range = await repository.rangeOf(`${base}..${head}`);
  if (isFailure(range)) throw new Error(range.what);
  const bytes = await repository.patchesOf(range);
  if (isFailure(bytes)) throw new Error(bytes.what);
  const series = await readPatches([{ name: 'range', bytes }]);
  if (isFailure(series)) throw new Error(series.what);
  const policy = policyOf(DEFAULT_SETTINGS);
  const tree = repository.tree(base);
  const sources = { tree, blobs: repository, basis: 'repository' as const, isBinding: true };
  const byPatches = await reviewPatches(series, sources, { base, head }, policy);
  if (isFailure(byPatches)) throw new Error(byPatches.what);

  const byTexts = await reviewCommits(commitsOfGit(folder, base, head), sourcesOfGit(folder, tree), {
    policy,
    cache: NO_CACHE,
  });
  expect(renderReviewJson(byTexts, { tool: TOOL })).toBe(renderReviewJson(byPatches, { tool: TOOL }));
  expect(byTexts.patches).toHaveLength(commits.length);
});

test('merges in between: each commit alone, the whole against the merge base', async () => {
  const { base, head } = writeCommits(folder, [{ 'rust/kernel/lib.rs': '' }, { 'drivers/a/one.rs': BLOCK }]);
  const line = commitsOfGit(folder, base, head);
  const [only] = line.commits;
  if (only === undefined) throw new Error('no commit');
  const repository = await openRepository(folder);
  if (isFailure(repository)) throw new Error(repository.what);
  const whole = { ...only, id: head, subject: null };
  const means = { policy: policyOf(DEFAULT_SETTINGS), cache: NO_CACHE };
  const review = await reviewCommits({ ...line, whole }, sourcesOfGit(folder, repository.tree(base)), means);
  expect(review.patches.map(({ id }) => id)).toEqual([only.id]);
  expect(review.findings.map(({ rule, introducedBy }) => [rule, introducedBy])).toContainEqual([
    'undocumented-unsafe',
    only.id,
  ]);
});

test('a list that was cut and a side that is gone make it incomplete', async () => {
  const { base, head } = writeCommits(folder, [{ 'rust/kernel/lib.rs': '' }, { 'drivers/a/one.rs': BLOCK }]);
  const line = commitsOfGit(folder, base, head);
  const [only] = line.commits;
  if (only === undefined) throw new Error('no commit');
  const missing = { path: 'drivers/a/two.rs', previousPath: null, change: 'modify' as const };
  const cut = { ...only, files: { all: [...only.files.all, missing], cut: '12 files are not listed' } };
  const repository = await openRepository(folder);
  if (isFailure(repository)) throw new Error(repository.what);
  const means = { policy: policyOf(DEFAULT_SETTINGS), cache: NO_CACHE };
  const review = await reviewCommits({ ...line, commits: [cut] }, sourcesOfGit(folder, repository.tree(base)), means);
  expect(review.complete).toBe(false);
  expect(review.unread.map(({ path, reason }) => [path, reason])).toEqual([
    [only.id, '12 files are not listed'],
    ['drivers/a/two.rs', 'it could not be found in the repository'],
  ]);
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
