/**
 * Real mails: reads archives of mailing lists as public-inbox keeps them (a git repository each, one commit a mail, the
 * mail in its file `m`), and compares for every mail with Rust in its diff the files that we read with those that git
 * reads (`git mailsplit`, `git mailinfo`, `git apply --numstat`). A mail that came through several lists counts once.
 * Prints each difference by the mail's commit, and figures; never any text of a mail.
 *
 *   node --import ./bench/typescript.js bench/mails.ts ARCHIVE.git...
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readPatches } from '../src/patch/series.ts';
import { isFailure } from '../src/text/failure.ts';

interface ArchivedMail {
  readonly place: string;
  readonly bytes: Buffer;
}

/** The Rust files of a mail's diff, each as often as it stands there; or why there is no answer. */
type Answer = { readonly files: readonly string[] } | { readonly refusal: string };

const BATCH = 200;

/** The mails of an archive that may change Rust. */
async function* mailsOf(archive: string): AsyncGenerator<ArchivedMail> {
  const name = ['repo', '.git'].includes(basename(archive)) ? basename(dirname(archive)) : basename(archive);
  const listed = execFileSync('git', ['--git-dir', archive, 'rev-list', 'HEAD'], { maxBuffer: 1 << 30 }).toString();
  const commits = listed.trim().split('\n');
  const child = spawn('git', ['--git-dir', archive, 'cat-file', '--batch', '--buffer']);
  child.stdin.end(commits.map((commit) => `${commit}:m\n`).join(''));
  let rest = Buffer.alloc(0);
  let next = 0;
  for await (const piece of child.stdout) {
    rest = Buffer.concat([rest, piece as Buffer]);
    for (let newline = rest.indexOf('\n'); newline !== -1; newline = rest.indexOf('\n')) {
      const size = Number(/ blob (\d+)$/.exec(rest.subarray(0, newline).toString())?.[1] ?? -1);
      const end = newline + 1 + (size === -1 ? 0 : size + 1);
      if (rest.length < end) break;
      const bytes = rest.subarray(newline + 1, Math.max(newline + 1, end - 1));
      const place = `${name} ${commits[next++]}`;
      if (mayChangeRust(bytes)) yield { place, bytes: Buffer.from(bytes) };
      rest = rest.subarray(end);
    }
  }
}

/** Cheap, and wide: the name of a Rust file, and a line that begins a patch, in the mail as it is or behind base64. */
function mayChangeRust(bytes: Buffer): boolean {
  if (bytes.includes('.rs') && beginsPatch(bytes)) return true;
  if (!/base64/i.test(bytes.subarray(0, 20_000).toString('latin1'))) return false;
  const lines = bytes.toString('latin1').split(/\r?\n/);
  const decoded = Buffer.from(lines.filter((line) => /^[A-Za-z0-9+/=]{8,}$/.test(line)).join(''), 'base64');
  return decoded.includes('.rs') && beginsPatch(decoded);
}

function beginsPatch(bytes: Buffer): boolean {
  return /^(?:diff -|--- |Index: )/m.test(bytes.toString('latin1'));
}

async function ourAnswer({ bytes }: ArchivedMail): Promise<Answer> {
  const series = await readPatches([{ name: 'mail', bytes }]);
  if (isFailure(series)) return { refusal: `${series.where}: ${series.what}` };
  return rustFiles(series.patches.flatMap(({ files }) => files.map(({ before, after }) => after ?? before ?? '')));
}

function rustFiles(paths: readonly string[]): Answer {
  return { files: paths.filter((path) => path.endsWith('.rs')).sort() };
}

/** What `git am` does before it looks at the tree; the mails lie in `0001`, `0002` and so on. */
const SCRIPT = `for mail in [0-9]*; do
  { git mailinfo message "$mail.patch" < "$mail" > info && test -s "$mail.patch" &&
    git apply --numstat -z "$mail.patch" > "$mail.numstat"; } 2> "$mail.said" || : > "$mail.refused"
done`;

function answersOfGit(mails: readonly ArchivedMail[]): readonly Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'mails-'));
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const names = mails.map((_, index) => `mail${index}`);
  for (const [index, { bytes }] of mails.entries()) writeFileSync(join(folder, `mail${index}`), bytes);
  const count = execFileSync('git', ['mailsplit', '-b', '-o.', ...names], { cwd: folder, env })
    .toString()
    .trim();
  if (count !== `${mails.length}`) {
    rmSync(folder, { recursive: true });
    if (mails.length > 1) return mails.flatMap((mail) => answersOfGit([mail]));
    return [{ refusal: `cut into ${count} mails` }];
  }
  execFileSync('sh', ['-c', SCRIPT], { cwd: folder, env });
  const answers = mails.map((_, index): Answer => {
    const file = (ending: string) => join(folder, `${`${index + 1}`.padStart(4, '0')}.${ending}`);
    if (existsSync(file('refused'))) return { refusal: refusalOf(readFileSync(file('said')).toString()) };
    const rows = readFileSync(file('numstat')).toString().split('\0');
    return rustFiles(rows.map((row) => row.split('\t').at(-1) ?? ''));
  });
  rmSync(folder, { recursive: true });
  return answers;
}

/** What git said, without the names in it. */
function refusalOf(said: string): string {
  const error = said.split('\n').find((line) => /^(?:error|fatal):/.test(line));
  return error?.replaceAll(/[^ ]*[/.][^ ]*/g, '...').slice(0, 60) ?? 'no patch';
}

function idOf({ bytes }: ArchivedMail): string {
  const text = bytes.toString('latin1');
  return /^message-id:\s*(<[^>]*>)/im.exec(text)?.[1] ?? text;
}

function shown(answer: Answer): string {
  return 'files' in answer ? `${answer.files.length} files` : `refused (${answer.refusal})`;
}

const seen = new Set<string>();
const counts = {
  mails: 0,
  files: 0,
  alike: 0,
  refusedByBoth: 0,
  refusedByGitAlone: 0,
  refusedByUsAlone: 0,
  different: 0,
};

async function compare(mails: readonly ArchivedMail[]): Promise<void> {
  const theirs = answersOfGit(mails);
  for (const [index, mail] of mails.entries()) count(mail, await ourAnswer(mail), theirs[index] as Answer);
}

function count(mail: ArchivedMail, ours: Answer, theirs: Answer): void {
  const isOfRust = [ours, theirs].some((answer) => 'files' in answer && answer.files.length > 0);
  if (!isOfRust) {
    if ('refusal' in ours && 'refusal' in theirs) counts.refusedByBoth++;
    return;
  }
  counts.mails++;
  if ('files' in ours) counts.files += ours.files.length;
  if ('refusal' in ours) counts.refusedByUsAlone++;
  else if ('refusal' in theirs) counts.refusedByGitAlone++;
  else if (ours.files.join('\n') === theirs.files.join('\n')) counts.alike++;
  else counts.different++;
  const isAlike = 'files' in ours && 'files' in theirs && ours.files.join('\n') === theirs.files.join('\n');
  if (!isAlike) process.stdout.write(`${mail.place}: ours ${shown(ours)}, git ${shown(theirs)}\n`);
}

for (const archive of process.argv.slice(2)) {
  let batch: ArchivedMail[] = [];
  for await (const mail of mailsOf(archive)) {
    const id = idOf(mail);
    if (seen.has(id)) continue;
    seen.add(id);
    batch.push(mail);
    if (batch.length < BATCH) continue;
    await compare(batch);
    batch = [];
  }
  await compare(batch);
  process.stderr.write(`${archive}: ${JSON.stringify(counts)}\n`);
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
