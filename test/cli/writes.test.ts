/** Results that cannot be written: exit status 2 with one line that says so, and nothing half written. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CALL, PROGRAM } from '../support/built-program.ts';
import { ROOT, run, scratchForEach } from './program.ts';

const SERIES = join(ROOT, 'examples/ring-driver/series');
const TREE = join(ROOT, 'examples/ring-driver/tree');
const REVIEW = ['review', SERIES, '--tree', TREE];

const place = scratchForEach();

/** Runs the program with descriptors in the places of its standard streams. */
function runWith(args: readonly string[], out: number | 'pipe', err: number | 'pipe' = 'pipe') {
  const { status, stderr } = spawnSync(PROGRAM, [...CALL, ...args], {
    encoding: 'utf8',
    env: { ...process.env, KRA_CACHE: 'off' },
    stdio: ['ignore', out, err],
  });
  return { status, err: stderr };
}

function withFile<T>(path: string, flags: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

test.each([['review'], ['audit'], ['rules'], ['explain'], ['doctor'], ['--help'], ['--version']])(
  '%s on a full device',
  (command) => {
    const args = { review: REVIEW, audit: ['audit', TREE], explain: ['explain', 'new-unsafe'] }[command] ?? [command];
    const { status, err } = withFile('/dev/full', 'w', (full) => runWith(args, full));
    expect(status).toBe(2);
    expect(err).toMatch(/^kernel-rust-audit: standard output: cannot be written \(ENOSPC\); .+\n$/);
  },
);

test('on a descriptor that cannot be written', () => {
  const { status, err } = withFile('/dev/null', 'r', (closed) => runWith(['rules'], closed));
  expect([status, err]).toEqual([2, expect.stringContaining('standard output: cannot be written (EBADF)')]);
});

test('on a disk that becomes full in the middle', () => {
  const file = join(place.folder, 'out');
  // the limit of a file's size, in blocks of 512 or 1024 bytes, does what a full disk does: a part is taken
  const script = 'trap "" XFSZ; ulimit -f 1; exec "$0" "$@" > out';
  const { status, stderr } = spawnSync('sh', ['-c', script, PROGRAM, ...CALL, 'rules'], {
    cwd: place.folder,
    encoding: 'utf8',
  });
  expect(readFileSync(file).length).toBeGreaterThan(0);
  expect([status, stderr]).toEqual([2, expect.stringContaining('standard output: cannot be written (EFBIG)')]);
});

test('a pipe that closes early is no fault', () => {
  const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$@" | head -c 1', PROGRAM, ...CALL, 'rules'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});

test('standard error that cannot be written changes no status, and no result', () => {
  const expected = run([...REVIEW, '--format', 'json']);
  const out = join(place.folder, 'out');
  const { status } = withFile(out, 'w', (file) =>
    withFile('/dev/full', 'w', (full) => runWith([...REVIEW, '--format', 'json', '--progress', 'always'], file, full)),
  );
  expect([status, readFileSync(out, 'utf8')]).toEqual([expected.status, expected.out]);
  expect(withFile('/dev/full', 'w', (full) => runWith(['review', 'no-such-file'], 'pipe', full)).status).toBe(2);
  // a reader of the progress that goes away
  const script = 'exec "$0" "$@" 2>&1 >out.json | true';
  const piped = spawnSync(
    'sh',
    ['-c', script, PROGRAM, ...CALL, ...REVIEW, '--format', 'json', '--progress', 'always'],
    {
      cwd: place.folder,
    },
  );
  expect([piped.status, readFileSync(join(place.folder, 'out.json'), 'utf8')]).toEqual([0, expected.out]);
});

test('--output: a folder that is not there, a folder, a full disk', () => {
  mkdirSync(join(place.folder, 'taken'));
  for (const file of ['none/report', 'taken']) {
    const { status, out, err } = run([...REVIEW, '--output', file], { cwd: place.folder });
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^kernel-rust-audit: .*: cannot be written \(E[A-Z]+\); .*--output\n$/);
  }
  const script = 'trap "" XFSZ; ulimit -f 1; exec "$0" "$@"';
  const full = spawnSync('sh', ['-c', script, PROGRAM, ...CALL, ...REVIEW, '--output', 'report'], {
    cwd: place.folder,
    encoding: 'utf8',
  });
  expect([full.status, full.stderr]).toEqual([2, expect.stringContaining('report: cannot be written (EFBIG)')]);
  expect(readdirSync(place.folder)).toEqual(['taken']);
});

test('--output: a report that is there stays until the new one is whole; links and devices stay what they are', () => {
  const file = join(place.folder, 'report');
  writeFileSync(file, 'old');
  symlinkSync('report', join(place.folder, 'link'));
  expect(run(['rules']).status).toBe(0);
  expect(run([...REVIEW, '--output', 'link'], { cwd: place.folder }).status).toBe(1);
  expect(readFileSync(file, 'utf8')).toContain('undocumented-unsafe');
  expect(readdirSync(place.folder).toSorted()).toEqual(['link', 'report']);
  expect(run([...REVIEW, '--output', '/dev/null'])).toEqual({ status: 1, out: '', err: '' });
  expect(run([...REVIEW, '--output', '/dev/full'])).toMatchObject({ status: 2, out: '' });
  for (const device of ['/dev/null', '/dev/full']) expect(statSync(device).isCharacterDevice()).toBe(true);
});

test('`-` is standard output; no name at all is a mistake', () => {
  const { folder } = place;
  const { status, out, err } = run([...REVIEW, '--output', '-'], { cwd: folder });
  expect([status, err]).toEqual([1, '']);
  expect(out).toContain('undocumented-unsafe');
  expect(readdirSync(folder)).toEqual([]);
  expect(run([...REVIEW, '--output', ''], { cwd: folder })).toMatchObject({
    status: 2,
    err: 'kernel-rust-audit: --output: needs a file name; pass one, or omit the option\n',
  });
});

test('a link to a file that is not there yet stays a link', () => {
  const { folder } = place;
  symlinkSync('target', join(folder, 'link'));
  expect(run([...REVIEW, '--output', 'link'], { cwd: folder }).status).toBe(1);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toContain('undocumented-unsafe');
});

test('a folder for the cache that cannot be made is done without', () => {
  const { status, out, err } = run(['audit', TREE], { env: { KRA_CACHE: '/proc/kernel-rust-audit' } });
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('unsafe');
});
