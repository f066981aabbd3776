/** `review --base REV`: the commits of this branch. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, run, scratch } from './program.ts';

const BLOCK = 'fn id(ring: *mut u32) -> u32 {\n    unsafe { *ring }\n}\n';

let place: ReturnType<typeof scratch>;
let repo: string;

beforeAll(() => {
  place = scratch();
  repo = place.folder;
  const commit = (file: string, text: string) => {
    writeFileSync(join(repo, file), text);
    git(repo, 'add', '-A');
    git(repo, 'commit', '-qm', `Write ${file}`);
  };
  git(repo, 'init', '-q');
  commit('a.rs', 'fn a() {}\n');
  git(repo, 'checkout', '-qb', 'topic');
  commit('b.rs', BLOCK);
  commit('c.rs', BLOCK.replace('id', 'other'));
});
afterAll(() => place.remove());

test('is the same as the range REV..HEAD', () => {
  const byBase = run(['review', '--base', 'main', '--format', 'json'], { cwd: repo });
  expect(byBase).toMatchObject({ status: 1, err: '' });
  expect(JSON.parse(byBase.out).patches).toHaveLength(2);
  expect(byBase.out).toBe(run(['review', 'main..HEAD', '--format', 'json'], { cwd: repo }).out);
  expect(run(['review', '--base=main', '--repo', repo, '--format', 'json']).out).toBe(byBase.out);
});

test.each(['HEAD', 'topic'])('without a commit beyond %s there is nothing to do, which is a success', (base) => {
  const { status, out, err } = run(['review', '--base', base], { cwd: repo });
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain(`note: HEAD has no commits beyond \`${base}\``);
  expect(out).toMatch(/nothing to audit\n$/);
  expect(run(['review', '--base', base, '--format', 'terse'], { cwd: repo })).toEqual({ status: 0, out: '', err: '' });
});

test.each([
  [['--base', 'mian'], '--base: there is no commit `mian`, did you mean `main`'],
  [['--base', 'main', 'a.rs'], '--base: cannot be combined with INPUT, and a.rs is one; use only one of them'],
  [['--base', 'main', 'topic'], '--base: cannot be combined with INPUT, and topic is one'],
  [['--base', 'main', '--staged'], '--base: cannot be combined with --staged'],
  [['--base', 'main', '--tree', '.'], '--base: cannot be combined with --tree'],
  [['--base', 'main', 'linux/linux#12'], '--base: cannot be combined with a pull request'],
  [['--base', 'main..topic'], '--base main..topic: is a range; write it as kernel-rust-audit review main..topic'],
  [['--base', '--full'], '--base is followed by the option `--full`'],
  [['topc'], 'there is no commit `topc`, did you mean `topic`'],
  [['main..topc'], 'did you mean `topic`'],
])('review %j is a mistake', (args, words) => {
  const { status, out, err } = run(['review', ...args], { cwd: repo });
  expect([status, out, err.split('\n').length]).toEqual([2, '', 2]);
  expect(err).toContain(words);
});
