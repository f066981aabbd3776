/** The contract of the port SourceTree, held by a work tree and by a revision. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceTree } from '../../src/app/ports/source-tree.ts';
import { openRepository } from '../../src/git/repository.ts';
import { workTree } from '../../src/git/work-tree.ts';
import { commit, git, good, newRepository, removeScratch, scratchFolder, write } from './scratch.ts';

afterAll(removeScratch);

const FILES = {
  'rust/kernel/lib.rs': 'pub mod ring;\n',
  'rust/kernel/ring.rs': '// Größe\r\nfn a() {}',
  'drivers/a b.rs': 'space',
  'drivers/"q\\\'.rs': 'quotes',
  'drivers/ü😀.rs': 'names',
  'drivers/new\nline.rs': 'line break',
  'drivers/tab\t.rs': 'tab',
  'drivers/-n.rs': 'dash',
  'drivers/:(glob)*.rs': 'magic',
  'drivers/empty.rs': '',
  'drivers/no.c': 'int a;\n',
  'drivers/x.rs.orig': 'no',
  'drivers/dir.rs/mod.c': 'a folder with such a name',
  'drivers/bom.rs': '\uFEFFfn a() {}\n',
  'drivers/latin1.rs': Buffer.from([0x2f, 0x2f, 0xfc, 0x0a]),
  'huge.rs': Buffer.alloc(32 * 1024 * 1024 + 1, 'a'),
  'large.rs': Buffer.alloc(32 * 1024 * 1024, 'a'),
};

function populate(folder: string): void {
  write(folder, FILES);
  symlinkSync('rust', join(folder, 'link'));
  symlinkSync('/etc/passwd', join(folder, 'outside.rs'));
  symlinkSync('../../etc', join(folder, 'drivers/outside'));
  symlinkSync('loop.rs', join(folder, 'loop.rs'));
}

const sources: Readonly<Record<string, () => Promise<SourceTree>>> = {
  'a folder': async () => {
    const folder = scratchFolder();
    populate(folder);
    return workTree(folder);
  },
  'a work tree of git': async () => {
    const folder = newRepository();
    populate(folder);
    commit(folder, 'all');
    write(folder, { '.git/hidden.rs': 'no', 'sub/.git/hidden.rs': 'no' });
    return workTree(folder);
  },
  'a revision': async () => {
    const folder = newRepository();
    populate(folder);
    const id = commit(folder, 'all');
    git(folder, 'rm', '-rq', '--cached', '.');
    return good(await openRepository(folder)).tree(id);
  },
  'a revision of a bare repository, from a folder within': async () => {
    const folder = newRepository();
    populate(folder);
    const id = commit(folder, 'all');
    const bare = join(scratchFolder(), 'bare.git');
    git(folder, 'clone', '--quiet', '--bare', '.', bare);
    return good(await openRepository(join(bare, 'objects'))).tree(id);
  },
};

describe.each(Object.entries(sources))('%s', (_, open) => {
  let tree: SourceTree;
  beforeAll(async () => {
    tree = await open();
  });

  test('lists regular files by their ending, sorted, without following links', async () => {
    expect(await tree.list('.rs')).toEqual(
      Object.keys(FILES)
        .filter((path) => path.endsWith('.rs'))
        .sort(),
    );
    expect(await tree.list('/lib.rs')).toEqual(['rust/kernel/lib.rs']);
    expect(await tree.list('.nothing')).toEqual([]);
  });

  test('finds what else bears such a name: links and folders', async () => {
    expect(await tree.find('.rs')).toEqual({
      files: await tree.list('.rs'),
      others: ['drivers/dir.rs', 'loop.rs', 'outside.rs'],
    });
    expect(await tree.find('.rs', 'rust/kernel')).toEqual({
      files: ['rust/kernel/lib.rs', 'rust/kernel/ring.rs'],
      others: [],
    });
  });

  test('reads each file that it lists, and answers for each path', async () => {
    const { 'huge.rs': _huge, 'large.rs': _large, ...small } = FILES;
    const absent = ['no.rs', 'rust', 'rust/kernel', 'rust/kernel/lib.rs/x', '', `${'x'.repeat(5000)}.rs`, 'a\0b'];
    const files = await tree.read([...Object.keys(small), ...absent, 'huge.rs', 'large.rs']);
    for (const [path, content] of Object.entries(small))
      expect([path, files.get(path)]).toEqual([path, { kind: 'text', text: content.toString() }]);
    for (const path of absent) expect([path, files.get(path)]).toEqual([path, { kind: 'absent' }]);
    expect(files.get('huge.rs')).toEqual({ kind: 'unreadable', reason: 'it is larger than 32 MB' });
    expect(files.get('large.rs')).toEqual({ kind: 'text', text: 'a'.repeat(32 * 1024 * 1024) });
    expect(await tree.read([])).toEqual(new Map());
  });

  test('reads nothing from outside', async () => {
    const paths = ['outside.rs', 'drivers/outside/passwd', '../x', 'rust/../../x', '/etc/passwd', 'loop.rs'];
    const files = await tree.read(paths);
    expect(paths.filter((path) => files.get(path)?.kind === 'text')).toEqual([]);
    expect(files.get('outside.rs')?.kind).toBe('unreadable');
    expect(files.get('loop.rs')?.kind).toBe('unreadable');
  });
});
