import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { workTree } from '../../src/git/work-tree.ts';
import { removeScratch, scratchFolder, write } from './scratch.ts';

afterEach(removeScratch);

test('a link that stays within is followed when its path is asked for', async () => {
  const folder = scratchFolder();
  write(folder, { 'rust/lib.rs': 'text' });
  symlinkSync('rust', join(folder, 'link'));
  const paths = ['link/lib.rs', 'rust/./lib.rs'];
  expect([...(await workTree(folder).read(paths)).values()]).toEqual([
    { kind: 'text', text: 'text' },
    { kind: 'text', text: 'text' },
  ]);
});

test('a neighbour whose name begins alike is outside', async () => {
  const folder = scratchFolder();
  write(folder, { 'tree/a.rs': 'in', 'tree-secret/b.rs': 'out' });
  symlinkSync('../tree-secret/b.rs', join(folder, 'tree/b.rs'));
  const files = await workTree(join(folder, 'tree')).read(['b.rs', '../tree-secret/b.rs', '../tree/a.rs']);
  expect([...files.values()]).toEqual([
    { kind: 'unreadable', reason: 'a symbolic link leads out of the tree' },
    { kind: 'unreadable', reason: 'the path leads out of the tree' },
    { kind: 'unreadable', reason: 'the path leads out of the tree' },
  ]);
});

test('the folder may itself be named by a link', async () => {
  const folder = scratchFolder();
  write(folder, { 'tree/a.rs': 'in' });
  symlinkSync('tree', join(folder, 'link'));
  const tree = workTree(join(folder, 'link'));
  expect(await tree.list('.rs')).toEqual(['a.rs']);
  expect(await tree.read(['a.rs'])).toEqual(new Map([['a.rs', { kind: 'text', text: 'in' }]]));
});

test('a pipe is not waited for', async () => {
  const folder = scratchFolder();
  execFileSync('mkfifo', [join(folder, 'pipe.rs')]);
  const tree = workTree(folder);
  expect(await tree.list('.rs')).toEqual([]);
  expect(await tree.read(['pipe.rs'])).toEqual(
    new Map([['pipe.rs', { kind: 'unreadable', reason: 'not a regular file' }]]),
  );
});

test('a folder that is not there, or is none, cannot be listed', async () => {
  const folder = scratchFolder();
  write(folder, { 'a.rs': '' });
  expect(await workTree(join(folder, 'no')).list('.rs')).toMatchObject({
    kind: 'failure',
    where: join(folder, 'no'),
    what: 'cannot read the folder (ENOENT)',
  });
  expect(await workTree(join(folder, 'a.rs')).list('.rs')).toMatchObject({
    what: 'cannot read the folder (ENOTDIR)',
  });
  expect(await workTree(join(folder, 'no')).read(['a.rs'])).toEqual(new Map([['a.rs', { kind: 'absent' }]]));
});

const asRoot = process.getuid?.() === 0;
test(`what is closed to us is named${asRoot ? ' (root: everything is open)' : ''}`, async () => {
  const folder = scratchFolder();
  write(folder, { 'a.rs': 'x', 'closed/b.rs': 'x' });
  chmodSync(join(folder, 'a.rs'), 0);
  chmodSync(join(folder, 'closed'), 0);
  const tree = workTree(folder);
  const closed = { kind: 'unreadable', reason: 'cannot open it (EACCES)' };
  expect((await tree.read(['a.rs'])).get('a.rs')).toEqual(asRoot ? { kind: 'text', text: 'x' } : closed);
  const failure = expect.objectContaining({ kind: 'failure', what: 'cannot read the folder (EACCES)' });
  expect(await tree.list('.rs')).toEqual(asRoot ? ['a.rs', 'closed/b.rs'] : failure);
  chmodSync(join(folder, 'closed'), 0o700);
});
