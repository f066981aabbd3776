/** Ports: what the use cases need from the world outside. */
import { createHash } from 'node:crypto';
import type { Failure } from '../../text/failure.ts';

/** A file as a source gives it; `unreadable` is one that should be there and cannot be had (size, rights, a lost blob). */
export type SourceFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** In bytes. Larger files are not read by any source; the largest Rust file of Linux 7.3 has less than 1 MB. */
export const LARGEST_FILE = 32 * 1024 * 1024;

/** A tree of files: a work tree or a revision of a repository. Paths use `/` and are relative to its root. */
export interface SourceTree {
  /** The full commit id; null for a work tree. */
  readonly revision: string | null;
  /** Each path asked for is in the answer. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, SourceFile>>;
  /**
   * All files whose name ends in `suffix`, sorted by their UTF-16 units.
   * @param folder only those below it, as `rust/kernel`; one that is not there holds none
   */
  list(suffix: string, folder?: string): Promise<readonly string[] | Failure>;
  /** The same, and besides what else bears such a name. */
  find(suffix: string, folder?: string): Promise<Found | Failure>;
  /** Git's id of what a folder holds, where the source knows it without reading; undefined where it does not. */
  identityOf?(folder: string): Promise<string | undefined>;
}

/** What `find -name '*SUFFIX'` prints: paths, sorted by their UTF-16 units. `.git` is skipped. */
export interface Found {
  /** Regular files. */
  readonly files: readonly string[];
  /** Symbolic links, folders, pipes: they are counted, and not read as code. */
  readonly others: readonly string[];
}

/** Blobs by their ids, as a patch's `index` lines name them (possibly abbreviated). */
export interface BlobSource {
  readBlobs(ids: readonly string[]): Promise<ReadonlyMap<string, SourceFile>>;
}

/** What a merge itself brings: the files that are in none of its parents as it has them. */
export interface Merge {
  /** The full commit id. */
  readonly id: string;
  readonly subject: string;
  readonly files: readonly MergedFile[];
}

export interface MergedFile {
  readonly path: string;
  /** The blob of each parent, in their order; null where it has no such file. */
  readonly before: readonly (string | null)[];
  readonly after: string | null;
}

/** What was computed before, by a key that says everything that it depends on; a cache may forget at any time. */
export interface Cache {
  /** A short key for what the parts say together. */
  keyOf(parts: readonly string[]): string;
  /** Plain data as it was put there; undefined where there is none. */
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** The key of a value in a cache: 64 hexadecimal digits. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash('sha256');
  // with its length, so that no two lists of parts give the same text
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Remembers nothing. */
export const NO_CACHE: Cache = { keyOf: () => '', get: async () => undefined, put: async () => {} };
