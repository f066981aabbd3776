/** Audits as a user runs them. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTY, git, ROOT, run, scratchForEach } from './program.ts';

const TREE = 'examples/ring-driver/tree';

const place = scratchForEach();

const json = (args: readonly string[], cwd = ROOT) =>
  JSON.parse(run(['audit', ...args, '--format', 'json'], { cwd }).out);

test('a clean tree: sites by layer, no finding, exit status 0', () => {
  const { status, out, err } = run(['audit', TREE]);
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/abstraction +2 +46 +2 +1 +1/);
  const { layers, complete } = json([TREE]);
  expect([complete, layers.abstraction.documented, layers.leaf.files]).toEqual([true, 3, 1]);
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

test('the census of a tree: modules, bindings and the C surface by name', () => {
  const { scope, tree, modules, bindings, cSurface, compared } = json([TREE]);
  expect([scope, tree.rustFiles, tree.abstractionModules, compared]).toEqual(['tree', 3, 1, null]);
  expect(modules.map(({ path, safeOnly }: { path: string; safeOnly: boolean }) => [path, safeOnly])).toEqual([
    ['drivers/ring/driver.rs', true],
    ['rust/kernel/ring.rs', false],
  ]);
  expect(cSurface.symbolsUsed).toBe(bindings.length);
  expect(json([`${TREE}/drivers`])).toMatchObject({ scope: 'part', tree: { rustFiles: 1 }, cSurface: { headers: 0 } });
});

test('without a kernel tree around, figures that need one are left out of the text', () => {
  writeFileSync(join(place.folder, 'a.rs'), FAULTY);
  const { out } = run(['audit', 'a.rs'], { cwd: place.folder });
  expect(out).toMatch(/^1 Rust file, 3 lines/);
  expect(out).not.toMatch(/rust\/kernel|C surface|C bindings/);
  expect(json(['a.rs'], place.folder)).toMatchObject({ scope: 'other', modules: [{ path: 'a.rs', root: 'a.rs' }] });
});

test('growth since a revision, and against the folder of another tree', () => {
  const repo = join(place.folder, 'repo');
  cpSync(join(ROOT, TREE), repo, { recursive: true });
  git(repo, 'init', '-q');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'A tree');
  const old = join(place.folder, 'old');
  cpSync(join(ROOT, TREE), old, { recursive: true });
  writeFileSync(join(repo, 'drivers/fault.rs'), FAULTY);
  writeFileSync(join(repo, 'drivers/ring/driver.rs'), FAULTY);
  const byRevision = json(['.', '--compare', 'HEAD'], repo).compared;
  const byFolder = json(['.', '--compare', '../old'], repo).compared;
  expect(byRevision).toEqual({ ...byFolder, name: 'HEAD', revision: git(repo, 'rev-parse', 'HEAD').trim() });
  expect(byFolder).toMatchObject({
    name: '../old',
    revision: null,
    complete: true,
    tree: { before: { rustFiles: 3 }, difference: { rustFiles: 1, unsafeWords: 2 } },
    layers: { leaf: { difference: { sites: { block: 2 } } } },
    modules: { came: ['drivers/fault.rs'], went: [], becameSafe: [], ceasedSafe: ['drivers/ring/driver.rs'] },
    findings: { before: { error: 0 }, difference: { error: 2 } },
  });
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'Faults');
  const revisions = json(['--repo', repo, '--rev', 'HEAD', '--compare', 'HEAD~']).compared;
  expect({ ...revisions, name: '', revision: null }).toEqual({ ...byFolder, name: '' });
  // a part of the tree is compared with the same part
  expect(json(['drivers/ring', '--compare', '../old'], repo).compared.tree.difference.rustFiles).toBe(0);
});

test.each([
  ['no-such-revision', 'no-such-revision'],
  ['../empty', 'is not a kernel tree with Rust'],
])('a comparison with %s is refused', (other, words) => {
  cpSync(join(ROOT, TREE), join(place.folder, 'tree'), { recursive: true });
  git(join(place.folder, 'tree'), 'init', '-q');
  mkdirSync(join(place.folder, 'empty'));
  const { status, out, err } = run(['audit', '--compare', other], { cwd: join(place.folder, 'tree') });
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(words);
});
