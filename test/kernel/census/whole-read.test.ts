/** The law of accounts in a tree, and modules that are wholly safe only if all of them was read. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Audit } from '../../../src/review/review.ts';
import { auditFolder } from './audit-folder.ts';

const MODULE = 'module! { name: "ring" }\n';

async function auditOf(files: Readonly<Record<string, string>>): Promise<Audit> {
  const folder = mkdtempSync(join(tmpdir(), 'kra-whole-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await auditFolder(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const safeModules = ({ modules }: Audit): string[] =>
  modules.filter(({ safeOnly }) => safeOnly).map(({ path }) => path);

test('a module without a site is wholly safe', async () => {
  const audit = await auditOf({ 'drivers/ring/ring.rs': `${MODULE}fn f(a: Option<unsafe fn()>) {}\n` });
  expect(safeModules(audit)).toEqual(['drivers/ring/ring.rs']);
  expect(audit).toMatchObject({ complete: true, accounts: { sites: 0, exempt: { type: 1 }, lost: 0 } });
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['a word that begins nothing known', { 'drivers/ring/ring.rs': `${MODULE}u!(unsafe);\n` }, false],
  ['a character that rustc refuses', { 'drivers/ring/ring.rs': `${MODULE}\u00a0// unsafe\n` }, true],
  ['a comment without an end', { 'drivers/ring/ring.rs': `${MODULE}/* unsafe { *p }\n` }, false],
  [
    'code in a file of another name',
    { 'drivers/ring/ring.rs': `${MODULE}include!("a.inc");\n`, 'drivers/ring/a.inc': 'fn f() { unsafe { *p } }\n' },
    false,
  ],
  ['a file whose name is not known', { 'drivers/ring/ring.rs': `${MODULE}include!(env!("A"));\n` }, true],
])('a module with %s is not', async (_, files, complete) => {
  const audit = await auditOf(files);
  expect(safeModules(audit)).toEqual([]);
  expect(audit.unread).not.toEqual([]);
  expect(audit.complete).toBe(complete);
});

test('extern blocks without the word are sites and no keywords, wherever they are', async () => {
  const text = 'extern "C" { fn a(); }\nfn f() {\n    extern "C" { fn b(); }\n}\nm! { extern "C" { fn c(); } }\n';
  const { layers, accounts, findings } = await auditOf({ 'drivers/ring/ring.rs': `${text}unsafe extern "C" {}\n` });
  expect([layers.leaf.sites.extern, layers.leaf.sitesInMacros.extern]).toEqual([3, 1]);
  expect(accounts).toEqual({ sites: 1, exempt: {}, lost: 0 });
  expect(findings.filter(({ rule }) => rule === 'raw-c-entry')).toHaveLength(4);
});
