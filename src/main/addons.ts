/**
 * The native addons of the one executable. The system loads shared objects from files only, so each is unpacked once into the user's folder
 * for caches. What is loaded is the open file whose bytes were checked, not what its name may lead to a moment later.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateFolder, writeWhole } from '../disk/files.ts';
import { failure } from '../text/failure.ts';
import { PartFailure } from './parts.ts';

export interface Addon {
  /** What the program asks for. */
  readonly name: string;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: () => Uint8Array;
}

/**
 * Loads an addon into this thread.
 * @param folder of the user's cache; without one, or where it cannot be used, the addon's file is gone as soon as it is loaded
 * @returns its exports
 */
export function loadAddon(addon: Addon, folder: string | undefined): unknown {
  let trouble: unknown;
  for (const open of folder === undefined ? [openPrivate] : [openKept, openPrivate]) {
    try {
      return exportsOf(open(addon, folder ?? ''));
    } catch (error) {
      trouble = error;
    }
  }
  throw new PartFailure(
    failure(
      'KRA_CACHE',
      `cannot unpack and load the native code of ${addon.name} (${trouble instanceof Error ? trouble.message : trouble})`,
      'set it to a writable folder of yours that is not mounted with noexec',
    ),
  );
}

/** The file stays open: the loader knows it by this name from now on. */
function exportsOf(file: number): unknown {
  const module = { exports: {} };
  process.dlopen(module, `/proc/self/fd/${file}`);
  return module.exports;
}

/**
 * Opens the addon's file in the cache, and unpacks it first where it is not there, or is not what was unpacked.
 * @returns the file descriptor
 */
export function openKept(addon: Addon, folder: string): number {
  const path = join(privateFolder(folder, 'native'), `${addon.sha256}.node`);
  return openWhole(path, addon) ?? unpack(addon, path);
}

function openPrivate(addon: Addon): number {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-rust-audit-'));
  try {
    return unpack(addon, join(folder, 'addon.node'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unpack(addon: Addon, path: string): number {
  writeWhole(path, addon.bytes(), 0o600);
  const file = openWhole(path, addon);
  if (file === undefined) throw new Error(`${path} was changed after it was written`);
  return file;
}

/** Opens a file that has exactly the addon's bytes; never what a symbolic link leads to. */
function openWhole(path: string, { sha256 }: Addon): number | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (createHash('sha256').update(readFileSync(file)).digest('hex') === sha256) return file;
  } catch {
    // as if it were not there
  }
  if (file !== undefined) closeSync(file);
  return undefined;
}
