/** What people say in a pull request, and what the App answers (contracts: commands in a pull request). */
import { BLOCK, fingerprintOf, useApp } from './support.ts';

const DONE = ['eyes', 'rocket'];
const NOT_DONE = ['eyes', '-1'];

const bed = useApp('linux/commands');

interface Conversation {
  readonly number: number;
  readonly head: string;
  /** A command, and the App's reactions to it when it is done. */
  say(who: string, body: string): Promise<readonly string[]>;
  /** A comment that nobody has heard of yet. */
  write(who: string, body: string): number;
  reactionsTo(comment: number): readonly string[];
  /** The App's replies to commands, without their markers. */
  replies(): readonly string[];
}

/** A pull request whose first run is concluded. `ada` is the author, `max` may write, `tri` may triage, `rea` may read. */
async function open(
  settings = 'gate: enforce\n',
  files: Readonly<Record<string, string>> = { 'drivers/a.rs': BLOCK },
): Promise<Conversation> {
  const { number, head } = await bed.open(files, settings);
  await bed.concluded(head);
  for (const [who, role] of [
    ['max', 'write'],
    ['tri', 'triage'],
    ['rea', 'read'],
  ] as const)
    bed.repo.setRole(who, role);
  const comments = () => bed.repo.comments(number);
  return {
    number,
    head,
    say: (who, body) => bed.say(number, who, body),
    write: (who, body) => bed.repo.comment(number, who, body).id,
    reactionsTo: (comment) =>
      comments()
        .flatMap(({ id, reactions }) => (id === comment ? reactions : []))
        .map(({ content }) => content),
    replies: () =>
      comments().flatMap(({ isByApp, body }) => {
        const reply = /^<!-- kernel-rust-audit:reply:\d+ -->\n/.exec(body);
        return isByApp && reply !== null ? [body.slice(reply[0].length)] : [];
      }),
  };
}

const COMMENTS = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';

function fullReports({ number }: Conversation): readonly string[] {
  const bodies = bed.repo.comments(number).map(({ body }) => body);
  return bodies.filter((body) => body.startsWith('<!-- kernel-rust-audit:full:'));
}

async function pushed(
  { number, head }: Pick<Conversation, 'number' | 'head'>,
  files: Record<string, string>,
): Promise<string> {
  const next = bed.repo.commit({ files, parents: [head] });
  bed.repo.push(number, next);
  await bed.hub.deliverAll();
  return next;
}

test('/audit looks again, and needs no words', async () => {
  const talk = await open();
  expect(await talk.say('tri', 'Please.\n\n/audit')).toEqual(DONE);
  expect((await bed.concluded(talk.head, 2))?.title).toBe('1 error in 1 of 1 Rust file');
  expect(talk.replies()).toEqual([]);
});

test('/audit full: census and standing findings in one comment; the second time nothing of the tree is read', async () => {
  const files = Array.from({ length: 120 }, (_, at) => [`drivers/full/d${at}.rs`, `// ${at}\n${BLOCK}`]);
  const talk = await open(undefined, Object.fromEntries(files));
  // calls of the review itself do not count
  await bed.done(talk.number);
  const asked = async (): Promise<{ readonly report: string; readonly calls: readonly string[] }> => {
    const before = bed.hub.requests.length;
    expect(await talk.say('tri', '/audit full')).toEqual(DONE);
    const calls = () => bed.hub.requests.slice(before).map(({ route }) => route);
    await bed.hub.until(() => calls().includes(COMMENTS) && fullReports(talk).length === 1);
    return { report: fullReports(talk)[0] ?? '', calls: calls() };
  };
  const [first, second] = [await asked(), await asked()];
  expect(first.report).toContain('undocumented-unsafe');
  expect(first.report).toContain('121');
  expect(second.report).toBe(first.report);
  expect(second.calls.filter((route) => route.includes('/git/'))).toEqual([]);
  expect(second.calls.length).toBeLessThanOrEqual(12);
});

test('/audit full after a push edits its comment in place', async () => {
  const talk = await open();
  await talk.say('tri', '/audit full');
  await bed.hub.until(() => fullReports(talk).length === 1);
  await bed.concluded(await pushed(talk, { 'drivers/d.rs': BLOCK }));
  await talk.say('tri', '/audit full');
  await bed.hub.until(() => fullReports(talk)[0]?.includes('drivers/d.rs') === true);
  expect(fullReports(talk)).toHaveLength(1);
});

test('/audit accept: bound to the finding, with a reason, and said back', async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  expect(await talk.say('max', '/audit accept')).toEqual(NOT_DONE);
  expect(await talk.say('max', `/audit accept ${fingerprint}`)).toEqual(NOT_DONE);
  expect(await talk.say('max', '/audit accept 0123456789abcdef because')).toEqual(NOT_DONE);
  expect(await talk.say('max', `/audit accept ${fingerprint} checked with @linus`)).toEqual(DONE);
  expect(
    talk
      .replies()
      .slice(0, 2)
      .every((reply) => reply.includes('a fingerprint and a reason')),
  ).toBe(true);
  expect(talk.replies()[2]).toContain('has the fingerprint `0123456789abcdef`');
  expect(talk.replies()[3]).toMatch(/^`max` accepted .*`drivers\/a\.rs:2`/);
  expect(await bed.concluded(talk.head, 2)).toMatchObject({ conclusion: 'success' });
});

test('an acceptance lives through a push elsewhere, and is dropped when the place changes', async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  await talk.say('max', `/audit accept ${fingerprint} checked by hand`);
  await bed.concluded(talk.head, 2);
  const elsewhere = await pushed(talk, { 'drivers/e.rs': 'fn e() {}\n' });
  expect(await bed.concluded(elsewhere)).toMatchObject({ conclusion: 'success' });
  const there = await pushed({ ...talk, head: elsewhere }, { 'drivers/a.rs': BLOCK.replace('*const', '*mut') });
  expect(await bed.concluded(there)).toMatchObject({ conclusion: 'failure' });
  const back = await pushed({ ...talk, head: there }, { 'drivers/a.rs': BLOCK });
  expect(await bed.concluded(back)).toMatchObject({ conclusion: 'failure' });
});

test('two acceptances at once are both kept', async () => {
  const talk = await open(undefined, { 'drivers/a.rs': BLOCK, 'drivers/b.rs': BLOCK.replace('read', 'other') });
  const run = await bed.concluded(talk.head);
  const prints = (run?.annotations ?? []).flatMap(({ title, raw_details }) =>
    title?.startsWith('undocumented') ? (/Fingerprint: (\S+)/.exec(raw_details ?? '')?.[1] ?? []) : [],
  );
  expect(prints).toHaveLength(2);
  const comments = prints.map((print) => talk.write('max', `/audit accept ${print} checked by hand`));
  await Promise.all([...bed.hub.outbox].map((event) => bed.hub.deliver(event)));
  await bed.hub.until(() => comments.every((id) => talk.reactionsTo(id).length === 2));
  await talk.say('max', '/audit status');
  expect(talk.replies().at(-1)).toContain('2 findings accepted');
});

test('/audit pause: pushes are not audited and say so, an asked audit is, and resume looks at once', async () => {
  const talk = await open();
  expect(await talk.say('max', '/audit pause')).toEqual(DONE);
  expect(talk.replies()).toEqual([expect.stringContaining('`max` paused')]);
  const second = await pushed(talk, { 'drivers/a.rs': 'fn b() {}\n' });
  expect(await talk.say('ada', '/audit status')).toEqual(DONE);
  expect(talk.replies().at(-1)).toMatch(/has not been audited yet.*are paused/);
  expect(await bed.concluded(second)).toMatchObject({
    title: 'Paused',
    conclusion: 'action_required',
    annotations: [],
  });
  expect(await talk.say('ada', '/audit')).toEqual(DONE);
  expect(await bed.concluded(second, 2)).toMatchObject({ conclusion: 'success' });
  expect(await talk.say('max', '/audit resume')).toEqual(DONE);
  const third = await pushed({ ...talk, head: second }, { 'drivers/a.rs': BLOCK });
  expect(await bed.concluded(third)).toMatchObject({ conclusion: 'failure' });
});

test('a pause and what was accepted end with the pull request, even where it is opened again', async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  await talk.say('max', `/audit accept ${fingerprint} seen`);
  await bed.concluded(talk.head, 2);
  await talk.say('max', '/audit pause');
  bed.repo.close(talk.number);
  await bed.looked(talk.number);
  bed.repo.reopen(talk.number);
  const next = await pushed(talk, { 'drivers/f.rs': 'fn f() {}\n' });
  expect(await bed.concluded(next)).toMatchObject({ conclusion: 'failure' });
});

test('what was accepted counts no more at the same head either, when the pull request is opened again', async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  await talk.say('max', `/audit accept ${fingerprint} seen`);
  expect(await bed.concluded(talk.head, 2)).toMatchObject({ conclusion: 'success' });
  bed.repo.close(talk.number);
  await bed.looked(talk.number);
  bed.repo.reopen(talk.number);
  await bed.hub.deliverAll();
  expect(await bed.concluded(talk.head, 3)).toMatchObject({ conclusion: 'failure' });
});

test('a push back to where something was accepted, after a push dropped it, is judged without it', async () => {
  // the other file fails either way, so that only what is said of the first one differs
  const talk = await open('gate: enforce\n', { 'drivers/a.rs': BLOCK, 'drivers/b.rs': BLOCK.replace('read', 'peek') });
  const first = await bed.concluded(talk.head);
  await talk.say('max', `/audit accept ${fingerprintOf(first)} seen`);
  const accepted = await bed.concluded(talk.head, 2);
  expect(accepted?.title).not.toBe(first?.title);
  await bed.done(talk.number, 2);
  const change = BLOCK.replace('*p }', '*p.add(1) }');
  await bed.concluded(await pushed(talk, { 'drivers/a.rs': change, 'drivers/b.rs': change.replace('read', 'peek') }));
  await bed.done(talk.number, 3);
  bed.repo.push(talk.number, talk.head);
  await bed.hub.deliverAll();
  expect((await bed.concluded(talk.head, 3))?.title).toBe(first?.title);
});

test('paused, and the label that skips comes and goes: the check does not stay as the label left it', async () => {
  const talk = await open('gate: enforce\nskip-label: no-audit\n');
  expect(await talk.say('max', '/audit pause')).toEqual(DONE);
  bed.repo.label(talk.number, 'no-audit', 'max');
  await bed.hub.deliverAll();
  expect(await bed.concluded(talk.head, 2)).toMatchObject({ conclusion: 'success' });
  bed.repo.unlabel(talk.number, 'no-audit', 'max');
  await bed.hub.deliverAll();
  expect(await bed.concluded(talk.head, 3)).toMatchObject({ title: 'Paused', conclusion: 'action_required' });
});

test('/audit status, explain and help answer anybody who may comment', async () => {
  const talk = await open();
  expect(await talk.say('stranger', '/audit status')).toEqual(DONE);
  expect(await talk.say('rea', '/audit explain transmute')).toEqual(DONE);
  expect(await talk.say('ada', '/audit help')).toEqual(DONE);
  expect(await talk.say('rea', '/audit explain no-such-rule')).toEqual(NOT_DONE);
  const [status, explained, help, unknown] = talk.replies();
  expect(status).toMatch(new RegExp(`^The head \`${talk.head.slice(0, 12)}\` was audited: failure, 1 error`));
  expect(explained).toMatch(/^About the rule `transmute`:/);
  expect(help).toMatch(/`\/audit explain RULE`: .*\(anyone\)/);
  expect(unknown).toContain('There is no rule `no-such-rule`. The rules are');
});

test('an unknown word gets one polite answer, and calls nobody', async () => {
  const talk = await open();
  expect(await talk.say('stranger', '/audit rm -rf @torvalds #1 `x`')).toEqual(NOT_DONE);
  expect(talk.replies()).toEqual([
    expect.stringMatching(/is not a command\. `\/audit help` lists all commands\. Nothing was done\./),
  ]);
});

test('a slip of the hand: one reply says what was meant, does nothing, and holds no command', async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  const shorter = fingerprint.slice(0, -4);
  const slips = [
    ['paues @torvalds', 'Did you mean `/audit pause`?'],
    ['explain undocumented_unsafe', 'Did you mean `undocumented-unsafe`?'],
    [
      `accept ${shorter} it is known`,
      `Did you mean \`${fingerprint}\`, \`undocumented-unsafe\` at \`drivers/a.rs:2\`?`,
    ],
    ['accept undocumented-unsafe it is known', `has \`${fingerprint}\` at \`drivers/a.rs:2\`. Nothing was accepted.`],
  ] as const;
  for (const [words] of slips) expect(await talk.say('max', `/audit ${words}`)).toEqual(NOT_DONE);
  expect(talk.replies()).toEqual(slips.map(([, said]) => expect.stringContaining(said)));
  await talk.say('max', '/audit status');
  expect(talk.replies().at(-1)).not.toMatch(/paused|accepted/);
});

const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

test.each(ROLES)('the role %s may what the settings say', async (role) => {
  const talk = await open('gate: enforce\ncommands: { audit: triage, full: maintain, accept: admin, pause: write }\n');
  bed.repo.setRole('eve', role);
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  const may = (needed: (typeof ROLES)[number]) => (ROLES.indexOf(role) >= ROLES.indexOf(needed) ? DONE : NOT_DONE);
  expect(await talk.say('eve', '/audit')).toEqual(may('triage'));
  expect(await talk.say('eve', '/audit full')).toEqual(may('maintain'));
  expect(await talk.say('eve', '/audit pause')).toEqual(may('write'));
  expect(await talk.say('eve', `/audit accept ${fingerprint} seen`)).toEqual(may('admin'));
});

test('read is never enough, even where the settings say so', async () => {
  const talk = await open('commands: { audit: read }\n');
  expect(await talk.say('rea', '/audit')).toEqual(NOT_DONE);
  expect(await talk.say('tri', '/audit')).toEqual(DONE);
});

test("the author's own word is enough for /audit alone", async () => {
  const talk = await open();
  const fingerprint = fingerprintOf(await bed.concluded(talk.head));
  expect(await talk.say('ada', `/audit accept ${fingerprint} mine`)).toEqual(NOT_DONE);
  expect(await talk.say('ada', '/audit pause')).toEqual(NOT_DONE);
  expect(await talk.say('ADA', '/audit')).toEqual(DONE);
  expect(talk.replies()[0]).toMatch(/`\/audit accept` needs write permission .* Nothing was done\.$/);
});

test('where GitHub does not say what a person may do, that person may nothing', async () => {
  const talk = await open();
  const route = 'GET /repos/{}/{}/collaborators/{}/permission';
  bed.hub.fail({ route, kind: 'status', status: 403, message: 'Resource not accessible by integration' });
  expect(await talk.say('max', '/audit pause')).toEqual(NOT_DONE);
  expect(talk.replies()).toEqual([expect.stringContaining('GitHub did not say what you may do here')]);
});

test('bots, edited comments, and commands that are quoted or code are let alone', async () => {
  const talk = await open();
  const edited = talk.write('max', 'Looks good.');
  await bed.hub.deliverAll();
  bed.repo.editComment(edited, '/audit pause');
  const ignored = [
    talk.write('renovate[bot]', '/audit pause'),
    talk.write('max', '> /audit pause'),
    talk.write('max', '> quoted\n/audit pause'),
    talk.write('max', '`/audit pause`'),
    talk.write('max', '```\n/audit pause\n```'),
    talk.write('max', '~~~\n/audit pause'),
    talk.write('max', '    /audit pause'),
    talk.write('max', '<!--\n/audit pause\n-->'),
    talk.write('max', '<details>\n/audit pause\n</details>'),
    talk.write('max', '- /audit pause'),
    talk.write('max', 'Please say /audit pause'),
    talk.write('max', '/auditor pause'),
    talk.write('max', '`a\n/audit pause\nb`'),
  ];
  await bed.hub.deliverAll();
  expect(await talk.say('max', '/audit status')).toEqual(DONE);
  await bed.hub.settled();
  expect([edited, ...ignored].filter((id) => talk.reactionsTo(id).length > 0)).toEqual([]);
  expect(talk.replies()).toHaveLength(1);
  expect(talk.replies()[0]).not.toContain('paused');
});

test('a comment that arrives again is answered once', async () => {
  const talk = await open();
  const { event } = bed.repo.comment(talk.number, 'ada', '/audit help');
  const [first] = await bed.hub.deliverAll();
  await bed.hub.until(() => talk.replies().length === 1);
  await bed.hub.deliver(event, { guid: first?.guid ?? '' });
  await bed.hub.deliver(event);
  expect(await talk.say('ada', '/audit status')).toEqual(DONE);
  expect(talk.replies()).toHaveLength(2);
});

test('an answer that got lost on the way back is not said twice', async () => {
  const talk = await open();
  bed.hub.fail({ route: 'POST /repos/{}/{}/issues/{}/comments', kind: '502-after-commit' });
  expect(await talk.say('ada', '/audit help')).toEqual(DONE);
  expect(talk.replies()).toHaveLength(1);
});

test('five replies within an hour; the last says so, and then there is silence', async () => {
  const talk = await open();
  for (let at = 0; at < 7; at += 1) await talk.say('stranger', `/audit nonsense-${at}`);
  const replies = talk.replies();
  expect(replies).toHaveLength(5);
  expect(replies.map((reply) => reply.includes('too many commands'))).toEqual([false, false, false, false, true]);
});

test('a command on a closed pull request does nothing', async () => {
  const talk = await open();
  bed.repo.close(talk.number);
  const comment = talk.write('max', '/audit');
  await bed.hub.deliverAll();
  await bed.hub.settled();
  expect(talk.reactionsTo(comment)).toEqual([]);
  expect(talk.replies()).toEqual([]);
});
