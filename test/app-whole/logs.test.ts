/** The log: one id leads from a delivery to its job and its check run; decisions are named with who and by which right; debug says what was asked of GitHub. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeGitHub } from '../support/fake-github/index.ts';
import { runWith } from '../support/program-beside.ts';
import { startApp } from '../support/whole-app.ts';
import { BLOCK, baseOf, concludedIn, fingerprintOf, QUICK, useApp } from './support.ts';

const bed = useApp('linux/logs', {}, { LOG_LEVEL: 'debug' });

afterEach(() => bed.hub.heal());

type Line = Readonly<Record<string, unknown>>;

const nameOf = () => `${bed.repo.owner}/${bed.repo.name}`;

/** Of this test's repository, in their order. */
function linesOf(words: string): readonly Line[] {
  return bed.app.lines
    .filter((line) => line.startsWith('{') && line.includes(`"${nameOf()}"`))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ message }) => message === words);
}

test('the id of a delivery leads to its job, and to the check run that it began and concluded', async () => {
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.done(number);
  const delivery = bed.hub.deliveries.findLast(({ event }) => event.name === 'pull_request')?.guid;
  const about = { repository: nameOf(), pullRequest: number, delivery };
  const job = `pr/${bed.repo.id}/${number}`;
  const checkRun = bed.repo.runs(head)[0]?.id;
  expect(linesOf('a delivery came')).toContainEqual(
    expect.objectContaining({ ...about, became: 'accepted', jobs: [job] }),
  );
  for (const [words, more] of [
    ['a job was claimed', { attempts: 0 }],
    ['a check run was begun', { checkRun, head }],
    ['a check run was concluded', { checkRun, conclusion: 'neutral' }],
    ['a job ended', { outcome: 'done' }],
  ] as const)
    expect([words, linesOf(words)]).toEqual([
      words,
      expect.arrayContaining([expect.objectContaining({ ...about, job, ...more })]),
    ]);
});

test('who accepted and paused, with role and fingerprint, and not in which words', async () => {
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK });
  const fingerprint = fingerprintOf(await bed.concluded(head));
  bed.repo.setRole('mia', 'maintain');
  await bed.say(number, 'mia', `/audit accept ${fingerprint} because of a secret plan`);
  await bed.say(number, 'mia', '/audit pause');
  const about = { repository: nameOf(), pullRequest: number, actor: 'mia', role: 'maintain' };
  expect(linesOf('a decision was recorded')).toEqual([
    expect.objectContaining({ ...about, what: 'command accept', fingerprint, delivery: expect.any(String) }),
    expect.objectContaining({ ...about, what: 'command pause', delivery: expect.any(String) }),
  ]);
  expect(bed.app.lines.join('\n')).not.toContain('secret plan');
});

test('`records` exports decisions while the App runs', async () => {
  const data = mkdtempSync(join(tmpdir(), 'kra-records-'));
  const hub = await startFakeGitHub();
  const app = await startApp(hub, { data, env: QUICK });
  const repo = hub.repository('linux/records');
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [baseOf(repo)] });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  await hub.deliverAll();
  await concludedIn(hub, repo, head);
  repo.setRole('mia', 'maintain');
  const { id } = repo.comment(number, 'mia', '/audit pause');
  await hub.deliverAll();
  await hub.until(() => repo.comments(number).find((each) => each.id === id)?.reactions.length === 2);
  const { status, out, err } = await runWith({ KRA_DATA: data }, ['records', '--repo', 'linux/records']);
  expect([status, err]).toEqual([0, '']);
  expect(JSON.parse(out).records).toEqual([
    expect.objectContaining({
      ...{ repository: 'linux/records', pullRequest: number, actor: 'mia', what: 'command pause' },
      detail: expect.objectContaining({ role: 'maintain', head }),
    }),
  ]);
  expect(await app.stop()).toBe(0);
  expect((await runWith({ KRA_DATA: data }, ['records'])).out).toBe(out);
  await hub.close();
  rmSync(data, { recursive: true, force: true });
});

test('what a command leads to bears the id of the comment’s delivery', async () => {
  const { number } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.done(number);
  await bed.say(number, 'ada', '/audit');
  await bed.done(number, 2);
  const delivery = bed.hub.deliveries.findLast(({ event }) => event.name === 'issue_comment')?.guid;
  expect(linesOf('a job ended').map((line) => [line['job'], line['delivery']])).toEqual(
    expect.arrayContaining([[`pr/${bed.repo.id}/${number}`, delivery]]),
  );
});

test('each call of GitHub, with its route, status, time and what is left of the quota', async () => {
  const { number } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.done(number);
  expect(linesOf('a call of GitHub')).toContainEqual(
    expect.objectContaining({
      installation: bed.hub.installationId,
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      status: 200,
      milliseconds: expect.any(Number),
      remaining: expect.any(Number),
    }),
  );
  const metrics = await (await fetch(`${bed.app.url}/metrics`)).text();
  expect(metrics).toMatch(new RegExp(`kra_github_quota_remaining\\{installation="${bed.hub.installationId}"\\} \\d+`));
  expect(metrics).toContain('\nkra_store_ready 1\n');
});

test('GitHub’s limit is said once, with the time when it ends', async () => {
  bed.hub.fail({ route: 'GET /repos/{}/{}/pulls/{}', kind: 'secondary-limit', retryAfter: 1 });
  const { number } = await bed.open({ 'drivers/a.rs': BLOCK });
  while (linesOf("GitHub's limit of calls is reached").length === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await bed.done(number);
  const said = linesOf("GitHub's limit of calls is reached");
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({
    level: 'warn',
    installation: bed.hub.installationId,
    until: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
});
