/**
 * How much of the Rust below folders the grammar reads, as a table.
 *
 *   node --import ./bench/typescript.js bench/grammar.ts FOLDER...
 *   node --import ./bench/typescript.js bench/grammar.ts --places FOLDER...     where it does not, in words
 *
 * `read`: as a review reads it, only what leads to unsafe code, SAFETY comments and lint attributes. `whole`: every line of it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRust } from '../src/rust/file.ts';
import { lex, type Tokens } from '../src/rust/lexer.ts';
import { parseSyntax } from '../src/rust/syntax.ts';
import { LineTable } from '../src/text/lines.ts';

const LIMIT_MS = 10_000;

/** A point behind each brace, so that all of them are read. */
function everywhere(tokens: Tokens): number[] {
  return tokens.allOf('{').map((brace) => tokens.start(brace + 1));
}

function measure(folder: string, showPlaces: boolean): string {
  const sums = { files: 0, read: 0, whole: 0, sites: 0, amid: 0, lost: 0 };
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const place = join(folder, path);
    if (!path.endsWith('.rs') || !statSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = readFileSync(place, 'utf8');
    const file = readRust(text);
    const tokens = lex(text);
    const errors = parseSyntax(tokens, everywhere(tokens), LIMIT_MS)?.errors;
    sums.files += 1;
    sums.read += file.unread.length === 0 ? 1 : 0;
    sums.whole += errors?.length === 0 ? 1 : 0;
    sums.sites += file.sites.length;
    sums.amid += file.unread.length === 0 ? 0 : file.sites.length;
    sums.lost += file.lost.length;
    if (!showPlaces) continue;
    for (const { reason } of file.unread) process.stdout.write(`${place}: read: ${reason}\n`);
    const lines = new LineTable(text);
    if (errors === undefined) process.stdout.write(`${place}: whole: the parser gave up\n`);
    for (const { start, end } of errors ?? []) {
      const code = JSON.stringify(text.slice(start, Math.min(end, start + 60)));
      process.stdout.write(`${place}:${lines.lineOf(start)}: whole: ${code}\n`);
    }
  }
  const share = (count: number) => `${count} (${((100 * count) / Math.max(1, sums.files)).toFixed(2)}%)`;
  return `| ${folder} | ${sums.files} | ${share(sums.read)} | ${share(sums.whole)} | ${sums.sites} | ${sums.amid} | ${sums.lost} |`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { places: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  process.stderr.write('usage: node --import ./bench/typescript.js bench/grammar.ts [--places] FOLDER...\n');
  process.exit(2);
}
const rows = positionals.map((folder) => measure(folder, values.places));
process.stdout.write(`
| folder | files | read without damage | the whole file without damage | sites | in files with damage | keywords without an account |
|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
`);
