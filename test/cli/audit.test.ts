/** Audits as a user runs them. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, ROOT, run, scratch } from './program.ts';

const TREE = 'examples/ring-driver/tree';
const FAULTY = 'fn f(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

const json = (args: readonly string[], cwd = ROOT) =>
  JSON.parse(run(['audit', ...args, '--format', 'json'], { cwd }).out);

test('a clean tree: sites by layer, no finding, exit status 0', () => {
  const { status, out, err } = run(['audit', TREE]);
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/abstraction +2 +46 +2 +1 +1/);
  const { layers, complete } = json([TREE]);
  expect([complete, layers.abstraction.documented, layers.leaf.files]).toEqual([true, 3, 1]);
});

test('paths are printed from the current folder; layers come from the kernel tree around the file', () => {
  const tree = join(place.folder, 'tree');
  cpSync(join(ROOT, TREE), tree, { recursive: true });
  writeFileSync(join(tree, 'rust/kernel/fault.rs'), FAULTY);
  const found = json(['../rust/kernel/fault.rs'], join(tree, 'drivers')).findings[0];
  expect([found.path, found.layer, found.line, found.standing]).toEqual([
    '../rust/kernel/fault.rs',
    'abstraction',
    2,
    'unchanged',
  ]);
});

test('outside a kernel tree everything is leaf code, whatever it is called', () => {
  mkdirSync(join(place.folder, 'rust/kernel'), { recursive: true });
  writeFileSync(join(place.folder, 'rust/kernel/fault.rs'), FAULTY);
  expect(json(['.'], place.folder).findings[0].layer).toBe('leaf');
  expect(run(['audit', '--fail-on', 'error'], { cwd: place.folder }).status).toBe(1);
});

test('a baseline leaves only what is new, also after lines moved', () => {
  writeFileSync(join(place.folder, 'a.rs'), FAULTY);
  const baseline = join(place.folder, 'baseline.json');
  run(['audit', '--format', 'json', '--output', baseline], { cwd: place.folder });
  writeFileSync(join(place.folder, 'a.rs'), `// A line more.\n\n${FAULTY}\n${FAULTY.replace('fn f', 'fn g')}`);
  const found = json(['--baseline', baseline], place.folder).findings;
  expect(found.map(({ item, line }: { item: string; line: number }) => [item, line])).toEqual([['g', 8]]);
});

test('a revision of a repository reads as its work tree does', () => {
  const repo = join(place.folder, 'repo');
  cpSync(join(ROOT, TREE), repo, { recursive: true });
  writeFileSync(join(repo, 'drivers/fault.rs'), FAULTY);
  git(repo, 'init', '-q');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'A tree');
  const [byRevision, byTree] = [json(['--rev', 'HEAD', '--repo', repo]), json(['.'], repo)];
  expect({ ...byRevision, revision: null }).toEqual(byTree);
  expect(byRevision.revision).toBe(git(repo, 'rev-parse', 'HEAD').trim());
});

test('a file that cannot be read is named, and the audit is incomplete', () => {
  writeFileSync(join(place.folder, 'a.rs'), FAULTY);
  writeFileSync(join(place.folder, 'huge.rs'), Buffer.alloc(33 * 1024 * 1024, 0x20));
  const { status, out } = run(['audit'], { cwd: place.folder });
  expect([status, out]).toEqual([3, expect.stringContaining('huge.rs')]);
  expect(run(['audit', '--allow-incomplete'], { cwd: place.folder }).status).toBe(0);
});
