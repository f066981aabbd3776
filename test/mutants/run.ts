/**
 * `npm run test:mutants`: applies each mutant of test/mutants/*.json to a copy of the checkout and wants its tests red.
 * `-- WORD ...`: only those with all words in their file, sentence or tests.
 */
import { availableParallelism } from 'node:os';
import { readTables } from './table.ts';
import { tryAll } from './try-all.ts';

const MOST_WORKERS = 2;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const words = process.argv.slice(2);
const mutants = readTables(process.cwd()).filter((mutant) => {
  const text = JSON.stringify(mutant);
  return words.every((word) => text.includes(word));
});
const workers = Math.min(MOST_WORKERS, availableParallelism());
const verdicts = await tryAll(mutants, process.cwd(), workers, ({ kind, mutant: { file, what }, why, seconds }) => {
  const more = why === null ? '' : `\n         ${why}`;
  process.stdout.write(`${kind.padEnd(8)} ${file}: ${what} (${seconds.toFixed(1)} s)${more}\n`);
});
const count = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind).length;
process.stdout.write(
  `\n${count('killed')} killed, ${count('survived')} survived, ${count('refused')} refused, in ${Math.round(performance.now() / 1000)} s\n`,
);
process.exitCode = count('killed') === verdicts.length && verdicts.length > 0 ? 0 : 1;
