/** Objects of a repository, read through one `git cat-file --batch` (https://git-scm.com/docs/git-cat-file#_batch_output). */
import { LARGEST_FILE, type SourceFile } from '../app/ports/source-tree.ts';
import { isFailure } from '../text/failure.ts';
import { ByteReader } from './byte-reader.ts';
import { endOf, startGit } from './command.ts';

export type GitObject =
  | { readonly kind: 'object'; readonly type: string; readonly id: string; readonly bytes: Buffer }
  | { readonly kind: 'too-large' | 'missing' | 'ambiguous' }
  | { readonly kind: 'broken'; readonly words: string };

/** Reads objects by names that hold no line break; as many answers as names, in their order. An abbreviation means a blob. */
export async function readObjects(folder: string, names: readonly string[]): Promise<readonly GitObject[]> {
  if (names.length === 0) return [];
  const child = startGit(folder, ['cat-file', '--batch'], { config: [['core.disambiguate', 'blob']] });
  const ended = endOf(child);
  child.stdin.end(names.map((name) => `${name}\n`).join(''));

  const output = new ByteReader(child.stdout);
  const objects: GitObject[] = [];
  for (let object = await nextObject(output); object !== null; object = await nextObject(output)) objects.push(object);

  const end = await ended;
  const words = isFailure(end) ? end.what : `git stopped: ${end.words}`;
  return names.map((_, index) => objects[index] ?? { kind: 'broken', words });
}

/** Null where the output ends, be it in the middle. */
async function nextObject(output: ByteReader): Promise<GitObject | null> {
  const header = await output.line();
  if (header === null) return null;
  const [, id, type, length] = /^([0-9a-f]+) ([a-z]+) (\d+)$/.exec(header) ?? [];
  if (id === undefined || type === undefined) return { kind: header.endsWith(' ambiguous') ? 'ambiguous' : 'missing' };

  const size = Number(length);
  if (size > LARGEST_FILE) {
    await output.skip(size + 1);
    return { kind: 'too-large' };
  }
  const bytes = await output.take(size);
  await output.skip(1);
  return bytes === null ? null : { kind: 'object', type, id, bytes };
}

/** A blob as a file; `ifMissing` is what it means that it is not there. */
export function fileOf(object: GitObject | undefined, ifMissing: SourceFile): SourceFile {
  switch (object?.kind) {
    case 'object':
      return object.type === 'blob' ? { kind: 'text', text: object.bytes.toString() } : ifMissing;
    case 'too-large':
      return { kind: 'unreadable', reason: `it is larger than ${LARGEST_FILE >> 20} MB` };
    case 'ambiguous':
      return { kind: 'unreadable', reason: 'more than one blob begins with this id' };
    case 'broken':
      return { kind: 'unreadable', reason: object.words };
    default:
      return ifMissing;
  }
}
