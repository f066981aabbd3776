/** Objects of a repository, read through one `git cat-file --batch` (https://git-scm.com/docs/git-cat-file#_batch_output). */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { LARGEST_FILE, type SourceFile } from '../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { ByteReader } from './byte-reader.ts';
import { endOf, startGit } from './command.ts';

export type GitObject =
  | { readonly kind: 'object'; readonly type: string; readonly id: string; readonly bytes: Buffer }
  | { readonly kind: 'too-large' | 'missing' | 'ambiguous' }
  /** Git stopped before it came to it. */
  | { readonly kind: 'broken'; readonly failure: Failure };

/** The objects of one repository. */
export interface ObjectReader {
  /** Reads objects by names that hold no line break; as many answers as names, in their order. An abbreviation means a blob. */
  read(names: readonly string[]): Promise<readonly GitObject[]>;
}

/** A git that answers as long as it lives. */
interface Git {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: ByteReader;
  readonly ended: ReturnType<typeof endOf>;
}

/** Starts git when it is first needed, and again after it stopped; it ends with this process. */
export function objectReader(folder: string): ObjectReader {
  let git: Git | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const readNow = async (names: readonly string[]): Promise<readonly GitObject[]> => {
    git ??= start(folder);
    const { child, output, ended } = git;
    hold(child, true);
    child.stdin.write(names.map((name) => `${name}\n`).join(''));
    const objects: GitObject[] = [];
    while (objects.length < names.length) {
      const object = await nextObject(output);
      if (object === null) break;
      objects.push(object);
    }
    if (objects.length === names.length) {
      hold(child, false);
      return objects;
    }
    git = null;
    child.stdin.end();
    const end = await ended;
    const stopped = isFailure(end) ? end : failure(folder, `git stopped: ${end.words}`, 'check it with `git fsck`');
    return names.map((_, index) => objects[index] ?? { kind: 'broken', failure: stopped });
  };

  return {
    read: (names) => {
      if (names.length === 0) return Promise.resolve([]);
      const reading = last.then(() => readNow(names));
      last = reading;
      return reading;
    },
  };
}

function start(folder: string): Git {
  const child = startGit(folder, ['cat-file', '--batch'], { config: [['core.disambiguate', 'blob']] });
  return { child, output: new ByteReader(child.stdout), ended: endOf(child) };
}

/** Whether this process waits for it. A git without work ends when this process closes its input. */
function hold(child: ChildProcessWithoutNullStreams, isWanted: boolean): void {
  // pipes are sockets, which their types do not say
  const handles: readonly unknown[] = [child, child.stdin, child.stdout, child.stderr];
  for (const handle of handles as readonly Pick<ChildProcessWithoutNullStreams, 'ref' | 'unref'>[]) {
    if (isWanted) handle.ref();
    else handle.unref();
  }
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
      return { kind: 'unreadable', reason: object.failure.what };
    default:
      return ifMissing;
  }
}
