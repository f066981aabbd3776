/** Hunks without context (`git diff -U0`): only their header says where they belong, so that is where they go. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyFilePatch } from '../../src/patch/apply.ts';
import { reverseFilePatch } from '../../src/patch/reverse.ts';
import { type Failure, failureText } from '../../src/text/failure.ts';
import { fileOf } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'zero-context-'));
beforeAll(() => execFileSync('git', ['init', '--quiet'], { cwd: folder }));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `git diff OPTIONS` says between two texts of `ring.rs`. */
function diffOf(before: string, after: string, ...options: readonly string[]): string {
  writeFileSync(join(folder, 'a.rs'), before);
  writeFileSync(join(folder, 'b.rs'), after);
  const words = ['diff', '--no-index', '--no-color', ...options, 'a.rs', 'b.rs'];
  const { stdout } = spawnSync('git', words, { cwd: folder, encoding: 'utf8' });
  return stdout
    .replace('b/b.rs b/b.rs', 'b/a.rs')
    .replace(/a\/a\.rs b\/b\.rs/, 'a/a.rs b/a.rs')
    .replace('+++ b/b.rs', '+++ b/a.rs');
}

/** What `git apply --unidiff-zero` makes of `before`. */
function appliedByGit(diff: string, before: string): string {
  writeFileSync(join(folder, 'a.rs'), before);
  writeFileSync(join(folder, 'x.diff'), diff);
  execFileSync('git', ['apply', '--unidiff-zero', 'x.diff'], { cwd: folder, stdio: 'pipe' });
  return readFileSync(join(folder, 'a.rs'), 'utf8');
}

/** Few different lines, so that many places look alike. */
const line = fc.constantFrom('}', '    }', '', '// SAFETY: live.', 'unsafe { f() };', 'g();', 'h();');
const lines = (minLength: number, maxLength: number) => fc.array(line, { minLength, maxLength });
const edit = fc.record({ at: fc.nat(40), remove: fc.nat(3), add: lines(0, 3) });
const text = (all: readonly string[], endsInNewline: boolean) =>
  all.length === 0 ? '' : all.join('\n') + (endsInNewline || all.at(-1) === '' ? '\n' : '');

/** Two texts, the second by a few edits of the first. */
const change = fc
  .tuple(lines(1, 40), fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())
  .map(([before, edits, ...newlines]) => {
    const after = [...before];
    for (const { at, remove, add } of edits) after.splice(at % (after.length + 1), remove, ...add);
    return { before: text(before, newlines[0] as boolean), after: text(after, newlines[1] as boolean) };
  })
  .filter(({ before, after }) => before !== after && before !== '' && after !== '');

test('with any context, and with none, a diff of git leads where `git apply --unidiff-zero` leads, and back', async () => {
  const options = fc.constantFrom(
    ['-U0'],
    ['-U1'],
    ['-U2'],
    ['-U3'],
    ['-U0', '--inter-hunk-context=2'],
    ['-U0', '--minimal'],
  );
  await fc.assert(
    fc.asyncProperty(change, options, async ({ before, after }, words) => {
      const diff = diffOf(before, after, ...words);
      // git apply itself goes wrong where a line that is changed without context has no newline
      const isWhole = before.endsWith('\n') && after.endsWith('\n');
      if (isWhole) expect(appliedByGit(diff, before)).toBe(after);
      const file = await fileOf(diff);
      expect(applyFilePatch(file, before)).toMatchObject({ kind: 'applied', after });
      expect(applyFilePatch(reverseFilePatch(file), after)).toMatchObject({ kind: 'applied', after: before });
    }),
    { numRuns: 120 },
  );
});

const BEFORE = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`);
const INSERTION = (index: string) =>
  `diff --git a/a.rs b/a.rs\n${index}--- a/a.rs\n+++ b/a.rs\n@@ -24,0 +25 @@ fn f() {\n+unsafe { g() };\n`;
const AFTER = [...BEFORE.slice(0, 24), 'unsafe { g() };\n', ...BEFORE.slice(24)].join('');

const refusal = (result: object) => failureText(result as Failure);

test('an insertion is behind the line that its header names, and its position is reported', async () => {
  const applied = applyFilePatch(await fileOf(INSERTION('')), BEFORE.join(''));
  expect(applied).toMatchObject({ kind: 'applied', after: AFTER, positions: [{ oldStart: 25, newStart: 25 }] });
});

test('a line to delete is looked for where the header says, and nowhere else', async () => {
  const deletion = await fileOf('--- a/a.rs\n+++ b/a.rs\n@@ -9 +8,0 @@\n-line 9\n');
  expect(applyFilePatch(deletion, BEFORE.join(''))).toMatchObject({
    after: BEFORE.filter((each) => each !== 'line 9\n').join(''),
    positions: [{ oldStart: 9, newStart: 9 }],
  });
  expect(refusal(applyFilePatch(deletion, `new\n${BEFORE.join('')}`))).toContain('line 9 is `line 8`, not `line 9`');
});

test('what the file is too short for is refused, and not put at its end', async () => {
  const short = BEFORE.slice(0, 20).join('');
  expect(refusal(applyFilePatch(await fileOf(INSERTION('')), short))).toMatch(
    /^a\.rs: the hunk for line 24 \(x\.patch:\d+\) does not apply: it has no context, and the file ends before line 24;/,
  );
});

test('an insertion goes into no other file than the one that the index line names', async () => {
  const named = diffOf(BEFORE.join(''), AFTER, '-U0', '--full-index');
  const file = await fileOf(named);
  expect(applyFilePatch(file, BEFORE.join(''))).toMatchObject({ kind: 'applied', after: AFTER });
  const other = ['new\n', ...BEFORE].join('');
  expect(refusal(applyFilePatch(file, other))).toContain(
    'it has no context, and the file differs from the one that the patch was made for',
  );
});

test('what deletes lines alone is not taken for applied because its reverse goes in anywhere', async () => {
  const deletion = await fileOf('--- a/a.rs\n+++ b/a.rs\n@@ -9 +8,0 @@\n-line 9\n');
  expect(refusal(applyFilePatch(deletion, BEFORE.join('').replace('line 9', 'line nine')))).toContain('does not apply');
  const named = await fileOf(diffOf(AFTER, BEFORE.join(''), '-U0'));
  expect(applyFilePatch(named, BEFORE.join(''))).toEqual({ kind: 'already-applied' });
});

test('beside hunks without context no other hunk may lie elsewhere', async () => {
  const mixed = await fileOf(
    '--- a/a.rs\n+++ b/a.rs\n@@ -3,3 +3,3 @@\n line 3\n-line 4\n+line four\n line 5\n@@ -24,0 +25 @@\n+unsafe { g() };\n',
  );
  expect(applyFilePatch(mixed, BEFORE.join(''))).toMatchObject({ kind: 'applied' });
  expect(refusal(applyFilePatch(mixed, `new\n${BEFORE.join('')}`))).toContain('line 3 is `line 2`, not `line 3`');
});

test('context on one side is enough to look elsewhere, as for `git apply`', async () => {
  const below = await fileOf('--- a/a.rs\n+++ b/a.rs\n@@ -9,2 +9,2 @@\n-line 9\n+line nine\n line 10\n');
  expect(applyFilePatch(below, `new\n${BEFORE.join('')}`)).toMatchObject({
    positions: [{ oldStart: 10, newStart: 10 }],
  });
  const above = await fileOf('--- a/a.rs\n+++ b/a.rs\n@@ -29,2 +29,2 @@\n line 29\n-line 30\n+line thirty\n');
  expect(applyFilePatch(above, `new\n${BEFORE.join('')}`)).toMatchObject({
    positions: [{ oldStart: 30, newStart: 30 }],
  });
  expect(refusal(applyFilePatch(above, `${BEFORE.join('')}new\n`))).toContain('it must match at the end of the file');
});
