/** What is written beside the check: a comment, reaction or reply that GitHub does not take never decides the verdict. */
import { BLOCK, type Files, useApp } from './support.ts';

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
  expect(shown(head)).toMatchObject({ conclusion: 'neutral', title: '1 error, 1 warning in 1 of 1 Rust file' });
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

test('no common history: said as such, with what to do', async () => {
  bed.base();
  const head = bed.repo.commit({ files: FILES, parents: [] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
  await bed.hub.deliverAll();
  await bed.done(number);
  expect(shown(head)).toMatchObject({ conclusion: 'action_required', title: 'No common history with the base' });
  expect(shown(head)?.summary).toContain('Rebase the commits');
});
