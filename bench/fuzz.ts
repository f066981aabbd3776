/**
 * Hostile inputs by chance: no crash, no hang, no broken account.
 *
 *   node --import ./bench/typescript.js bench/fuzz.ts [--inputs N] [--seed S] [--only KIND] [--from NUMBER] [--corpus FOLDER]
 *   node --import ./bench/typescript.js bench/fuzz.ts --replay FILE
 *
 * KIND is rust, diff, mail, yaml or webhook; of all kinds N is the sum. Inputs are counted from NUMBER on. FOLDER holds Rust
 * files to mutate with those of this repository. A failing input goes to a file, with the command that tries it again; the
 * exit status is 1 then. Stopped by Ctrl-C it prints what it has, with status 1.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inputOf, KIND_NAMES, type KindName, kindsWith, troubleOf } from '../test/support/fuzz/fuzz.ts';
import type { Kind } from '../test/support/fuzz/kind.ts';
import { textsBelow } from '../test/support/fuzz/seeds.ts';

/** Of a hundred inputs so many are of a kind. */
const SHARES: Readonly<Record<KindName, number>> = { rust: 40, diff: 20, mail: 20, yaml: 10, webhook: 10 };
/** In ms of the processor's time, since the machine may be busy with other things: an input that takes longer hangs. */
const HANG = 5_000;
/** Of one kind so many failing inputs are kept; then the next kind comes. */
const MOST_FAILURES = 20;
const COMMAND = 'node --import ./bench/typescript.js bench/fuzz.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    corpus: { type: 'string' },
    replay: { type: 'string' },
  },
});
const say = (words: string): void => void process.stderr.write(`fuzz: ${words}\n`);
const seed = numberIn('seed');

function numberIn(option: 'inputs' | 'seed' | 'from'): number {
  const text = values[option];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return refuse(`--${option} is a whole number, not ${text}`);
}

function refuse(why: string): never {
  say(why);
  process.exit(2);
}

const isKind = (name: string): name is KindName => (KIND_NAMES as readonly string[]).includes(name);

interface Row {
  readonly kind: KindName;
  inputs: number;
  longest: number;
  failures: number;
}

async function main(): Promise<boolean> {
  if (values.replay !== undefined) return replay(values.replay);
  const corpus = values.corpus === undefined ? [] : textsBelow(values.corpus, '.rs').map(([, text]) => text);
  if (values.corpus !== undefined && corpus.length === 0) refuse(`${values.corpus} holds no Rust files`);
  if (numberIn('inputs') === 0) refuse('--inputs is at least 1');
  const kinds = kindsWith(corpus);
  const names = KIND_NAMES.filter((name) => values.only === undefined || values.only === name);
  if (names.length === 0) refuse(`--only is one of ${KIND_NAMES.join(', ')}`);
  const parts = names.reduce((sum, name) => sum + SHARES[name], 0);
  const rows: Row[] = [];
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });
  for (const kind of names) {
    const row: Row = { kind, inputs: 0, longest: 0, failures: 0 };
    rows.push(row);
    const from = numberIn('from');
    const end = from + Math.round((numberIn('inputs') * SHARES[kind]) / parts);
    for (let number = from; number < end && row.failures < MOST_FAILURES && !isStopped; number += 1) {
      const input = inputOf(kinds, kind, seed, number);
      const { trouble, took } = await timed(kinds[kind], input);
      row.inputs += 1;
      row.longest = Math.max(row.longest, took);
      const wrong = trouble ?? (took > HANG ? `it took ${Math.round(took)} ms` : null);
      if (wrong !== null) {
        row.failures += 1;
        keep(kind, number, input, wrong);
      }
      // a signal is heard between two turns alone
      if (row.inputs % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (row.inputs % 10_000 === 0) say(`${kind}: ${row.inputs} inputs, ${row.failures} failures`);
    }
  }
  const lines = rows.map(
    ({ kind, inputs, longest, failures }) =>
      `| ${kind} | ${inputs.toLocaleString('en')} | ${Math.round(longest)} ms | ${failures} |`,
  );
  process.stdout.write(`| kind | inputs | longest | failures |\n|---|--:|--:|--:|\n${lines.join('\n')}\n`);
  if (isStopped) say('stopped before the end');
  return !isStopped && rows.every(({ failures }) => failures === 0);
}

/** What is wrong, and how long it took to find out, in ms of the processor's time. */
async function timed(kind: Kind, input: unknown): Promise<{ readonly trouble: string | null; readonly took: number }> {
  const begun = process.cpuUsage();
  const trouble = await troubleOf(kind, input);
  const { user, system } = process.cpuUsage(begun);
  return { trouble, took: (user + system) / 1000 };
}

let folder: string | undefined;

function keep(kind: KindName, number: number, input: unknown, trouble: string): void {
  folder ??= mkdtempSync(join(tmpdir(), 'kra-fuzz-'));
  const file = join(folder, `${kind}-${seed}-${number}.json`);
  writeFileSync(file, JSON.stringify({ kind, seed, number, trouble, input }, null, 2));
  say(`${kind} ${number}: ${trouble}\n  ${COMMAND} --replay ${file}`);
}

async function replay(file: string): Promise<boolean> {
  const { kind, input } = JSON.parse(readFileSync(file, 'utf8')) as { readonly kind: string; readonly input: unknown };
  if (!isKind(kind)) return refuse(`${file} holds no input of the fuzzer`);
  const { trouble, took } = await timed(kindsWith()[kind], input);
  say(trouble ?? `nothing is wrong with it; it took ${Math.round(took)} ms`);
  return trouble === null && took <= HANG;
}

process.exitCode = (await main()) ? 0 : 1;
