/**
 * How often the review is right, on patches that maintainers have looked at: remarks that they made, and patches that they
 * applied. Reads the mails, reviews each by itself, and holds the findings against the labels in this folder. Prints tables,
 * and each mistake by its label's id; never a word of a mail.
 *
 *   npm run build
 *   node --import ./bench/typescript.js bench/labels/run.ts FOLDER            clones of public-inbox archives in it
 *   node --import ./bench/typescript.js bench/labels/run.ts https://lore.kernel.org/all
 *   ... --repo LINUX     with whole files, where the repository has what a patch applies to
 *   ... --write          rewrites the tables of docs/accuracy.md, and src/rules/accuracy-figures.ts, from which the rules' pages are made
 *
 * A clone is found by its archive's name, which may have its owner's in front; the mail is the file `m` of its commit.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { AccuracyFigures } from '../../src/rules/accuracy.ts';
import { type Case, type Figures, type Label, scoreOf } from './score.ts';
import { accuracyTables } from './tables.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
const at = (name: string) => new URL(name, import.meta.url);

/** Some archives send gigabytes for a wrong address. */
const LARGEST_MAIL = 32 << 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repo: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const [source] = positionals;
if (source === undefined || positionals.length !== 1) {
  process.stderr.write('usage: run.ts FOLDER|https://SERVER/LIST [--repo LINUX] [--write]\n');
  process.exit(2);
}

const LABELS: readonly Label[] = ['remarks', 'accepted'].flatMap((set) =>
  readFileSync(at(`${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ ...JSON.parse(line), set })),
);

const mailOf = source.startsWith('http') ? overHttp(source) : fromClones(source);
const folder = mkdtempSync(join(tmpdir(), 'labels-'));
const cases: Case[] = [];
try {
  const waiting = [...LABELS];
  await Promise.all(
    [0, 1].map(async () => {
      for (let label = waiting.shift(); label !== undefined; label = waiting.shift()) cases.push(await caseOf(label));
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}

const figures: Figures = scoreOf(cases.sort((a, b) => LABELS.indexOf(a.label) - LABELS.indexOf(b.label)));
process.stdout.write(accuracyTables(figures));
if (values.write) {
  const { accepted, finding, partial, rules } = figures;
  const accuracy: AccuracyFigures = { patches: accepted.patches, remarks: finding.of + partial.of, rules };
  const written = at('../../src/rules/accuracy-figures.ts');
  const head = readFileSync(written, 'utf8').replace(/(= )[\s\S]*/, '$1');
  writeFileSync(written, `${head}${JSON.stringify(accuracy)};\n`);
  const page = at('../../docs/accuracy.md');
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(
      /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/,
      (_, open, close) => open + accuracyTables(figures) + close,
    ),
  );
}

async function caseOf(label: Label): Promise<Case> {
  const mail = await mailOf(label);
  if (mail === undefined) return { label, review: null, why: 'the mail is not at hand' };
  const file = join(folder, `${label.id}.mail`);
  writeFileSync(file, mail);
  const flags = values.repo === undefined ? [] : ['--repo', values.repo];
  const run = await promisify(execFile)(process.execPath, [PROGRAM, 'review', file, '--format', 'json', ...flags], {
    maxBuffer: 1 << 28,
  }).catch((error: { stdout?: string; stderr?: string }) => ({
    stdout: error.stdout ?? '',
    stderr: error.stderr ?? '',
  }));
  if (run.stdout === '') return { label, review: null, why: 'the patch is refused' };
  return { label, review: JSON.parse(run.stdout), why: null };
}

function fromClones(path: string): (label: Label) => Promise<Buffer | undefined> {
  const names = readdirSync(path);
  return async ({ archive, commit }) => {
    const name = names.find((each) => archive !== undefined && each.endsWith(archive));
    if (name === undefined || commit === undefined) return undefined;
    for (const git of [join(path, name), join(path, name, '.git'), join(path, name, 'repo')]) {
      try {
        return execFileSync('git', ['--git-dir', git, 'show', `${commit}:m`], {
          maxBuffer: LARGEST_MAIL,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {}
    }
    return undefined;
  };
}

function overHttp(server: string): (label: Label) => Promise<Buffer | undefined> {
  return async ({ patch }) => {
    if (patch === undefined) return undefined;
    const answer = await fetch(`${server.replace(/\/$/, '')}/${encodeURIComponent(patch)}/raw`, { redirect: 'error' });
    if (!answer.ok) return undefined;
    const mail = Buffer.from(await answer.arrayBuffer());
    return mail.length > LARGEST_MAIL ? undefined : mail;
  };
}
