/** What is written beside the check: a comment, reaction or reply that GitHub does not take never decides the verdict. */
import { BLOCK, type Files, fingerprintOf, useApp } from './support.ts';

const bed = useApp('linux/beside');
const FILES: Files = { 'drivers/a.rs': BLOCK };
const COMMENT = 'POST /repos/{}/{}/issues/{}/comments';
const REACT = 'POST /repos/{}/{}/issues/comments/{}/reactions';
const LOCKED = 'Unable to create comment because issue is locked.';

/** The newest run of the pull request when all is done. */
const shown = (head: string) => bed.repo.runs(head).at(-1);

test.each([
  [403, LOCKED, 'the conversation is locked'],
  [404, 'Not Found', 'GitHub has no place for it'],
  [422, 'Validation Failed', 'GitHub does not accept it'],
] as const)('the comment is refused (%i): the check keeps its verdict, and says why', async (status, message, why) => {
  bed.hub.fail({ route: COMMENT, kind: 'status', status, message });
  const { head, number } = await bed.open(FILES, 'comment: always\n');
  await bed.done(number);
  expect(bed.repo.runs(head)).toHaveLength(1);
  expect(shown(head)).toMatchObject({ conclusion: 'neutral', title: '1 error in 1 of 1 Rust file' });
  expect(shown(head)?.summary).toContain(`The comment could not be written: ${why}.`);
  expect(shown(head)?.annotations).toHaveLength(2);
});

test('GitHub is away for the comment: it comes later, and nothing is reviewed again', async () => {
  bed.hub.fail({ route: COMMENT, kind: 'status', status: 500 });
  const { head, number } = await bed.open(FILES, 'comment: always\n');
  await bed.done(number);
  expect(bed.repo.runs(head)).toHaveLength(1);
  expect(shown(head)).toMatchObject({ conclusion: 'neutral' });
  expect(shown(head)?.summary).not.toContain('could not be written');
  expect(bed.repo.comments(number).filter(({ isByApp }) => isByApp)).toHaveLength(1);
});

test.each([403, 500])('the first reaction fails (%i): the command is carried out', async (status) => {
  const { head, number } = await bed.open(FILES);
  await bed.concluded(head);
  bed.repo.setRole('max', 'write');
  bed.hub.fail({ route: REACT, kind: 'status', status });
  bed.repo.comment(number, 'max', '/audit');
  await bed.hub.deliverAll();
  expect(await bed.concluded(head, 2)).toMatchObject({ conclusion: 'neutral' });
});

describe('what a command is answered with is refused', () => {
  const WHYS = [
    [403, LOCKED, 'the conversation is locked'],
    [404, 'Not Found', 'GitHub has no place for it'],
    [422, 'Validation Failed', 'GitHub does not accept it'],
  ] as const;

  /** A pull request without a comment of the App, so that only replies are comments. */
  async function opened() {
    const { head, number } = await bed.open(FILES, 'gate: enforce\ncomment: never\n');
    await bed.concluded(head);
    await bed.done(number);
    bed.repo.setRole('max', 'write');
    return { head, number };
  }

  /** Ends when the command is carried out, and answered as far as GitHub lets it. */
  async function said(number: number, body: string): Promise<void> {
    bed.repo.comment(number, 'max', body);
    await bed.hub.deliverAll();
    await bed.ended('comment');
  }

  test.each(WHYS)(
    'the reply (%i): the check says it, the reaction comes, nothing is tried again',
    async (status, message, why) => {
      const { head, number } = await opened();
      bed.hub.fail({ route: COMMENT, kind: 'status', status, message, times: 9 });
      const before = bed.hub.count(COMMENT);
      await said(number, '/audit help');
      bed.hub.heal();
      expect(bed.hub.count(COMMENT) - before).toBe(1);
      expect(bed.repo.runs(head)).toHaveLength(1);
      expect(shown(head)).toMatchObject({ conclusion: 'failure', title: '1 error in 1 of 1 Rust file' });
      expect(shown(head)?.annotations).toHaveLength(2);
      expect(shown(head)?.summary).toContain(`The reply to \`/audit help\` could not be written: ${why}.`);
      expect(bed.repo.comments(number)[0]?.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
    },
  );

  test('reactions (403): the reply comes, and the check says it', async () => {
    const { head, number } = await opened();
    bed.hub.fail({
      route: REACT,
      kind: 'status',
      status: 403,
      message: 'Resource not accessible by integration',
      times: 9,
    });
    const before = bed.hub.count(REACT);
    await said(number, '/audit help');
    bed.hub.heal();
    expect(bed.hub.count(REACT) - before).toBe(2);
    expect(bed.repo.comments(number).filter(({ isByApp }) => isByApp)).toHaveLength(1);
    expect(shown(head)?.summary).toContain(
      'The reaction to `/audit help` could not be written: the App may not write there.',
    );
  });

  test.each(WHYS)(
    'the reply to an acceptance (%i): it counts, and the new check says it',
    async (status, message, why) => {
      const { head, number } = await opened();
      bed.hub.fail({ route: COMMENT, kind: 'status', status, message, times: 9 });
      await said(number, `/audit accept ${fingerprintOf(shown(head))} checked by hand`);
      await bed.concluded(head, 2);
      await bed.done(number, 2);
      bed.hub.heal();
      expect(shown(head)).toMatchObject({ conclusion: 'success' });
      expect(shown(head)?.summary).toContain(`The reply to \`/audit accept\` could not be written: ${why}.`);
    },
  );

  test('in a pull request that is paused: the check that says so says it too', async () => {
    const { head, number } = await opened();
    bed.hub.fail({ route: COMMENT, kind: 'status', status: 403, message: LOCKED, times: 9 });
    await said(number, '/audit pause');
    bed.hub.heal();
    expect(shown(head)?.summary).toContain('The reply to `/audit pause` could not be written');
    const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [head] });
    bed.repo.push(number, next);
    await bed.looked(number);
    expect(shown(next)).toMatchObject({ title: 'Paused', conclusion: 'action_required' });
    // it was said where it was asked
    expect(shown(next)?.summary).not.toContain('could not be written');
  });
});

test('no common history: said as such, with what to do', async () => {
  bed.base();
  const head = bed.repo.commit({ files: FILES, parents: [] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
  await bed.hub.deliverAll();
  await bed.done(number);
  expect(shown(head)).toMatchObject({ conclusion: 'action_required', title: 'No common history with the base' });
  expect(shown(head)?.summary).toContain('Rebase the commits');
});
