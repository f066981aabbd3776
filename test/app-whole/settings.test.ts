/** Settings of the base that have mistakes, or extend others: each pull request gets its review, and the check says what is wrong. */
import type { FakeRepository } from '../support/fake-github/index.ts';
import { BLOCK, SETTINGS, useApp } from './support.ts';

const CHECK = 'kernel-rust-audit';
const CONFIG = `${CHECK} / config`;
const BROKEN = 'gate: nonsense\n';

/** An installation is of one owner: each test has repositories of its own there. */
let count = 0;
const bed = useApp('linux/settings');

interface Repositories {
  readonly repo: FakeRepository;
  readonly parent: FakeRepository;
}

function repositories({ isPrivate = false, isInstalled = false } = {}): Repositories {
  count += 1;
  const repo = bed.hub.repository(`linux/settings-${count}x`);
  return { repo, parent: bed.hub.repository(`linux/shared-${count}`, { isPrivate, isInstalled }) };
}

/** Opens a pull request with a block without a comment upon a base with these settings. */
async function open(repo: FakeRepository, settings: string | null, files: Readonly<Record<string, string>> = {}) {
  const base = { 'rust/kernel/lib.rs': '//! The kernel crate.\n' };
  const parent = repo.commit({ files: settings === null ? base : { ...base, [SETTINGS]: settings } });
  return openUpon(repo, parent, files);
}

async function openUpon(repo: FakeRepository, parent: string, files: Readonly<Record<string, string>> = {}) {
  const head = repo.commit({ files: { 'rust/kernel/p.rs': BLOCK, ...files }, parents: [parent] });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  await bed.hub.deliverAll();
  return { head, number };
}

/** The newest run of a name, when so many of that name are completed. */
async function concluded(repo: FakeRepository, head: string, name = CHECK, times = 1) {
  const completed = () => repo.runs(head).filter((run) => run.name === name && run.status === 'completed');
  await bed.hub.until(() => completed().length >= times);
  return completed().at(-1);
}

describe('_extends', () => {
  test.each([
    ['a public repository without the App', { isPrivate: false, isInstalled: false }],
    ['a public repository with the App', { isPrivate: false, isInstalled: true }],
    ['a private repository with the App', { isPrivate: true, isInstalled: true }],
  ])('of %s: its settings hold', async (_, options) => {
    const { repo, parent } = repositories(options);
    parent.commit({ files: { [SETTINGS]: 'gate: enforce\nrules: { undocumented-unsafe: off }\n' } });
    const { head } = await open(repo, `_extends: ${parent.name}\n`);
    const run = await concluded(repo, head);
    expect(run?.conclusion).toBe('success');
    expect(run?.summary).not.toContain('have mistakes');
  });

  test.each<[string, object, string | null, string, string]>([
    ['a private repository without the App', { isPrivate: true }, 'gate: strict\n', 'PARENT', 'App is not installed'],
    ['a repository without the file', {}, null, 'PARENT', 'do not exist'],
    ['a folder', {}, 'gate: strict\n', 'PARENT:.github', 'is a folder'],
    ['broken settings', {}, BROKEN, 'PARENT', 'nonsense'],
    ['settings that extend others', {}, '_extends: more\n', 'PARENT', 'extends settings itself'],
    ['another owner', {}, 'gate: strict\n', 'stranger/.github', 'another owner'],
  ])(
    'of %s: the review is there, by careful settings, and says so with a link',
    async (_, options, text, name, words) => {
      const { repo, parent } = repositories(options);
      parent.commit({ files: text === null ? { README: 'Nothing.\n' } : { [SETTINGS]: text } });
      const { head } = await open(repo, `_extends: ${name.replace('PARENT', parent.name)}\n`);
      const run = await concluded(repo, head);
      expect(run?.conclusion).toBe('failure');
      expect(run?.annotations).not.toEqual([]);
      expect(run?.summary).toContain(words);
      expect(run?.summary).toContain('the defaults apply, and findings fail the check');
    },
  );

  test('that a pull request brings is tried in its settings check', async () => {
    const { repo, parent } = repositories({ isPrivate: true });
    const { head } = await open(repo, null, { [SETTINGS]: `_extends: ${parent.name}\n` });
    const config = await concluded(repo, head, CONFIG);
    expect(config?.conclusion).toBe('failure');
    expect(config?.summary).toContain('App is not installed');
  });
});

test('broken settings without earlier good ones: the defaults with the gate on, and a link to the line', async () => {
  const { repo } = repositories();
  const { head } = await open(repo, BROKEN);
  const run = await concluded(repo, head);
  expect(run?.conclusion).toBe('failure');
  expect(run?.summary).toContain(`/linux/settings-${count}x/blob/main/${SETTINGS}#L1`);
  expect(run?.summary).toContain('the defaults apply, and findings fail the check');
});

test('broken settings with earlier good ones: those hold; what mends them is good as settings, and judged by the old ones', async () => {
  const { repo } = repositories();
  const first = await open(repo, 'gate: enforce\nrules: { undocumented-unsafe: off }\n');
  expect((await concluded(repo, first.head))?.conclusion).toBe('success');
  const broken = repo.commit({ branch: 'main', files: { [SETTINGS]: BROKEN } });
  const second = await openUpon(repo, broken);
  const run = await concluded(repo, second.head);
  expect(run?.conclusion).toBe('success');
  expect(run?.summary).toContain('The last valid settings of this branch apply');
  const mending = await openUpon(repo, broken, { [SETTINGS]: 'gate: strict\n' });
  expect((await concluded(repo, mending.head, CONFIG))?.conclusion).toBe('success');
  expect((await concluded(repo, mending.head))?.conclusion).toBe('success');
});

test('a suppression that has ended hides nothing, and the check says so; all else holds', async () => {
  const { repo } = repositories();
  const first = await open(repo, 'gate: enforce\n');
  const details = (await concluded(repo, first.head))?.annotations[0]?.raw_details ?? '';
  const fingerprint = /[0-9a-f]{12,64}/.exec(details)?.[0];
  const settingsUntil = (day: string) =>
    `gate: advisory\nsuppress:\n  - { fingerprint: "${fingerprint}", reason: known, until: ${day} }\n`;
  const holding = repo.commit({ branch: 'main', files: { [SETTINGS]: settingsUntil('2999-01-01') } });
  const second = await openUpon(repo, holding);
  expect((await concluded(repo, second.head))?.annotations).toEqual([]);
  const ended = repo.commit({ branch: 'main', files: { [SETTINGS]: settingsUntil('2020-01-01') } });
  const third = await openUpon(repo, ended);
  const run = await concluded(repo, third.head);
  expect(run?.conclusion).toBe('neutral');
  expect(run?.annotations).not.toEqual([]);
  expect(run?.summary).toContain('ended on 2020-01-01');
  expect(run?.summary).toContain('all other settings apply');
});

describe('a check without a review names the mistakes of the base as well, with the line and a link', () => {
  const GOOD = 'gate: enforce\nskip-label: no-audit\n';
  const LINK = () => `/linux/settings-${count}x/blob/main/${SETTINGS}#L1`;

  /** A newest run with this title, as soon as it is there. */
  async function shown(repo: FakeRepository, head: string, title: string, isMeant = (_summary: string) => true) {
    const run = () => repo.runs(head).at(-1);
    await bed.hub.deliverAll();
    await bed.hub.until(() => run()?.title === title && isMeant(run()?.summary ?? ''));
    return run();
  }

  /** The settings of `main` from now on, with the push that changes them delivered. */
  async function change(repo: FakeRepository, settings: string): Promise<void> {
    repo.branch('main', repo.commit({ files: { [SETTINGS]: settings }, parents: [repo.tip()] }));
    await bed.hub.deliverAll();
  }

  test('skipped by a label, under the last good settings, in the merge queue too', async () => {
    const { repo } = repositories();
    repo.setRole('max', 'write');
    const first = await open(repo, GOOD);
    await concluded(repo, first.head);
    const { head, number } = await openUpon(repo, repo.commit({ branch: 'main', files: { [SETTINGS]: BROKEN } }));
    await concluded(repo, head);
    repo.label(number, 'no-audit', 'max');
    const run = await shown(repo, head, 'Skipped by a label');
    expect(run?.conclusion).toBe('success');
    expect(run?.summary).toContain(LINK());
    expect(run?.summary).toContain('The last valid settings of this branch apply');
    expect(run?.summary).toContain('Set by `max` (write access)');
    const { group } = repo.enqueue(number);
    const ofGroup = await shown(repo, group.head, 'Skipped by a label');
    expect(ofGroup?.summary).toContain(`${SETTINGS}#L1`);
    expect(ofGroup?.summary).toContain('The last valid settings of this branch apply');
  });

  test('skipped already when they break: the check says so, and stops once they are mended', async () => {
    const { repo } = repositories();
    repo.setRole('max', 'write');
    const { head, number } = await open(repo, GOOD);
    await concluded(repo, head);
    repo.label(number, 'no-audit', 'max');
    expect((await shown(repo, head, 'Skipped by a label'))?.summary).not.toContain('have mistakes');
    await change(repo, BROKEN);
    const broken = await shown(repo, head, 'Skipped by a label', (summary) => summary.includes('have mistakes'));
    expect(broken?.summary).toContain(LINK());
    await change(repo, `${GOOD}# mended\n`);
    await shown(repo, head, 'Skipped by a label', (summary) => !summary.includes('have mistakes'));
  });

  test.each([
    ['under the last good settings', 'gate: advisory\n', 'neutral', 'The last valid settings of this branch apply'],
    [
      'where there were none, with the gate on',
      null,
      'action_required',
      'the defaults apply, and findings fail the check',
    ],
  ])('paused, %s', async (_, good, conclusion, words) => {
    const { repo } = repositories();
    repo.setRole('max', 'write');
    const first = await open(repo, good ?? BROKEN);
    await concluded(repo, first.head);
    if (good !== null) await change(repo, BROKEN);
    repo.comment(first.number, 'max', '/audit pause');
    await bed.hub.deliverAll();
    await bed.hub.until(() => repo.comments(first.number).some(({ body }) => body.includes('`max` paused')));
    const head = repo.commit({ files: { 'rust/kernel/p.rs': `${BLOCK}// more\n` }, parents: [first.head] });
    repo.push(first.number, head);
    const run = await shown(repo, head, 'Paused');
    expect(run?.conclusion).toBe(conclusion);
    expect(run?.summary).toContain(LINK());
    expect(run?.summary).toContain(words);
    expect(run?.summary).toContain('`/audit resume`');
  });

  test('commits without a common ancestor', async () => {
    const { repo } = repositories();
    repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n', [SETTINGS]: BROKEN } });
    const head = repo.commit({ files: { 'rust/kernel/p.rs': BLOCK }, parents: [] });
    repo.openPullRequest({ head, author: 'ada' });
    const run = await shown(repo, head, 'No common history with the base');
    expect(run?.summary).toContain(LINK());
  });
});

describe('a push that changes the settings', () => {
  test('has the open pull requests into that branch judged again', async () => {
    const { repo } = repositories();
    const { head } = await open(repo, 'gate: enforce\n');
    expect((await concluded(repo, head))?.conclusion).toBe('failure');
    const commit = repo.commit({ files: { [SETTINGS]: 'gate: advisory\n' }, parents: [repo.tip()] });
    repo.branch('main', commit);
    await bed.hub.deliverAll();
    expect((await concluded(repo, head, CHECK, 2))?.conclusion).toBe('neutral');
  });

  test('of other files has nothing looked at', async () => {
    const { repo } = repositories();
    const { head, number } = await open(repo, 'gate: enforce\n');
    await concluded(repo, head);
    repo.branch('main', repo.commit({ files: { 'rust/kernel/q.rs': '' }, parents: [repo.tip()] }));
    const calls = bed.hub.count('GET /repos/{}/{}/pulls');
    await bed.hub.deliverAll();
    await bed.say(number, 'ada', '/audit help').catch(() => []);
    expect(bed.hub.count('GET /repos/{}/{}/pulls')).toBe(calls);
  });
});
