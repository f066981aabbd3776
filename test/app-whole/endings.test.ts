/** The end of a job where GitHub refuses even that: it is given up with its reason, and looked at again when GitHub changes. */
import { type Bed, BLOCK, baseOf, concludedIn, useApp } from './support.ts';

const CREATE_RUN = 'POST /repos/{}/{}/check-runs';
const FILES = { 'drivers/a.rs': BLOCK };

const metrics = async ({ app }: Bed): Promise<string> => (await fetch(`${app.url}/metrics`)).text();

/** Lines of the log about one pull request. */
const about = ({ app, repo }: Bed, number: number) =>
  app.lines.filter((line) => line.includes(`"pr/${repo.id}/${number}"`));

describe.each([
  ['the permission for checks is withdrawn', 403, 'Resource not accessible by integration', 'checks', 'forbidden'],
  ['the repository is archived', 403, 'Repository was archived so is read-only.', 'writes', 'archived'],
  ['the repository is blocked', 403, 'Repository access blocked', 'all', 'blocked'],
  ['the repository is blocked by law', 451, 'Unavailable for legal reasons', 'all', 'blocked'],
  ['the repository is gone', 404, 'Not Found', 'all', 'gone'],
  ['the repository is gone for good', 410, 'Gone', 'all', 'gone'],
  ['the checks are refused as such', 422, 'Validation Failed', 'checks', 'invalid'],
] as const)('%s in the middle', (_, status, message, of, reason) => {
  // of its own: when an installation changes, its repositories are looked at one after the other, ten seconds apart
  const bed = useApp('linux/endings');

  test('given up with the reason; a few calls; back to work when it may be', async () => {
    const { repo } = bed;
    const before = bed.hub.requests.length;
    bed.hub.before(CREATE_RUN, () => repo.refuse({ status, message, of }));
    const { head, number } = await bed.open(FILES);
    await bed.over(number, reason === 'gone' ? 'gone' : 'refused');
    expect(bed.hub.requests.length - before).toBeLessThan(40);
    expect(about(bed, number).filter((line) => line.includes(`"reason":"${reason}"`))).toHaveLength(1);
    expect(bed.app.lines.filter((line) => line.includes('the store does not answer'))).toEqual([]);
    expect(await metrics(bed)).toMatch(
      new RegExp(`kra_refused_jobs_total\\{kind="pull-request",reason="${reason}"\\} [1-9]`),
    );
    expect(repo.runs(head).filter(({ conclusion }) => conclusion === 'success')).toEqual([]);

    repo.refuse(null);
    await bed.hub.deliver(bed.hub.installation('new_permissions_accepted'));
    expect(await concludedIn(bed.hub, repo, head)).toMatchObject({ conclusion: 'neutral' });
  });
});

describe('the installation is suspended in the middle', () => {
  const bed = useApp('linux/suspended');

  test('given up, and looked at again when it is not', async () => {
    const base = baseOf(bed.repo);
    bed.hub.before(CREATE_RUN, () => bed.hub.installation('suspend'));
    const head = bed.repo.commit({ files: FILES, parents: [base] });
    const { number, event } = bed.repo.openPullRequest({ head, author: 'ada' });
    await bed.hub.deliver(event);
    await bed.over(number, 'refused');
    expect(about(bed, number).some((line) => line.includes('"reason":"suspended"'))).toBe(true);
    await bed.hub.deliver(bed.hub.installation('unsuspend'));
    expect(await concludedIn(bed.hub, bed.repo, head)).toMatchObject({ conclusion: 'neutral' });
  });
});
