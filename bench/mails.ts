/**
 * Real mails: reads archives of mailing lists as public-inbox keeps them (a git repository each, one commit a mail, the
 * mail in its file `m`), and compares for every mail with Rust in its diff how many files we read with what git reads
 * (`git mailsplit`, `git mailinfo`, `git apply --numstat`). Prints figures, and for each difference the mail's commit and
 * ours and git's answer; never any of its text.
 *
 *   node --import ./bench/typescript.js bench/mails.ts ARCHIVE.git...
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readPatches } from '../src/patch/series.ts';
import { isFailure } from '../src/text/failure.ts';

/** What a mail comes to: the Rust files of its diff, each time that it stands there; or why there is none. */
type Answer = { readonly files: readonly string[] } | { readonly refused: string };

const folder = mkdtempSync(join(tmpdir(), 'mails-'));
const ENVIRONMENT = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

/** The mails of an archive whose bytes speak of Rust, or are encoded, so that they may. */
async function* mailsOf(archive: string): AsyncGenerator<{ readonly commit: string; readonly mail: Buffer }> {
  const commits = execFileSync('git', ['--git-dir', archive, 'rev-list', 'HEAD'], { maxBuffer: 1 << 30 }).toString().trim().split('\n');
  const child = spawn('git', ['--git-dir', archive, 'cat-file', '--batch', '--buffer'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(commits.map((commit) => `${commit}:m\n`).join(''));
  let rest = Buffer.alloc(0);
  let next = 0;
  for await (const piece of child.stdout) {
    rest = Buffer.concat([rest, piece as Buffer]);
    for (;;) {
      const newline = rest.indexOf('\n');
      if (newline === -1) break;
      const header = rest.subarray(0, newline).toString();
      const size = Number(/ blob (\d+)$/.exec(header)?.[1] ?? -1);
      if (size >= 0 && rest.length < newline + size + 2) break;
      const mail = Buffer.from(rest.subarray(newline + 1, newline + 1 + Math.max(size, 0)));
      rest = rest.subarray(newline + 1 + (size >= 0 ? size + 1 : 0));
      const commit = commits[next++] as string;
      if (size >= 0 && mayChangeRust(mail)) yield { commit, mail };
    }
  }
}

/** Cheap, and wide: the name of a Rust file and what may begin a diff, in the mail as it is or decoded. */
function mayChangeRust(mail: Buffer): boolean {
  if (/base64/i.test(mail.toString('latin1'))) {
    const lines = mail.toString('latin1').split(/\r?\n/).filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line));
    if (Buffer.from(lines.join(''), 'base64').includes('.rs')) return true;
  }
  return mail.includes('.rs') && /^(?:diff -|--- |Index: |<|[^>]*=[0-9A-F]{2})/m.test(mail.toString('latin1'));
}

function answerOfGit(mail: Buffer): Answer {
  const box = join(folder, 'box');
  rmSync(box, { recursive: true, force: true });
  mkdirSync(box);
  writeFileSync(join(folder, 'mail'), mail);
  const run = (words: readonly string[], input?: Buffer) => spawnSync('git', words, { cwd: folder, env: ENVIRONMENT, input, maxBuffer: 1 << 28 });
  if (run(['mailsplit', '-b', `-o${box}`, 'mail']).status !== 0) return { refused: 'mailsplit' };
  const patches = readdirSync(box).map((name) => {
    const { status } = run(['mailinfo', 'message', 'patch'], readFileSync(join(box, name)));
    return status === 0 ? readFileSync(join(folder, 'patch')) : null;
  });
  const patch = patches[0];
  if (patches.length !== 1 || patch == null) return { refused: 'mailinfo' };
  if (patch.length === 0) return { refused: 'no patch' };
  const numstat = run(['apply', '--numstat', '-z', 'patch']);
  if (numstat.status !== 0) return { refused: numstat.stderr.toString().split('\n')[0] ?? '' };
  const rows = numstat.stdout.toString().split('\0').filter((row) => row !== '');
  return { files: rows.map((row) => row.split('\t').at(-1) as string).filter(isRust).sort() };
}

async function ourAnswer(mail: Buffer): Promise<Answer> {
  const series = await readPatches([{ name: 'mail', bytes: mail }]);
  if (isFailure(series)) return { refused: `${series.where}: ${series.what}` };
  const files = series.patches.flatMap((patch) => patch.files.map(({ before, after }) => (after ?? before) as string));
  return { files: files.filter(isRust).sort() };
}

function isRust(path: string): boolean {
  return path.endsWith('.rs');
}

function idOf(mail: Buffer): string {
  return /^message-id:\s*(<[^>]*>)/im.exec(mail.toString('latin1').slice(0, 50_000))?.[1] ?? mail.toString('latin1');
}

const seen = new Set<string>();
const counts = { mails: 0, alike: 0, files: 0, readByUsAlone: 0, different: 0 };
for (const archive of process.argv.slice(2)) {
  const name = basename(archive) === 'repo' ? basename(dirname(archive)) : basename(archive);
  for await (const { commit, mail } of mailsOf(archive)) {
    const id = idOf(mail);
    if (seen.has(id)) continue;
    seen.add(id);
    const ours = await ourAnswer(mail);
    const theirs = answerOfGit(mail);
    const isOfRust = [ours, theirs].some((answer) => 'files' in answer && answer.files.length > 0);
    if (!isOfRust) continue;
    counts.mails++;
    if ('files' in ours && 'files' in theirs && ours.files.join('\n') === theirs.files.join('\n')) {
      counts.alike++;
      counts.files += ours.files.length;
    } else {
      if ('refused' in theirs) counts.readByUsAlone++;
      else counts.different++;
      process.stdout.write(`${name} ${commit}: ours ${shown(ours)}, git ${shown(theirs)}\n`);
    }
  }
  process.stderr.write(`${name}: ${JSON.stringify(counts)}\n`);
}
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(counts)}\n`);

function shown(answer: Answer): string {
  return 'files' in answer ? `${answer.files.length} files` : `refused (${answer.refused})`;
}
