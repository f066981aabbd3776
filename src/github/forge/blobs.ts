/** Texts of files at revisions: as many at once as GitHub gives, exactly as git has their bytes. */
import { createHash } from 'node:crypto';
import type { FileAt } from '../../app/ports/forge.ts';
import { type Cache, NO_CACHE, type SourceFile } from '../../app/ports/source-tree.ts';
import type { Client } from '../client/client.ts';
import { checkedId, checkedRevision, type Fields, fieldsOf, numberOf, textOf } from '../client/response-fields.ts';
import type { Objects } from './object-names.ts';

/** A blob as a list of files names it. */
export interface BlobRef {
  readonly id: string;
  /** In bytes; null where the list does not say. */
  readonly size: number | null;
}

export interface Blobs {
  /** In the order of what is asked; nothing is asked for twice. */
  readAt(wanted: readonly FileAt[]): Promise<readonly SourceFile[]>;
  readBlobs(wanted: readonly BlobRef[]): Promise<ReadonlyMap<string, SourceFile>>;
}

export interface BlobsOf {
  readonly client: Client;
  readonly repository: { readonly owner: string; readonly name: string; readonly id: number };
  readonly objects: Objects;
  readonly cache?: Cache;
  /** Whether a path is a symbolic link: its target would look like a file's text. */
  readonly isLink: (at: FileAt) => Promise<boolean>;
}

/** In bytes. */
const LARGEST = 2 * 1024 * 1024;
const LARGEST_KEPT = 200 * 1024;
/** Per query: GitHub ends what takes longer than 10 s, and cuts a text at 512,000 bytes. */
const MOST_TEXTS = 25;
const MOST_BYTES = 2 * 1024 * 1024;
const LARGEST_TEXT = 500_000;
/** Queries that ask for ids and sizes alone. */
const MOST_IDS = 100;
/** The longest target of a link (PATH_MAX). */
const LONGEST_TARGET = 4096;

const TOO_LARGE: SourceFile = { kind: 'unreadable', reason: `it is larger than ${LARGEST >> 20} MB` };
const ABSENT: SourceFile = { kind: 'absent' };
export const NO_REGULAR_FILE: SourceFile = { kind: 'unreadable', reason: 'it is a symbolic link or a submodule' };

/** Reads files of one repository by revision and path; contents are cached by their ids. */
export function makeBlobs({ client, repository, objects, cache = NO_CACHE, isLink }: BlobsOf): Blobs {
  const { owner, name } = repository;
  const keyOf = (id: string) => cache.keyOf(['github blob', String(repository.id), id]);

  const readRaw = async (id: string): Promise<SourceFile> => {
    const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
    const { data } = await client.read(route, { owner, repo: name, file_sha: checkedId(id) });
    const blob = fieldsOf(data);
    const bytes = Buffer.from(textOf(blob, 'content'), blob['encoding'] === 'base64' ? 'base64' : 'utf8');
    return { kind: 'text', text: bytes.toString() };
  };

  const fileOf = async (blob: Fields): Promise<SourceFile> => {
    if (numberOf(blob, 'byteSize') > LARGEST) return TOO_LARGE;
    const id = textOf(blob, 'oid');
    const { text } = blob;
    return typeof text === 'string' && isWhole(text, id) ? { kind: 'text', text } : readRaw(id);
  };

  const recall = async (id: string): Promise<SourceFile | undefined> => {
    const text = await cache.get(keyOf(id)).catch(() => undefined);
    return typeof text === 'string' ? { kind: 'text', text } : undefined;
  };

  const keep = async (id: string, file: SourceFile): Promise<void> => {
    if (file.kind === 'text' && file.text.length <= LARGEST_KEPT) await cache.put(keyOf(id), file.text).catch(() => {});
  };

  const readBlobs = async (wanted: readonly BlobRef[]): Promise<ReadonlyMap<string, SourceFile>> => {
    const files = new Map<string, SourceFile>();
    const missing = new Map<string, number | null>();
    for (const { id, size } of wanted) {
      if (files.has(id) || missing.has(id)) continue;
      const known = size !== null && size > LARGEST ? TOO_LARGE : await recall(id);
      if (known === undefined) missing.set(id, size);
      else files.set(id, known);
    }
    const fresh = async (id: string, file: Promise<SourceFile>): Promise<void> => {
      files.set(id, await file);
      await keep(id, await file);
    };
    const large = [...missing].filter(([, size]) => size !== null && size > LARGEST_TEXT).map(([id]) => id);
    const small = [...missing].filter(([id]) => !large.includes(id));
    await Promise.all([
      ...large.map((id) => fresh(id, readRaw(id))),
      ...batchesOf(small).map(async (ids) => {
        const found = await objects.of(ids, true);
        await Promise.all(ids.map((id, index) => fresh(id, found[index] ? fileOf(found[index]) : readRaw(id))));
      }),
    ]);
    return files;
  };

  /** Few files come at once with their texts; for many it is worth asking first which are known or too large. */
  const readAt: Blobs['readAt'] = async (wanted) => {
    const distinct = new Map(wanted.map((at) => [nameOf(at), at]));
    const names = [...distinct.keys()];
    const withText = names.length <= MOST_TEXTS;
    const groups = chunksOf(names, MOST_IDS);
    const found = (await Promise.all(groups.map((group) => objects.of(group, withText)))).flat();
    const blobs = found.map((object) => (object?.['__typename'] === 'Blob' ? object : null));
    const texts = withText
      ? new Map<string, SourceFile>()
      : await readBlobs(
          blobs.flatMap((blob) => (blob ? [{ id: textOf(blob, 'oid'), size: numberOf(blob, 'byteSize') }] : [])),
        );
    const fileAt = async (at: FileAt, blob: Fields | null | undefined): Promise<SourceFile> => {
      if (!blob) return ABSENT;
      const id = textOf(blob, 'oid');
      const file = texts.get(id) ?? (await fileOf(blob));
      if (mayBeTarget(file) && (await isLink(at))) return NO_REGULAR_FILE;
      if (withText) await keep(id, file);
      return file;
    };
    const files = await Promise.all(names.map((each, index) => fileAt(distinct.get(each) as FileAt, blobs[index])));
    const byName = new Map(names.map((each, index) => [each, files[index] as SourceFile]));
    return wanted.map((at) => byName.get(nameOf(at)) ?? ABSENT);
  };

  return { readAt, readBlobs };
}

function nameOf({ revision, path }: FileAt): string {
  return `${checkedRevision(revision)}:${path}`;
}

/** Whether it is what git has, to the last byte: GitHub cuts texts, decodes other charsets and replaces what is not UTF-8. */
function isWhole(text: string, id: string): boolean {
  const bytes = Buffer.from(text);
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}

/** The target of a link is one line without an end. */
function mayBeTarget(file: SourceFile): boolean {
  return file.kind === 'text' && file.text !== '' && file.text.length <= LONGEST_TARGET && !file.text.includes('\n');
}

function batchesOf(blobs: readonly (readonly [id: string, size: number | null])[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const [id, size] of blobs) {
    const last = batches.at(-1);
    bytes += size ?? LARGEST_KEPT;
    if (last !== undefined && last.length < MOST_TEXTS && bytes <= MOST_BYTES) last.push(id);
    else {
      batches.push([id]);
      bytes = size ?? LARGEST_KEPT;
    }
  }
  return batches;
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
