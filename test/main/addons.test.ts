/** What the one executable unpacks: once, into a folder of the user's, and never loaded unchecked. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Addon, loadAddon, openKept } from '../../src/main/addons.ts';
import { PartFailure } from '../../src/main/parts.ts';

let folder: string;
let temporary: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-addons-'));
  temporary = process.env['TMPDIR'];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
});

function addonOf(bytes: Uint8Array): Addon & { unpacked: number } {
  const addon = {
    name: './some.node',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    unpacked: 0,
    bytes: () => {
      addon.unpacked += 1;
      return bytes;
    },
  };
  return addon;
}

const BYTES = Buffer.from('what the system would load');
const native = (): string => join(folder, 'native');
const kept = ({ sha256 }: Addon): string => join(native(), `${sha256}.node`);

/** The bytes that would be loaded. */
function opened(addon: Addon): string {
  const file = openKept(addon, folder);
  try {
    return readFileSync(`/proc/self/fd/${file}`, 'utf8');
  } finally {
    closeSync(file);
  }
}

test('it is unpacked once, by the name of its hash, where nobody else can look or write', () => {
  const addon = addonOf(BYTES);
  folder = join(folder, 'made', 'when needed');
  expect(opened(addon)).toBe(String(BYTES));
  const first = statSync(kept(addon), { bigint: true });
  expect(opened(addon)).toBe(String(BYTES));
  const second = statSync(kept(addon), { bigint: true });
  expect([second.ino, second.ctimeNs]).toEqual([first.ino, first.ctimeNs]);
  expect(addon.unpacked).toBe(1);
  expect(readdirSync(native())).toEqual([`${addon.sha256}.node`]);
  expect(Number(first.mode) & 0o777).toBe(0o600);
  for (const each of [native(), folder, dirname(folder)]) expect(statSync(each).mode & 0o777).toBe(0o700);
});

test.each<[string, (path: string) => void]>([
  ['one that is damaged', (path) => writeFileSync(path, 'what the system would lose')],
  ['one that is cut short', (path) => writeFileSync(path, '')],
  [
    'a link to another file',
    (path) => [writeFileSync(`${path}.other`, 'other'), rmSync(path), symlinkSync(`${path}.other`, path)],
  ],
  [
    'a link to the right bytes',
    (path) => [copyFileSync(path, `${path}.same`), rmSync(path), symlinkSync(`${path}.same`, path)],
  ],
  ['a link that leads nowhere', (path) => [rmSync(path), symlinkSync(`${path}.gone`, path)]],
])('%s is replaced before it is loaded', (_, harm) => {
  const addon = addonOf(BYTES);
  opened(addon);
  harm(kept(addon));
  expect(opened(addon)).toBe(String(BYTES));
  expect(addon.unpacked).toBe(2);
  expect(lstatSync(kept(addon)).isFile()).toBe(true);
  // nothing was written through the link
  for (const name of readdirSync(native()).filter((each) => each.endsWith('.other')))
    expect(readFileSync(join(native(), name), 'utf8')).toBe('other');
});

test('a file that is replaced after the look at it is not what is loaded', () => {
  const addon = addonOf(BYTES);
  const file = openKept(addon, folder);
  rmSync(kept(addon));
  writeFileSync(kept(addon), 'another one');
  expect(readFileSync(`/proc/self/fd/${file}`, 'utf8')).toBe(String(BYTES));
  closeSync(file);
});

test.each<[string, () => void]>([
  ['that others can write', () => [mkdirSync(native()), chmodSync(native(), 0o777)]],
  ['that is a link', () => [mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 }), symlinkSync('elsewhere', native())]],
])('a folder %s is not used', (_, prepare) => {
  prepare();
  const addon = addonOf(BYTES);
  expect(() => openKept(addon, folder)).toThrow('can be changed by other users');
  expect(readdirSync(native())).toEqual([]);
});

test('without a folder, and with one that cannot be used, it is loaded all the same and no file stays', () => {
  const path = createRequire(import.meta.url).resolve(
    `tree-sitter-rust/prebuilds/${process.platform}-${process.arch}/tree-sitter-rust.node`,
  );
  const addon = addonOf(readFileSync(path));
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  writeFileSync(join(folder, 'file'), '');
  for (const cache of [undefined, join(folder, 'file')]) {
    expect(loadAddon(addon, cache)).toHaveProperty('language');
    expect(readdirSync(temporary)).toEqual([]);
  }
  expect(addon.unpacked).toBe(2);
});

test('what the system does not load is said in words that help', () => {
  const failed = (): unknown => {
    try {
      return loadAddon(addonOf(BYTES), folder);
    } catch (error) {
      return error instanceof PartFailure ? error.failure : error;
    }
  };
  expect(failed()).toMatchObject({
    where: 'KRA_CACHE',
    what: expect.stringMatching(/^cannot unpack and load the native code of \.\/some\.node \(/),
    remedy: expect.stringContaining('noexec'),
  });
});
