/** A process of its own: auditing 7.3.4 in one thread and bare parsing of the same files, in turn; prints the wall-clock milliseconds of each round, as JSON. */
import Parser from 'tree-sitter';
import Rust from 'tree-sitter-rust';
import { AFTER, rustFiles } from './kernel.js';
import { DIST } from './measure.js';

const load = (file) => import(new URL(file, DIST).href);
const { auditFile, factsOf } = await load('review/audit.js');
const { DEFAULT_POLICY } = await load('review/policy.js');
const { RULES_OF_FILES } = await load('rules/catalogue.js');

const ROUNDS = 5;
const files = rustFiles(AFTER);
const parser = new Parser();
parser.setLanguage(Rust);
const parse = ({ text }) => parser.parse(text, undefined, { bufferSize: text.length * 2 + 1 });
const facts = factsOf({ hasByteDerives: true, isIncluded: false });
const audit = ({ path, text }) => auditFile(path, text, RULES_OF_FILES, DEFAULT_POLICY, facts);

const times = { parse: [], audit: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, work] of Object.entries({ parse, audit })) {
    const begin = performance.now();
    for (const file of files) work(file);
    times[name].push(performance.now() - begin);
    await release();
  }
}
process.stdout.write(JSON.stringify(times));

/** The parser's trees go with a collection and a turn of the event loop. */
async function release() {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
