/**
 * Kills the App at random moments, over and over, and looks whether anything was lost or done twice:
 * `node --import ./bench/typescript.js bench/chaos.ts [embedded|postgres] [kills] [pull requests] [seed]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeGitHub, startFakeGitHub } from '../test/support/fake-github/index.ts';
import { randomFrom } from '../test/support/fuzz/chance.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { startApp, type WholeApp } from '../test/support/whole-app.ts';

const [kind = 'embedded', killsGiven = '100', pullsGiven = '500', seedGiven = '1'] = process.argv.slice(2);
const KILLS = Number(killsGiven);
const PULLS = Number(pullsGiven);
const AUTHORS = 20;

const random = randomFrom(Number(seedGiven));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (words: string): void => void process.stderr.write(`chaos: ${words}\n`);

function driver(index: number, unsafe: boolean): string {
  return `pub fn read_${index}(p: *const u8) -> u8 {\n${unsafe ? '' : '    // SAFETY: `p` is valid for reads.\n'}    unsafe { *p }\n}\n`;
}

async function main(hub: FakeGitHub, env: Readonly<Record<string, string>>, data: string): Promise<boolean> {
  const repo = hub.repository('chaos/linux');
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n' } });
  const isPostgres = kind === 'postgres';
  const start = (command: 'serve' | 'worker'): Promise<WholeApp> => startApp(hub, { command, data, env });
  const apps: { command: 'serve' | 'worker'; app: WholeApp }[] = [{ command: 'serve', app: await start('serve') }];
  if (isPostgres) apps.push({ command: 'worker', app: await start('worker') });

  let killed = 0;
  let isOver = false;
  const killing = async (): Promise<void> => {
    while (killed < KILLS && !isOver) {
      await sleep(200 + random() * 1_800);
      const victim = apps[Math.floor(random() * apps.length)];
      if (victim === undefined) continue;
      await victim.app.kill();
      killed += 1;
      victim.app = await start(victim.command);
      if (killed % 10 === 0) say(`${killed} kills`);
    }
  };
  const numbers: number[] = [];
  const opening = async (): Promise<void> => {
    for (let index = 0; index < PULLS; index += 1) {
      const files = { [`drivers/d${index}.rs`]: driver(index, index % 2 === 0) };
      // one author's budget of calls would not do for all of them
      const author = `author-${index % AUTHORS}`;
      numbers.push(repo.openPullRequest({ head: repo.commit({ files, parents: [repo.tip()] }), author }).number);
      if (index % 3 === 2) {
        const number = numbers[Math.floor(random() * numbers.length)] as number;
        const file = [...repo.files(repo.pull(number).head).keys()].find((path) =>
          path.startsWith('drivers/'),
        ) as string;
        repo.push(
          number,
          repo.commit({ files: { [file]: driver(index, index % 2 === 1) }, parents: [repo.pull(number).head] }),
        );
      }
      await hub.deliverAll();
      await sleep(random() * 200);
    }
  };
  await Promise.all([killing(), opening()]);
  say(`${killed} kills and ${PULLS} pull requests are through; what was not answered is delivered again`);
  const answered = new Set(hub.deliveries.filter(({ status }) => status === 202).map(({ guid }) => guid));
  const lost = [...new Map(hub.deliveries.map((each) => [each.guid, each])).values()].filter(
    ({ guid }) => !answered.has(guid),
  );
  // as GitHub does when it is asked to by the sweeper
  for (const { event, guid } of lost) await hub.deliver(event, { guid });
  const heads = numbers.map((number) => repo.pull(number).head);
  const isDone = (head: string): boolean => repo.runs(head).some(({ status }) => status === 'completed');
  const patience = setTimeout(() => {
    isOver = true;
    say(`not all ended: ${heads.filter((head) => !isDone(head)).length} heads have no completed run`);
  }, 600_000);
  await hub.until(() => isOver || (heads.every(isDone) && repo.runs().every(({ status }) => status === 'completed')));
  clearTimeout(patience);
  await sleep(3_000);
  const good = heads.filter(
    (head) => repo.runs(head).filter(({ conclusion }) => conclusion !== 'cancelled').length === 1,
  );
  const open = repo.runs().filter(({ status }) => status !== 'completed');
  const twice = numbers.filter((number) => repo.comments(number).length > 1);
  const annotatedTwice = repo.runs().filter(({ annotations }) => {
    const places = annotations.map(({ path, start_line, title }) => `${path}:${start_line}:${title}`);
    return new Set(places).size < places.length;
  });
  process.stdout.write(
    `${kind}: ${killed} kills over ${PULLS} pull requests (seed ${seedGiven}), ${hub.deliveries.length} deliveries of which ${lost.length} had to come again; ` +
      `${good.length} of ${heads.length} heads have exactly one completed run, ${open.length} runs are in progress, ` +
      `${twice.length} pull requests have two comments, ${annotatedTwice.length} runs have an annotation twice\n`,
  );
  for (const head of heads.filter((each) => !good.includes(each)))
    for (const { externalId, title, conclusion, startedAt, completedAt } of repo.runs(head))
      say(`${externalId} ${conclusion} from ${startedAt} to ${completedAt}: ${title}`);
  for (const { app } of apps) await app.stop();
  return good.length === heads.length && open.length + twice.length + annotatedTwice.length === 0;
}

const hub = await startFakeGitHub({ limits: { primary: 10_000_000 } });
const postgres = kind === 'postgres' ? await startPostgres() : undefined;
const data = mkdtempSync(join(tmpdir(), 'kra-chaos-'));
const env = {
  LOG_LEVEL: 'error',
  KRA_LEASE_MS: '3000',
  KRA_WRITE_PAUSE_MS: '5',
  ...(postgres === undefined ? {} : { DATABASE_URL: await postgres.newDatabase() }),
};
const isGood = await main(hub, env, data);
await hub.close();
await postgres?.stop();
rmSync(data, { recursive: true, force: true });
process.exitCode = isGood ? 0 : 1;
