/** From a signed webhook to the check run and the comment: the whole App, as an operator runs it. */
import type { FakeRepository } from '../support/fake-github/index.ts';
import { BLOCK, baseOf, concludedIn, fingerprintOf, JUSTIFIED, SETTINGS, useApp } from './support.ts';

const bed = useApp('linux/kernel');
const { open, concluded, say } = bed;

test('a new unsafe block without a comment: annotation, counts, one comment', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  const run = await concluded(head);
  expect(run).toMatchObject({ name: 'kernel-rust-audit', conclusion: 'neutral' });
  expect(run?.title).toBe('1 error in 1 of 1 Rust file');
  expect(run?.annotations.map(({ path, start_line }) => [path, start_line])).toContainEqual(['drivers/a.rs', 2]);
  expect(run?.summary).toContain('[`undocumented-unsafe`](https://docs.kernel.org/');
  expect(run?.annotations[0]?.raw_details).toContain('About the rule: kernel-rust-audit explain undocumented-unsafe');
  await bed.hub.until(() => bed.repo.comments(number).length > 0);
  expect(bed.repo.comments(number)).toHaveLength(1);
});

test('new unsafe code with its comments: a notice with every place, a line at the head of the summary, and no comment', async () => {
  const three = [1, 2, 3].map((at) => JUSTIFIED.replace('read', `read${at}`)).join('');
  const { head, number } = await open({ 'drivers/a.rs': three, 'rust/kernel/a.rs': JUSTIFIED });
  const run = await concluded(head);
  expect(run).toMatchObject({ conclusion: 'success', title: '2 notes in 2 of 2 Rust files' });
  expect(run?.annotations).toMatchObject([
    { path: 'drivers/a.rs', start_line: 3, annotation_level: 'notice', title: 'new-unsafe: 3 new unsafe blocks' },
  ]);
  expect(run?.annotations[0]?.raw_details).toContain('drivers/a.rs:7, 11: new unsafe block');
  expect(run?.summary).toMatch(/^\*\*New unsafe code:\*\* 3 new unsafe blocks in `drivers\/a\.rs`\.\n/);
  await bed.done(number);
  expect(bed.repo.comments(number)).toEqual([]);
});

test('the next push mends it, and the comment is edited in place', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  await bed.hub.until(() => bed.repo.comments(number).length > 0);
  const before = bed.repo.comments(number)[0]?.body;
  const second = bed.repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] });
  bed.repo.push(number, second);
  await bed.hub.deliverAll();
  expect((await concluded(second))?.title).toContain('1 note');
  await bed.hub.until(() => bed.repo.comments(number)[0]?.body !== before);
  expect(bed.repo.comments(number)).toHaveLength(1);
});

test('no Rust touched is a success, and no comment', async () => {
  const { head, number } = await open({ 'fs/a.c': 'int a;\n' });
  expect(await concluded(head)).toMatchObject({ conclusion: 'success' });
  expect(bed.repo.comments(number)).toEqual([]);
});

test.each([
  ['gate: enforce', 'failure'],
  ['gate: strict', 'failure'],
  ['gate: advisory', 'neutral'],
  ['{ gate: enforce, fail-on: never }', 'success'],
  ['{ gate: enforce, rules: { undocumented-unsafe: off } }', 'success'],
])('%s of the base: %s', async (settings, conclusion) => {
  const { head } = await open({ 'drivers/a.rs': BLOCK }, settings);
  expect(await concluded(head)).toMatchObject({ conclusion });
});

test('settings that the head brings are checked, not used', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK, [SETTINGS]: 'gate: of-my-own\n' }, 'gate: enforce\n');
  await concluded(head, 2);
  const ends = bed.repo.runs(head).map(({ name, conclusion }) => [name, conclusion]);
  expect(ends).toContainEqual(['kernel-rust-audit', 'failure']);
  expect(ends).toContainEqual(['kernel-rust-audit / config', 'failure']);
  const config = bed.repo.runs(head).find(({ name }) => name.endsWith('config'));
  expect(config?.annotations.map(({ path, start_line }) => [path, start_line])).toEqual([[SETTINGS, 1]]);
});

test('settings of the base that cannot be used stop no review: the gate is on', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK }, 'gate: nonsense\n');
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
});

test('settings that cannot be used: the last good ones of that branch hold, not those of another', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.commit({ branch: 'lax', files: { [SETTINGS]: 'gate: advisory\n' }, parents: [base] });
  const change = (parent: string, path: string) => bed.repo.commit({ files: { [path]: BLOCK }, parents: [parent] });
  const one = change(base, 'drivers/a.rs');
  bed.repo.openPullRequest({ head: one, branch: 'one' });
  await bed.hub.deliverAll();
  expect(await concluded(one)).toMatchObject({ conclusion: 'failure' });
  const broken = bed.repo.commit({ branch: 'main', files: { [SETTINGS]: 'gate: enforced\n' }, parents: [base] });
  const two = change(base, 'drivers/b.rs');
  bed.repo.openPullRequest({ head: two, base: 'lax', branch: 'two' });
  await bed.hub.deliverAll();
  expect(await concluded(two)).toMatchObject({ conclusion: 'neutral' });
  const three = change(broken, 'drivers/c.rs');
  bed.repo.openPullRequest({ head: three, branch: 'three' });
  await bed.hub.deliverAll();
  expect(await concluded(three)).toMatchObject({ conclusion: 'failure' });
});

test('a draft is checked quietly, and told of when it is ready', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, undefined, true);
  await concluded(head);
  expect(bed.repo.comments(number)).toEqual([]);
  bed.repo.ready(number);
  await bed.hub.deliverAll();
  await bed.hub.until(() => bed.repo.comments(number).length === 1);
});

test('Re-run makes a new run, since annotations would add up in the old one', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  const first = await concluded(head);
  bed.repo.rerequest(first?.id ?? 0);
  await bed.hub.deliverAll();
  const second = await concluded(head, 2);
  expect(second?.id).not.toBe(first?.id);
  expect(second?.annotations).toEqual(first?.annotations);
});

test('the same delivery twice is done once', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  const [delivery] = bed.hub.deliveries.filter(({ event }) => event.name === 'pull_request').slice(-1);
  if (delivery === undefined) throw new Error('nothing was delivered');
  const again = await bed.hub.deliver(delivery.event, { guid: delivery.guid });
  expect(again.status).toBe(202);
  expect(bed.repo.runs(head)).toHaveLength(1);
});

test('commands: a stranger is refused, the author may, and an acceptance counts', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: enforce\n');
  await concluded(head);
  bed.repo.setRole('max', 'write');
  expect(await say(number, 'stranger', '/audit')).toEqual(['eyes', '-1']);
  expect(bed.repo.comments(number).at(-1)?.body).toContain('needs triage permission');
  expect(await say(number, 'ada', 'Thanks.\n\n/audit')).toEqual(['eyes', 'rocket']);
  const again = await concluded(head, 2);
  const fingerprint = fingerprintOf(again);
  expect(await say(number, 'ada', `/audit accept ${fingerprint} known`)).toEqual(['eyes', '-1']);
  expect(await say(number, 'max', `/audit accept ${fingerprint} checked by hand`)).toEqual(['eyes', 'rocket']);
  expect(await concluded(head, 3)).toMatchObject({ conclusion: 'success' });
});

test('closed without a merge leaves nothing in progress', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  await bed.hub.until(() => bed.repo.runs(head).length > 0);
  bed.repo.close(number);
  await bed.hub.deliverAll();
  await concluded(head);
  expect(bed.repo.runs().filter(({ status }) => status !== 'completed')).toEqual([]);
});

test('after the App was taken off a repository it asks nothing more of it', async () => {
  const { number, head } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  await bed.done(number);
  const left = bed.repo;
  bed.hub.remove(left);
  await bed.hub.deliverAll();
  const asked = () => bed.hub.requests.filter(({ path }) => path.includes(left.name)).length;
  const before = asked();
  const other = bed.hub.repository('linux/other');
  const { head: next } = openedIn(other);
  await bed.hub.deliverAll();
  await concludedIn(bed.hub, other, next);
  expect(asked()).toBe(before);
  expect(left.runs(head)).toHaveLength(1);
});

function openedIn(repo: FakeRepository) {
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [baseOf(repo)] });
  return { head, ...repo.openPullRequest({ head, author: 'ada' }) };
}
