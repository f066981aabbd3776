/** Where an audit's paths begin, and what it reads: from every folder, with and without a kernel tree or a repository around. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTY, git, ROOT, run, scratchForEach } from './program.ts';

const TREE = 'examples/ring-driver/tree';

const place = scratchForEach();

interface Json {
  readonly scope: string;
  readonly revision: string | null;
  readonly findings: readonly { readonly path: string; readonly layer: string }[];
  readonly modules: readonly { readonly path: string; readonly root: string }[];
  readonly compared: { readonly tree: { readonly difference: Readonly<Record<string, number>> } };
  readonly tree: Readonly<Record<string, number>>;
}

const json = (args: readonly string[], cwd: string): Json =>
  JSON.parse(run(['audit', ...args, '--format', 'json'], { cwd }).out);

const paths = ({ findings }: Json): readonly string[] => findings.map(({ path }) => path);

/** A copy of the example's tree with a fault in a driver and in an abstraction. */
function kernelTree(folder: string): string {
  cpSync(join(ROOT, TREE), folder, { recursive: true });
  writeFileSync(join(folder, 'drivers/fault.rs'), FAULTY);
  writeFileSync(join(folder, 'rust/kernel/fault.rs'), FAULTY);
  return folder;
}

function committed(folder: string): string {
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'All');
  return folder;
}

test('in a kernel tree all paths begin at its root, from whichever folder', () => {
  const tree = kernelTree(join(place.folder, 'tree'));
  const expected = ['drivers/fault.rs', 'rust/kernel/fault.rs', 'rust/kernel/ring.rs'];
  expect(paths(json(['.'], tree)).toSorted()).toEqual(expected);
  for (const [args, cwd] of [
    [['tree'], place.folder],
    [['..'], join(tree, 'drivers')],
    [[tree], ROOT],
  ] as const)
    expect(json(args, cwd)).toEqual(json(['.'], tree));
  const file = json(['../rust/kernel/fault.rs'], join(tree, 'drivers'));
  expect(file).toMatchObject({ scope: 'part', findings: [{ path: 'rust/kernel/fault.rs', layer: 'abstraction' }] });
  expect(paths(json([], join(tree, 'drivers')))).toEqual(['drivers/fault.rs']);
});

test('elsewhere they begin at the top of the git work tree, or at the folder that is named', () => {
  const folder = join(place.folder, 'module');
  mkdirSync(join(folder, 'src/parts'), { recursive: true });
  writeFileSync(join(folder, 'src/parts/a.rs'), FAULTY);
  const plain = json(['src'], folder);
  expect(plain).toMatchObject({
    scope: 'other',
    findings: [{ path: 'parts/a.rs' }],
    modules: [{ path: 'parts/a.rs' }],
  });
  committed(folder);
  const inRepository = json(['src'], folder);
  expect(inRepository).toMatchObject({ scope: 'other', modules: [{ path: 'src/parts/a.rs', root: 'src/parts/a.rs' }] });
  expect(paths(inRepository)).toEqual(['src/parts/a.rs']);
  expect(json(['.'], join(folder, 'src/parts'))).toEqual(inRepository);
  expect(json(['--rev', 'HEAD', 'a.rs'], join(folder, 'src/parts'))).toMatchObject({
    findings: [{ path: 'src/parts/a.rs' }],
  });
});

test('one screen has one root, which is said once where it is not the current folder', () => {
  const tree = kernelTree(join(place.folder, 'tree'));
  for (const full of [[], ['--full']]) {
    const { out } = run(['audit', '../rust', ...full], { cwd: join(tree, 'drivers') });
    expect(out.split('\n').filter((line) => line.startsWith('paths are relative to '))).toEqual([
      `paths are relative to ${tree}`,
    ]);
    expect(out).not.toContain('../');
    expect(run(['audit', ...full], { cwd: tree }).out).not.toContain('paths are relative');
  }
});

test('SARIF names the same paths below its root', () => {
  const tree = kernelTree(join(place.folder, 'tree'));
  const { out } = run(['audit', '.', '--format', 'sarif'], { cwd: join(tree, 'drivers') });
  const [{ results }] = JSON.parse(out).runs;
  const [{ physicalLocation }] = results[0].locations;
  expect(physicalLocation.artifactLocation).toEqual({ uri: 'drivers/fault.rs', uriBaseId: '%SRCROOT%' });
});

test('a baseline holds from another folder', () => {
  const tree = kernelTree(join(place.folder, 'tree'));
  const baseline = join(place.folder, 'baseline.json');
  run(['audit', tree, '--format', 'json', '--output', baseline]);
  expect(paths(json(['.', '--baseline', baseline], join(tree, 'drivers')))).toEqual([]);
  const folder = join(place.folder, 'module');
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'src/a.rs'), FAULTY);
  committed(folder);
  run(['audit', '--format', 'json', '--output', baseline], { cwd: folder });
  expect(paths(json(['--baseline', baseline], join(folder, 'src')))).toEqual([]);
});

test('--repo without a path is what is audited, and compared', () => {
  const repo = committed(kernelTree(join(place.folder, 'repo')));
  writeFileSync(join(repo, 'drivers/more.rs'), FAULTY);
  mkdirSync(join(place.folder, 'elsewhere'));
  const found = json(['--compare', 'HEAD', '--repo', repo], join(place.folder, 'elsewhere'));
  expect(found).toMatchObject({ scope: 'tree', compared: { tree: { difference: { rustFiles: 1 } } } });
  expect(paths(found)).toContain('drivers/more.rs');
  const bare = join(place.folder, 'bare');
  git(place.folder, 'clone', '-q', '--bare', repo, bare);
  expect(run(['audit', '--repo', bare])).toMatchObject({ status: 2, err: expect.stringContaining('--rev') });
  expect(json(['--repo', bare, '--rev', 'HEAD'], place.folder).findings).toHaveLength(3);
  expect(paths(json(['drivers', '--repo', bare, '--rev', 'HEAD'], place.folder))).toEqual(['drivers/fault.rs']);
});

test('a path with --rev is that place in the repository around it', () => {
  const repo = committed(kernelTree(join(place.folder, 'repo')));
  git(repo, 'rm', '-q', 'drivers/fault.rs');
  git(repo, 'tag', 'then', 'HEAD');
  git(repo, 'commit', '-qm', 'Without');
  const expected = ['drivers/fault.rs'];
  expect(paths(json([join(repo, 'drivers'), '--rev', 'then'], place.folder))).toEqual(expected);
  expect(paths(json(['repo/drivers', '--rev', 'then'], place.folder))).toEqual(expected);
  expect(paths(json(['fault.rs', '--rev', 'then'], join(repo, 'drivers')))).toEqual(expected);
  expect(paths(json(['--rev', 'then'], join(repo, 'drivers')))).toEqual(expected);
  expect(paths(json(['drivers', '--rev', 'then', '--repo', 'repo'], place.folder))).toEqual(expected);
  expect(json(['..', '--rev', 'then'], join(repo, 'drivers'))).toMatchObject({ scope: 'tree' });
  // by a link it is the same place
  symlinkSync(join(repo, 'drivers'), join(place.folder, 'link'));
  expect(paths(json(['link', '--rev', 'then'], place.folder))).toEqual(expected);
  expect(run(['audit', 'fault.rs', '--rev', 'HEAD'], { cwd: join(repo, 'drivers') }).status).toBe(2);
  const other = committed(kernelTree(join(place.folder, 'other')));
  expect(run(['audit', 'repo', other, '--rev', 'then'], { cwd: place.folder })).toMatchObject({
    status: 2,
    err: expect.stringContaining('is not in the repository'),
  });
});

test('a kernel tree below the top of a repository is one in its revisions as well', () => {
  const repo = join(place.folder, 'repo');
  const tree = kernelTree(join(repo, 'linux'));
  committed(repo);
  const now = json(['linux/drivers'], repo);
  expect(now).toMatchObject({ scope: 'part', findings: [{ path: 'drivers/fault.rs' }] });
  const { revision, ...then } = json(['linux/drivers', '--rev', 'HEAD'], repo);
  expect(then).toEqual({ ...now, revision: undefined });
  expect(revision).toBe(git(repo, 'rev-parse', 'HEAD').trim());
  expect(run(['audit', '.', '--rev', 'HEAD'], { cwd: tree }).out).toContain('paths are relative to linux in');
  writeFileSync(join(tree, 'drivers/more.rs'), FAULTY);
  expect(json(['linux', '--compare', 'HEAD'], repo).compared.tree.difference).toMatchObject({ rustFiles: 1 });
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'More');
  const revisions = json(['linux', '--rev', 'HEAD', '--compare', 'HEAD~'], repo);
  expect(revisions.compared.tree.difference).toMatchObject({ rustFiles: 1 });
});

test('folders that are no kernel trees are compared the one in the place of the other', () => {
  for (const [name, text] of [
    ['old', FAULTY],
    ['new', FAULTY + FAULTY.replace('fn f', 'fn g')],
  ] as const) {
    mkdirSync(join(place.folder, name, 'src'), { recursive: true });
    writeFileSync(join(place.folder, name, 'src/a.rs'), text);
  }
  const compare = () => json(['new', '--compare', 'old'], place.folder).compared.tree.difference;
  const outside = compare();
  expect(outside).toMatchObject({ rustFiles: 0, unsafeWords: 1 });
  committed(place.folder);
  expect(compare()).toEqual(outside);
});

test('no Rust is nothing to do, and no fault; what is not there is one', () => {
  const docs = join(place.folder, 'docs');
  mkdirSync(docs);
  writeFileSync(join(docs, 'README'), 'Text.\n');
  committed(place.folder);
  for (const call of [['docs'], ['.'], ['.', '--rev', 'HEAD'], ['docs', '--rev', 'HEAD']]) {
    const { status, out, err } = run(['audit', ...call], { cwd: place.folder });
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('nothing to audit');
    expect(run(['audit', ...call, '--format', 'terse'], { cwd: place.folder })).toEqual({
      status: 0,
      out: '',
      err: '',
    });
  }
  expect(json(['docs'], place.folder).tree).toMatchObject({ rustFiles: 0 });
  for (const call of [['docs/README'], ['doc'], ['docs/README', '--rev', 'HEAD'], ['doc', '--rev', 'HEAD']]) {
    const { status, out, err } = run(['audit', ...call], { cwd: place.folder });
    expect([status, out, err.split('\n').length]).toEqual([2, '', 2]);
  }
  expect(readFileSync(join(docs, 'README'), 'utf8')).toBe('Text.\n');
});
