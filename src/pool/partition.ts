/**
 * The part of the cache that one task may use. The process that reads hostile text says only names; the keys are made here, of the names and
 * of what the process cannot choose: the installation, the repository and the kind of the task. So one that was taken over can spoil
 * no other repository's entries, none of what the server itself keeps, and by the limits it cannot push much out of the cache.
 */

import type { Cache } from '../app/ports/source-tree.ts';
import type { Owner } from '../app/review/analyst-port.ts';
import type { Task } from './protocol.ts';

export interface Partition {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
}

/** A name is a hash in 64 hexadecimal digits. */
const LONGEST_NAME = 64;
/** A review keeps the abstraction index, an audit that and the audits of all files. */
export const MOST_PUTS = 8;
/** In UTF-16 units of JSON, all values of a task: the audits of a kernel's 1,200 Rust files have some 12 million. */
export const MOST_KEPT = 32 * 1024 * 1024;

/** @param cache the server's; a new partition for each task */
export function partitionOf(cache: Cache, { installation, id }: Owner, kind: Task['kind']): Partition {
  const keyOf = (name: string): string | undefined =>
    typeof name === 'string' && name.length <= LONGEST_NAME
      ? cache.keyOf(['analysis', String(installation), String(id), kind, name])
      : undefined;
  let puts = 0;
  let kept = 0;
  return {
    get: async (name) => {
      const key = keyOf(name);
      return key === undefined ? undefined : cache.get(key);
    },
    put: async (name, value) => {
      const key = keyOf(name);
      puts += 1;
      if (key === undefined || puts > MOST_PUTS) return;
      kept += JSON.stringify(value)?.length ?? 0;
      if (kept <= MOST_KEPT) await cache.put(key, value);
    },
  };
}
