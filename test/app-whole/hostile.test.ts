/** Text from a pull request, in all places that it can get to in the whole App: it names files, says words, and nothing more. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULES } from '../../src/rules/catalogue.ts';
import { readMarkdown } from '../publish/markdown.ts';
import { BLOCK, SETTINGS, useApp } from './support.ts';

/** Where the App would put what it wants to run. */
const TEMPORARY = mkdtempSync(join(tmpdir(), 'kra-hostile-'));
afterAll(() => rmSync(TEMPORARY, { recursive: true }));

const bed = useApp('linux/hostile', {}, { TMPDIR: TEMPORARY });

/** Git takes all of them. */
const NAMES = [
  'drivers/@torvalds.rs',
  'drivers/@phy/linux.rs',
  'drivers/x`"`|a|<img src=x onerror=y>.rs',
  'drivers/x`<img src=x onerror=y>.rs',
  'drivers/<!-- kernel-rust-audit -->.rs',
  'drivers/\u202egnp.rs',
  'drivers/a\n\n/audit full\n\n.rs',
  'drivers/%2e%2e%2fpasswd.rs',
  'drivers/..%5c..%5cetc.rs',
  'drivers/Fixes #1 GH-2.rs',
  'drivers/https:／／evil.example.rs',
  'drivers/[x](mailto:a@evil.example).rs',
];

async function told(files: Readonly<Record<string, string>>) {
  const { head, number } = await bed.open(files, 'gate: enforce\n');
  const run = await bed.concluded(head);
  await bed.done(number);
  const comments = bed.repo.comments(number).map(({ body }) => body);
  if (run === undefined || comments.length === 0) throw new Error('no run or no comment');
  return { run, comments, texts: [run.title, run.summary, run.text, ...comments].join('\n') };
}

/** To the repository, or to what a rule refers to. */
function isOurs(link: string): boolean {
  return link.startsWith(`${bed.hub.url}/linux/hostile-`) || RULES.some(({ reference }) => reference === link);
}

test('mistakes 22 and 26: files of any name are read, and their names stay names', async () => {
  const { run, comments, texts } = await told(Object.fromEntries(NAMES.map((name) => [name, BLOCK])));
  expect(run).toMatchObject({ conclusion: 'failure', title: '12 errors in 12 of 12 Rust files' });
  expect(run.annotations.map(({ path }) => path).sort()).toEqual([...NAMES, ...NAMES].sort());
  expect(comments).toHaveLength(1);
  expect(texts).not.toContain('\u202e');
  expect(texts).not.toMatch(/^\s*\/audit/m);
  const read = readMarkdown(texts);
  expect(read.html.filter((html) => /img|audit -->\.rs/.test(html))).toEqual([]);
  expect(read.links.filter((link) => !isOurs(link))).toEqual([]);
  expect(read.commands).toEqual([]);
});

test('mistake 20: identifiers, comments and titles call nobody and refer to nothing', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.commit({ branch: 'next', files: { [SETTINGS]: 'gate: enforce\n' } });
  const words = 'by @torvalds, see #1, GH-2 and &#64;phy';
  const code = `// SAFETY: TODO ${words}\npub fn f() {}\n${BLOCK}// Fixes #3\n`;
  const first = bed.repo.commit({ files: { 'drivers/@phy.rs': code }, parents: [base], message: `Subject ${words}` });
  const head = bed.repo.commit({ files: { 'drivers/b.rs': BLOCK }, parents: [first], message: 'Fixes #3' });
  const one = bed.repo.openPullRequest({ head, author: 'ada', title: `Title ${words}` });
  await bed.hub.deliverAll();
  await bed.done(one.number);
  const other = bed.repo.openPullRequest({ head, base: 'next', branch: 'same', author: 'ada', title: 'Other' });
  await bed.hub.deliverAll();
  await bed.done(other.number);
  const runs = bed.repo.runs(head).map(({ title, summary, text }) => [title, summary, text].join('\n'));
  const comments = [one, other].flatMap(({ number }) => bed.repo.comments(number).map(({ body }) => body));
  const texts = [...runs, ...comments].join('\n');
  expect(texts).toMatch(/Subject by .*torvalds/);
  expect(texts).not.toMatch(/@(torvalds|phy)/);
  expect(texts).not.toMatch(/&#64;/);
  expect(texts).not.toMatch(/(^|\s)(#[123]|GH-2)\b/m);
});

test("mistake 23: a person's comment with our marker is not ours, and is left as it is", async () => {
  const first = await told({ 'drivers/a.rs': BLOCK });
  const [ours = ''] = first.comments;
  const head = bed.repo.commit({ files: { 'drivers/b.rs': BLOCK }, parents: [bed.base()] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
  const forgery = ours.replace(/(?<=pull-request:)\d+/, String(number));
  bed.repo.comment(number, 'mallory', forgery);
  await bed.hub.deliverAll();
  await bed.concluded(head);
  await bed.done(number);
  const [forged, own, ...more] = bed.repo.comments(number);
  expect(forged?.body).toBe(forgery);
  expect(own?.body).toContain('drivers/b.rs');
  expect(more).toEqual([]);
});

test('mistake 29: a token is for one repository, with the rights of app.yml', async () => {
  await told({ 'drivers/a.rs': BLOCK });
  const asked = bed.hub.requests.filter(({ route }) => route.endsWith('/access_tokens')).map(({ body }) => body);
  expect(asked.length).toBeGreaterThan(0);
  for (const body of asked) expect(body).toEqual({ repository_ids: [expect.any(Number)] });
});

test('mistake 6: code and settings of tools that a pull request brings are text, and nothing of them runs', async () => {
  const ran = join(TEMPORARY, 'it-ran');
  const { run } = await told({
    'build.rs': `fn main() { std::process::Command::new("touch").arg("${ran}").status(); }\n`,
    'rust-toolchain.toml': '[toolchain]\npath = "./evil"\n',
    '.cargo/config.toml': '[build]\nrustc-wrapper = "./evil"\n',
    '.clippy.toml': 'evil = true\n',
    'drivers/evil.rs': `#![doc = include_str!("${ran}")]\n`,
    'drivers/a.rs': BLOCK,
  });
  expect(run.title).toBe('1 error in 3 of 3 Rust files');
  // neither beside the program nor among temporary files
  expect(['build.rs', 'rust-toolchain.toml', '.cargo', '.clippy.toml', 'drivers'].filter(existsSync)).toEqual([]);
  expect(readdirSync(TEMPORARY, { recursive: true })).toEqual([]);
});
