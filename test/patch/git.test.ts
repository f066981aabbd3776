/** What git itself writes, in many forms, reads as git means it and applies to git's own blobs. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyFilePatch } from '../../src/patch/apply.ts';
import type { FilePatch } from '../../src/patch/patch.ts';
import { reverseFilePatch } from '../../src/patch/reverse.ts';
import { filesOf, seriesOf } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'patch-'));

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada Kernel',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Kernel',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

function git(...words: readonly string[]): Buffer {
  return execFileSync('git', words, { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const ODD_NAMES = [
  ...['plain.rs', 'with space.rs', 'quote".rs', 'back\\slash.rs', 'tab\there.rs', 'line\nbreak.rs', 'café €.rs'],
  ...['x b/y.rs', 'deep b/x b/z.rs', ' leading.rs', 'trailing ', 'dev/null', "it's.rs", '-- dash.rs', 'bell\x07.rs'],
];
/** With `--no-prefix` these look as if they had one. */
const NAMES_LIKE_PREFIXES = ['a/b/c.rs', 'b/inner.rs', 'w/x.rs'];

function source(name: string, lines = 40): string {
  return Array.from({ length: lines }, (_, index) => `// ${name.codePointAt(0)} line ${index}\n`).join('');
}

function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', `--message=${message}`);
  return git('rev-parse', 'HEAD').toString().trim();
}

let before = '';
let after = '';

beforeAll(() => {
  git('init', '--quiet');
  for (const name of [...ODD_NAMES, ...NAMES_LIKE_PREFIXES]) write(name, source(name));
  write('moved.rs', source('moved'));
  write('moved and changed.rs', source('changed'));
  write('gone.rs', source('gone'));
  write('gone and empty.rs', '');
  write('mode b/mode.sh', 'true\n');
  write('mode changed.sh', source('mode'));
  write('data.bin', Uint8Array.of(0, 1, 2, 3));
  write('no newline.rs', 'fn a() {}\nfn b() {}');
  write('newline.rs', 'fn a() {}\nfn b() {}\n');
  write('crlf.rs', source('crlf').replaceAll('\n', '\r\n'));
  write('latin.rs', Buffer.from(source('é').replace('line 3', 'caf\xe9'), 'latin1'));
  write('separators.rs', 'a\u2028b\u0085c\fd\ve\rf\n--- a/x\n+++ b/x\n-- \n@@ -1 +1 @@\n');
  before = commit('first');
  for (const name of [...ODD_NAMES, ...NAMES_LIKE_PREFIXES]) {
    write(name, source(name).replace('line 3\n', 'new 3\nnew 4\n').replace('line 35\n', 'new 35\n'));
  }
  renameSync(join(folder, 'moved.rs'), join(folder, 'moved to ü.rs'));
  renameSync(join(folder, 'moved and changed.rs'), join(folder, 'x b/changed.rs'));
  write('x b/changed.rs', source('changed').replace('line 9\n', 'unsafe\n'));
  write('copy.rs', source('plain.rs').replace('line 20\n', 'copied\n'));
  rmSync(join(folder, 'gone.rs'));
  rmSync(join(folder, 'gone and empty.rs'));
  write('new.rs', source('new'));
  write('new and empty.rs', '');
  write('new without newline.rs', 'fn a() {}');
  write('new.bin', Uint8Array.of(9, 0, 9));
  for (const name of ['mode b/mode.sh', 'mode changed.sh']) chmodSync(join(folder, name), 0o755);
  write('mode changed.sh', source('mode').replace('line 9\n', ''));
  write('data.bin', Uint8Array.of(0, 1, 2, 4, 5));
  write('no newline.rs', 'fn a() {}\nfn c() {}\n');
  write('newline.rs', 'fn a() {}\nfn c() {}');
  write('crlf.rs', source('crlf').replace('line 9\n', 'line nine\n').replaceAll('\n', '\r\n'));
  write('latin.rs', Buffer.from(source('é').replace('line 3', 'na\xefve'), 'latin1'));
  write('separators.rs', 'a\u2028b\u0085c\fd\ve\rg\n-- a/x\n++ b/x\n-- \n@@ -1 +1 @@\n');
  after = commit('gpu: ring: naïve €\n\nAs in\n\n    diff --git a/x b/x\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Path, or old and new path, of each file, as git tells them without any quoting; with counts of lines where told. */
function toldByGit(...words: readonly string[]): readonly string[] {
  const fields = git('diff', '-z', '--numstat', ...words, before, after)
    .toString()
    .split('\0');
  const told: string[] = [];
  for (let at = 0; at < fields.length - 1; at++) {
    const [added, deleted, path] = (fields[at] ?? '')
      .split('\t', 2)
      .concat(fields[at]?.split('\t').slice(2).join('\t') ?? '');
    const paths = path === '' ? [fields[++at], fields[++at]] : [path, path];
    told.push([added, deleted, ...paths].join('|'));
  }
  return told;
}

function toldByReading(files: readonly FilePatch[]): readonly string[] {
  return files.map((file) => {
    const lines = file.hunks.flatMap(({ lines }) => lines);
    const count = (wanted: string) => (file.binary ? '-' : lines.filter(({ kind }) => kind === wanted).length);
    const path = file.after ?? file.before;
    return [count('add'), count('delete'), file.before ?? path, path].join('|');
  });
}

const blobs = new Map<string, string>();

function blob(commitId: string, path: string | null): string | null {
  if (path === null) return null;
  const name = `${commitId}:${path}`;
  const text = blobs.get(name) ?? git('show', name).toString();
  blobs.set(name, text);
  return text;
}

function expectToApply(files: readonly FilePatch[]): void {
  for (const file of files.filter(({ binary }) => !binary)) {
    const [old, now] = [blob(before, file.before), blob(after, file.after)];
    expect([file.after, applyFilePatch(file, old)]).toMatchObject([file.after, { kind: 'applied', after: now }]);
    const undone = applyFilePatch(reverseFilePatch(file), now);
    if (file.change !== 'copy')
      expect([file.after, undone]).toMatchObject([file.after, { kind: 'applied', after: old }]);
  }
}

describe('`git diff` reads as `git diff --numstat` says, and applies', () => {
  test.each([
    ['as it is'],
    ['with renames', '-M'],
    ['with copies', '-C', '--find-copies-harder'],
    ['without renames', '--no-renames'],
    ['with binary patches', '--binary'],
    ['with full ids', '--full-index'],
    ['with one line of context', '-U1'],
    ['with whole files', '-U1000', '-W'],
    ['with rewrites', '-B1%/1%'],
    ['with patience', '--patience', '--inter-hunk-context=9'],
    ['with other prefixes', '--src-prefix=old tree/', '--dst-prefix=new/'],
    ['without prefixes', '--no-prefix', '--', '.', ':!a', ':!b', ':!w'],
  ])('%s', async (_, ...words) => {
    const split = words.indexOf('--');
    const [options, paths] = split === -1 ? [words, []] : [words.slice(0, split), words.slice(split)];
    const files = await filesOf(git('diff', ...options, before, after, ...paths));
    const told = toldByGit(...options.filter((word) => !/^-U|^--binary/.test(word)));
    const isWanted = (line: string) => paths.length === 0 || !/\|[abw]\/[^|]*$/.test(line);
    expect(toldByReading(files)).toEqual(told.filter(isWanted));
    expectToApply(files);
  });

  test.each([
    ['core.quotePath=false', 'diff.mnemonicPrefix=true'],
    ['core.quotePath=true', 'diff.mnemonicPrefix=true'],
    ['core.abbrev=40', 'diff.renames=copies'],
  ])('with %s and %s', async (...settings) => {
    const configured = settings.flatMap((setting) => ['-c', setting]);
    const files = await filesOf(git(...configured, 'diff', before, after));
    expect(new Set(files.map((file) => file.after ?? file.before))).toContain('café €.rs');
    expectToApply(files);
  });

  test('with modes', async () => {
    const files = await filesOf(git('diff', before, after));
    const modes = Object.fromEntries(files.map((file) => [file.after, `${file.oldMode} ${file.newMode}`]));
    expect(modes).toMatchObject({
      'mode b/mode.sh': '100644 100755',
      'mode changed.sh': '100644 100755',
      'new.rs': 'null 100644',
      'plain.rs': '100644 100644',
    });
  });

  test('and `git apply` reads the same', async () => {
    const diff = git('diff', '--binary', '-M', before, after);
    writeFileSync(join(folder, '.git', 'x.diff'), diff);
    const told = git('apply', '--numstat', '-z', '.git/x.diff').toString().split('\0').slice(0, -1);
    const files = await filesOf(diff);
    expect(files.map((file) => file.after ?? file.before)).toEqual(
      told.map((each) => each.split('\t').slice(2).join('\t')),
    );
  });
});

describe('`git format-patch` gives the commit, its subject and the same files', () => {
  test.each([
    ['as it is'],
    ['with an attachment', '--attach'],
    ['with an inline part', '--inline'],
    ['with a thread and a cover letter', '--thread', '--cover-letter'],
    ['without the commit', '--zero-commit', '--thread'],
    ['without a diffstat', '--no-stat', '--no-signature'],
    ['with a base', '--base=HEAD~1'],
    ['for mboxrd', '--pretty=mboxrd'],
    ['numbered and versioned', '-n', '-v3'],
  ])('%s', async (_, ...options) => {
    const { patches } = await seriesOf(git('format-patch', '--stdout', '-1', '--binary', ...options, after));
    expect(patches).toHaveLength(1);
    expect(patches[0]?.subject).toBe('gpu: ring: naïve €');
    if (!options.includes('--zero-commit')) expect(patches[0]?.id).toBe(after);
    expect(toldByReading(patches[0]?.files ?? [])).toEqual(toldByGit('-M'));
    if (!options.includes('--attach') && !options.includes('--inline')) expectToApply(patches[0]?.files ?? []);
  });
});
