/** The App, the command line over a git repository, and the command line over GitHub find the same, to the byte. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { commitsOfExample, treeOfExample } from '../support/example.ts';
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { holds } from '../support/holds.ts';
import { runBeside } from '../support/program-beside.ts';
import { changes, sideOf, writeRust } from '../support/random-rust.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';

const SETTINGS = '.github/kernel-rust-audit.yml';

type Files = Readonly<Record<string, string | null>>;

let hub: FakeGitHub;
let app: WholeApp;
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kra-same-'));
  hub = await startFakeGitHub();
  app = await startApp(hub, { env: { KRA_WRITE_PAUSE_MS: '5' } });
});

afterAll(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

async function review(...args: readonly string[]): Promise<string> {
  const { status, out, err } = await runBeside(hub, ['review', ...args, '--format', 'json']);
  if (status === null || status === 2) throw new Error(`review ${args.join(' ')}: ${status}: ${err}`);
  return out;
}

interface Found {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly severity: string;
  readonly layer: string;
  readonly fingerprint: string;
  readonly suppressed: object | null;
  readonly resolvedBy: string | null;
}

/** What should stand beside the code: errors, warnings and new unsafe code of drivers at the head, each by rule, place and fingerprint. */
function shownOf(json: string): readonly string[] {
  const { findings } = JSON.parse(json) as { readonly findings: readonly Found[] };
  return findings
    .filter(({ suppressed, resolvedBy }) => suppressed === null && resolvedBy === null)
    .filter(({ rule, layer, severity }) => severity !== 'info' || (rule === 'new-unsafe' && layer === 'leaf'))
    .map(({ rule, path, line, severity, fingerprint }) => `${path}:${line} ${severity} ${rule} ${fingerprint}`)
    .sort();
}

function annotated(repo: FakeRepository, head: string): readonly string[] {
  const run = repo.runs(head).find(({ name }) => name === 'kernel-rust-audit');
  return (run?.annotations ?? [])
    .map(({ path, start_line, annotation_level, title, raw_details }) => {
      const severity = { failure: 'error', warning: 'warning', notice: 'info' }[annotation_level];
      const fingerprint = /Fingerprint: (\S+)/.exec(raw_details ?? '')?.[1];
      return `${path}:${start_line} ${severity} ${title?.split(':')[0]} ${fingerprint}`;
    })
    .sort();
}

interface Compared {
  readonly annotations: readonly string[];
  readonly wanted: readonly string[];
  readonly local: string;
  readonly remote: string;
}

/** The first commit is the base. `meanwhile`: what the base branch gets after the pull request has left it. */
async function compared(commits: readonly Files[], meanwhile: Files | null = null): Promise<Compared> {
  count += 1;
  const [tree, ...rest] = commits;
  const repo = hub.repository(`linux/same-${count}`);
  const base = repo.commit({ files: tree ?? {} });
  let head = base;
  for (const [at, files] of rest.entries()) head = repo.commit({ files, message: `Commit ${at}`, parents: [head] });
  if (meanwhile !== null) repo.commit({ files: meanwhile, parents: [base], branch: 'main' });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  await hub.deliverAll();
  await hub.until(() => repo.runs(head).some(({ status }) => status === 'completed'));
  const git = join(folder, `${count}.git`);
  repo.exportTo(git);
  const [local, remote] = await Promise.all([
    review(`${base}..${head}`, '--repo', git),
    review(`linux/same-${count}#${number}`),
  ]);
  return { annotations: annotated(repo, head), wanted: shownOf(local), local, remote };
}

function expectTheSame({ annotations, wanted, local, remote }: Compared): void {
  expect(annotations).toEqual(wanted);
  expect(remote).toBe(local);
}

const LIB = { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' };
const BLOCK = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const JUSTIFIED = BLOCK.replace('    unsafe', '    // SAFETY: `p` is valid for reads.\n    unsafe');
const LONG = `${'// a line that stays\n'.repeat(30)}${BLOCK}`;

test('the example series, whose commits mend what others brought', async () => {
  const series = await commitsOfExample(treeOfExample());
  const found = await compared([treeOfExample(), ...series.map(({ files }) => files)]);
  expectTheSame(found);
  expect(found.wanted.length).toBeGreaterThan(3);
});

const SERIES: readonly (readonly [string, readonly Files[], number])[] = [
  ['a commit without changes', [LIB, { 'drivers/a.rs': BLOCK }, {}], 1],
  ['nothing of Rust', [LIB, { 'fs/a.c': 'int a;\n' }], 0],
  ['a block in a new file', [LIB, { 'drivers/b.rs': BLOCK }], 1],
  ['a later commit mends it', [LIB, { 'drivers/a.rs': BLOCK }, { 'drivers/a.rs': JUSTIFIED }], 0],
  [
    'a rename alone',
    [
      { ...LIB, 'drivers/a.rs': LONG },
      { 'drivers/a.rs': null, 'drivers/z.rs': LONG },
    ],
    0,
  ],
  [
    'renamed, changed, deleted',
    [
      { ...LIB, 'drivers/c.rs': LONG },
      { 'drivers/c.rs': null, 'drivers/d.rs': LONG.replace('*p }', '*p.add(1) }') },
      { 'drivers/a.rs': null, 'drivers/d.rs': LONG + BLOCK.replace('read', 'more') },
    ],
    1,
  ],
  ['a comment that goes', [{ ...LIB, 'drivers/c.rs': JUSTIFIED }, { 'drivers/c.rs': BLOCK }], 1],
  [
    'settings of the base hold',
    [
      { ...LIB, [SETTINGS]: 'rules: { undocumented-unsafe: { severity: warning } }\n' },
      { 'drivers/a.rs': BLOCK, [SETTINGS]: 'rules: { undocumented-unsafe: off }\n' },
    ],
    1,
  ],
  ['names that are hard to write', [LIB, { 'drivers/ä b#1%20/"x".rs': BLOCK, 'drivers/a\tb.rs': BLOCK }], 2],
  [
    'bytes that are hard to read',
    [LIB, { 'drivers/a.rs': `\ufeff// caf\u00e9 \u{1f980}\r\n${BLOCK.replaceAll('\n', '\r\n')}` }],
    1,
  ],
  [
    'C that opens itself to Rust',
    [LIB, { 'rust/helpers/ring.c': 'void rust_helper_ring(void) {}\n', 'drivers/a.rs': BLOCK }],
    1,
  ],
];

test.each(SERIES)('%s', async (_, commits, least) => {
  const found = await compared(commits);
  expectTheSame(found);
  expect(found.wanted.length).toBeGreaterThanOrEqual(least);
});

test('a bypass of an abstraction that the base brings', async () => {
  const lock = [
    'use crate::bindings;',
    '/// A lock.',
    'pub struct Mutex(*mut bindings::mutex);',
    'impl Mutex {',
    '    /// Locks.',
    '    pub fn lock(&self) {',
    '        // SAFETY: `self.0` is live by the type invariants.',
    '        unsafe { bindings::mutex_lock(self.0) }',
    '    }',
    '}',
    '',
  ].join('\n');
  const bypass = [
    'use kernel::bindings;',
    'fn stop(p: *mut bindings::mutex) {',
    '    // SAFETY: `p` is live, as the caller holds it.',
    '    unsafe { bindings::mutex_lock(p) };',
    '}',
    '',
  ].join('\n');
  const base = { ...LIB, 'rust/kernel/lib.rs': 'pub mod sync;\n', 'rust/kernel/sync.rs': lock };
  const found = await compared([base, { 'drivers/a.rs': bypass }]);
  expectTheSame(found);
  expect(found.wanted.filter((each) => each.includes('error bindings-bypass'))).toHaveLength(1);
});

test('a base branch that went on changes nothing', async () => {
  const found = await compared([LIB, { 'drivers/a.rs': BLOCK }], {
    'drivers/a.rs': 'fn other() {}\n',
    'fs/b.rs': BLOCK,
  });
  expectTheSame(found);
  expect(found.wanted.length).toBeGreaterThan(0);
});

test('any Rust: the same findings, to the byte', async () => {
  const file = fc.tuple(changes(), fc.constantFrom('drivers/ring.rs', 'rust/kernel/ring.rs', 'drivers/gpu/ring.rs'));
  const seen: string[] = [];
  await holds(
    20,
    fc.asyncProperty(file, changes(), fc.nat(3), async ([first, path], second, layout) => {
      const [before, middle] = [writeRust(sideOf(first, 'before'), layout), writeRust(sideOf(first, 'after'), layout)];
      const after = writeRust(sideOf(second, 'after'), layout);
      const found = await compared([
        { ...LIB, [path]: before },
        { [path]: middle },
        { [path]: after, 'drivers/more.rs': middle },
      ]);
      seen.push(...found.wanted);
      expectTheSame(found);
    }),
  );
  expect(seen.length).toBeGreaterThan(15);
});
