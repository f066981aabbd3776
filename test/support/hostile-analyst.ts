/**
 * An analyst that fares ill with files of certain names: the guard's test needs a parser that crashes and one that hangs, and one that
 * tells what environment and what heap it has.
 */
import { getHeapStatistics } from 'node:v8';
import { serveAnalyses } from '../../src/pool/analyst-process.ts';

const hoard: unknown[] = [];

serveAnalyses('test', (path) => {
  if (path.includes('environment')) throw new Error(`its environment is ${JSON.stringify(process.env)};`);
  if (path.includes('heap')) throw new Error(`its heap is ${getHeapStatistics().heap_size_limit} bytes;`);
  if (path.includes('crash')) process.abort();
  while (path.includes('hang')) Math.sqrt(2);
  while (path.includes('hoard')) hoard.push(Buffer.alloc(1024 * 1024, 1));
});
