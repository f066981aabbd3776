/**
 * Trees of the parser live outside V8's heap: its collector sees a few bytes and leaves hundreds of megabytes allocated.
 * So a collection is asked for after every so much parsed text.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** In UTF-16 units of source. A tree takes some 25 bytes for each. */
const TEXT_BETWEEN_COLLECTIONS = 4_000_000;

let sinceCollection = 0;
let collect: (() => void) | undefined;

/** Notes that `length` units of text were parsed, and collects where it is time. */
export function collectNow(length: number): void {
  sinceCollection += length;
  if (sinceCollection < TEXT_BETWEEN_COLLECTIONS) return;
  sinceCollection = 0;
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
