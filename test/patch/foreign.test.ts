/** What is no unified diff is refused by its name, with the command that gives a good one; what only looks so is read. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf, fileOf, filesOf, mail, RING_DIFF, readAll, seriesOf } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
const ENVIRONMENT = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

function run(program: string, ...words: readonly string[]): string {
  return spawnSync(program, words, { cwd: folder, env: ENVIRONMENT, encoding: 'utf8' }).stdout;
}
function git(...words: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
    cwd: folder,
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
}
function commit(message: string, text: string): void {
  writeFileSync(join(folder, 'ring.rs'), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

const BEFORE = `fn head(ring: &Ring) -> u32 {\n    ring.head\n}\n\n${'// a line that stays\n'.repeat(9)}fn tail(ring: &Ring) -> u32 {\n    ring.tail\n}\n`;
const AFTER = BEFORE.replace('    ring.head', '    unsafe { *ring.head }').replace('tail\n}', 'tail + 1\n}');

beforeAll(() => {
  git('init', '--quiet', '--initial-branch=main');
  commit('one', BEFORE);
  git('branch', 'side');
  commit('two', AFTER);
  writeFileSync(join(folder, 'old.rs'), BEFORE);
  writeFileSync(join(folder, 'new.rs'), AFTER);
});
afterAll(() => rmSync(folder, { recursive: true }));

const PLAIN = ['diff', 'HEAD~1', 'HEAD'];

test('what git itself calls a diff is read', async () => {
  expect(await filesOf(git(...PLAIN))).toHaveLength(1);
  expect(await filesOf(git(...PLAIN, '--no-prefix'))).toHaveLength(1);
});

describe('what git and diff write in other forms', () => {
  test.each<[string, () => string, RegExp]>([
    ['in colour', () => git(...PLAIN, '--color=always'), /the diff is coloured.*`git diff --no-color`/],
    [
      'in colour but for its heads',
      () => git('-c', 'color.diff.meta=normal', '-c', 'color.diff.frag=normal', ...PLAIN, '--color=always'),
      /the diff is coloured/,
    ],
    ['by words', () => git(...PLAIN, '--word-diff'), /shows words, not lines \(`--word-diff`\).*without `--word-diff`/],
    ['by words for programs', () => git(...PLAIN, '--word-diff=porcelain'), /`--word-diff=porcelain`/],
    ['by words in colour', () => git(...PLAIN, '--word-diff=color', '--color=always'), /the diff is coloured/],
    ['as a table', () => git(...PLAIN, '--stat'), /only lists the changed files/],
    ['as numbers', () => git(...PLAIN, '--numstat'), /only lists the changed files/],
    ['as names', () => git(...PLAIN, '--name-status'), /only lists the changed files/],
    ['as ids', () => git(...PLAIN, '--raw'), /only lists the changed files/],
    ['beside a graph', () => git('log', '-p', '--graph', '-1'), /next to a history graph.*omit `--graph`/],
    ['between two series', () => git('range-diff', 'HEAD~1..HEAD', 'side~0..HEAD'), /`git range-diff`/],
    ['of several commits', () => git('log', '-p'), /several commits in the form of `git log`/],
    ['with context of old', () => run('diff', '-c', 'old.rs', 'new.rs'), /a context diff \(`diff -c`\)/],
    ['without options', () => run('diff', 'old.rs', 'new.rs'), /`diff` without options/],
    ['for an editor', () => run('diff', '-e', 'old.rs', 'new.rs'), /an editor script/],
    ['for RCS', () => run('diff', '-n', 'old.rs', 'new.rs'), /an editor script/],
    ['in columns', () => run('diff', '-y', 'old.rs', 'new.rs'), /both sides in two columns \(`diff -y`\)/],
    [
      'that was answered',
      () => git(...PLAIN).replace(/^/gm, '> '),
      /the diff is quoted, as in a reply to a mail.*pass the original mail/,
    ],
    ['that was answered twice', () => git(...PLAIN).replace(/^/gm, '>> '), /the diff is quoted/],
    ['as a page', () => '<!DOCTYPE html>\n<html><body><p>ring</p></body></html>\n', /this is a web page/],
  ])('%s', async (_, make, words) => {
    const text = make();
    expect(text).not.toBe('');
    expect(await failureOf(text)).toMatch(words);
  });
});

test('a deletion and a rewrite whose old lines are left out', async () => {
  git('mv', 'ring.rs', 'gone.rs');
  git('commit', '--quiet', '--all', '--message', 'three');
  const deletion = git('diff', '--no-renames', '-D', 'HEAD~1', 'HEAD');
  expect(await failureOf(deletion)).toMatch(/deleted lines are missing.*without `-D`/);
  const rewrite = `diff --git a/x.rs b/x.rs\ndissimilarity index 99%\nindex 1111111..2222222\n--- a/x.rs\n+++ b/x.rs\n@@ -?,? +1,1 @@\n+fn x() {}\n`;
  expect(await failureOf(rewrite)).toMatch(/^x\.patch:6: deleted lines are missing/);
  const empty = 'diff --git a/n b/n\ndeleted file mode 100644\nindex e69de29..0000000\n';
  expect((await fileOf(empty)).after).toBeNull();
});

test('what git and people make of merges', async () => {
  const head = 'diff --git a/x.rs b/x.rs\n';
  const remerge = `${head}remerge CONFLICT (content): Merge conflict in x.rs\nindex 1111111..2222222 100644\n--- a/x.rs\n+++ b/x.rs\n@@ -1,5 +1 @@\n-<<<<<<< 1\n-a\n-=======\n-b\n->>>>>>> 2\n+c\n`;
  expect(await failureOf(remerge)).toMatch(/`--remerge-diff`.*kernel-rust-audit review COMMIT/);
  const merged = RING_DIFF.replace('         unsafe', '<<<<<<< HEAD\n         unsafe').concat(
    '=======\n>>>>>>> topic\n',
  );
  expect(await failureOf(merged)).toMatch(/contains conflict markers/);
  const interdiff = 'unchanged:\n--- a/x.rs\n+++ b/x.rs\n@@ -1 +1 @@\n-a\nonly in patch2:\n';
  expect(await failureOf(interdiff)).toMatch(/compares two patches/);
});

describe('code that is escaped as in a page', () => {
  const escaped = RING_DIFF.replaceAll('&', '&amp;').replaceAll('>', '&gt;');
  test('is refused', async () => {
    expect(await failureOf(escaped)).toMatch(/^x\.patch:5: the code is escaped.*save the raw patch/);
  });
  test('but code that speaks of such text is read', async () => {
    const line = RING_DIFF.replace('// SAFETY', 'out.push_str("&gt;"); // SAFETY');
    expect(await filesOf(line)).toHaveLength(1);
    expect(await filesOf(escaped.replaceAll('.rs', '.html'))).toHaveLength(1);
  });
});

test('a good patch is read whatever its message, its code and the letters around it look like', async () => {
  const odd = [
    '> diff --git a/x b/x\n> @@ -1 +1 @@\n',
    '1:  1234567 ! 1:  89abcde gpu: ring\n',
    '***************\n',
    '3,4c5\n',
    ' x.rs | 2 +-\n',
    '\u001b[31mred\u001b[m\n',
  ].join('');
  const diff = RING_DIFF.replace(/\+ +\/\/ SAFETY.*\n/, '+        let a = "[-x-] {+y+}"; // <<<<<<< &lt;\n');
  const { patches } = await seriesOf(mail({ message: odd, diff }));
  expect(patches[0]?.files).toHaveLength(1);
  const both = await readAll({ 'a.eml': mail({ subject: 'Thoughts', diff: odd }), 'b.eml': mail() });
  expect(both).toMatchObject({ patches: [{ subject: 'gpu: ring: say why' }] });
});

test('a damaged patch is still named as damaged', async () => {
  expect(await failureOf(RING_DIFF.replace('-10,3', '-10,4'))).toMatch(/the hunk header promises 4 old/);
});

test('a damaged hunk behind a summary is called damaged', async () => {
  const text = [
    'From: Dev Eloper <dev@example.org>',
    'Subject: [PATCH] ring: write',
    '',
    'A text.',
    '---',
    ' drivers/ring/ring.rs | 1 +',
    ' 1 file changed, 1 insertion(+)',
    '',
    'diff --git a/drivers/ring/ring.rs b/drivers/ring/ring.rs',
    'index 91f6ab8..2038037 100644',
    '--- a/drivers/ring/ring.rs',
    '+++ b/drivers/ring/ring.rs',
    '@@ -1,3 +1,4 @@',
    ' a',
    '+b',
    '',
  ].join('\n');
  expect(await failureOf(text)).toContain('the hunk header promises 3 old and 4 new lines');
});
