/** Which files of a change are reviewed: the same for a patch, for git and for what refuses a patch. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPatches } from '../../src/patch/series.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { isReviewed, REVIEWED_PATHSPEC } from '../../src/text/reviewed-files.ts';

const REVIEWED = [
  'drivers/ring/ring.rs',
  '.rs',
  'rust/helpers/ring.c',
  'rust/bindings/bindings_helper.h',
  'rust/kernel/ring.rs',
];
const OTHERS = [
  'drivers/ring/ring.c',
  'rust/helpers/deep/ring.c',
  'rust/helpers/ring.h',
  'tools/rust/helpers/ring.c',
  'rust/bindings/bindings_helper.h.orig',
  'rust/ring.rs.S',
  'ring.RS',
];

test('Rust files, and the C files that open the Rust surface', () => {
  expect([...REVIEWED, ...OTHERS].filter(isReviewed)).toEqual(REVIEWED);
});

test('git is asked for every one of them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kra-reviewed-'));
  try {
    for (const path of [...REVIEWED, ...OTHERS]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const git = (...args: readonly string[]) =>
      spawnSync('git', args, { cwd: folder, encoding: 'utf8' }).stdout.split('\n');
    git('init', '-q');
    git('add', '.');
    const given = git('ls-files', '--', ...REVIEWED_PATHSPEC);
    expect(REVIEWED.filter((path) => !given.includes(path))).toEqual([]);
    expect(given).not.toContain('drivers/ring/ring.c');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each(['drivers/ring/ring.rs', 'rust/helpers/ring.c', 'rust/bindings/bindings_helper.h'])(
  'a patch of %s out of the text of a web page is refused',
  async (path) => {
    const patch = `--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n a\n+#include &lt;linux/ring.h&gt;\n`;
    const read = await readPatches([{ name: 'page', bytes: Buffer.from(patch) }]);
    expect(isFailure(read) ? failureText(read) : 'read').toContain('the code is escaped as on a web page');
  },
);
