/**
 * A series of real changes, as b4 gives it: each patch alone on standard input, in the repository. What differs between two
 * releases is cut into commits, two for each group of files, so that every second patch stands on the one before it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/program.ts';
import { gitInHistory, HISTORY } from './trees.ts';

const [BASE, END] = ['v7.2.13', 'v7.3.4'];
const GROUPS = 4;
const FILES_A_GROUP = 6;

let folder = '';
let repo = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-kernel-'));
  repo = join(folder, 'linux');
  execFileSync('git', ['clone', '--quiet', '--shared', '--no-checkout', HISTORY, repo]);
  git(['checkout', '--quiet', '-b', 'topic', BASE]);
  for (let group = 0; group < GROUPS; group++) commitGroup(FILES.slice(group * FILES_A_GROUP).slice(0, FILES_A_GROUP));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(args: readonly string[], input?: string): string {
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@ring.invalid'];
  return execFileSync('git', ['-C', repo, ...person, ...args], { encoding: 'utf8', input, maxBuffer: 2 ** 28 });
}

/** Files whose changes have to do with unsafe code. */
const FILES = gitInHistory('diff', '--name-only', '--no-renames', '--diff-filter=M', BASE, END, '--', '*.rs')
  .split('\n')
  .filter((path) => path !== '' && gitInHistory('diff', BASE, END, '--', path).includes('unsafe'));

/** The first half of the hunks of each file, then the rest. */
function commitGroup(files: readonly string[]): void {
  for (const file of files) {
    const [head = '', ...hunks] = gitInHistory('diff', '-U0', BASE, END, '--', file).split(/^(?=@@ )/m);
    const first = hunks.slice(0, Math.ceil(hunks.length / 2));
    git(['apply', '--unidiff-zero', '--recount', '-'], head + first.join(''));
  }
  git(['commit', '--quiet', '-am', `The first half of ${files[0]}`]);
  git(['checkout', '--quiet', END, '--', ...files]);
  git(['commit', '--quiet', '-am', `The rest of ${files[0]}`]);
}

const terse = (mail: string): readonly string[] => {
  const { out, err } = run(['review', '--format', 'terse', '-'], { cwd: repo, input: mail });
  expect(err).toBe('');
  // of a series each line ends with the commit that it belongs to
  return out
    .replaceAll(/ \(commit [0-9a-f]{12}\)$/gm, '')
    .split('\n')
    .filter((line) => line !== '');
};

test.each([['topic'], [BASE]])('each patch alone says what the whole series says, with %s checked out', (revision) => {
  git(['checkout', '--quiet', 'topic']);
  const commits = git(['rev-list', '--reverse', `${BASE}..topic`])
    .trim()
    .split('\n');
  const mails = commits.map((commit) => git(['format-patch', '--stdout', '-1', commit]));
  const whole = terse(mails.join(''));
  expect(whole.length).toBeGreaterThan(5);
  git(['checkout', '--quiet', revision]);
  expect([...new Set(mails.flatMap(terse))].toSorted()).toEqual([...new Set(whole)].toSorted());
});
