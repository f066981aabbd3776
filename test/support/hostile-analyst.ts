/** An analyst that fares ill with files of certain names: the guard's test needs a parser that crashes and one that hangs. */
import { serveAnalyses } from '../../src/pool/analyst.ts';

const hoard: unknown[] = [];

serveAnalyses('test', (path) => {
  const isCrash = path.includes('crash') && (!path.includes('if-secret') || 'KRA_TEST_SECRET' in process.env);
  if (isCrash) process.abort();
  while (path.includes('hang')) Math.sqrt(2);
  while (path.includes('hoard')) hoard.push(Buffer.alloc(1024 * 1024, 1));
});
