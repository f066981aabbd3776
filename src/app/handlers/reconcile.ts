/** Slow recovery: finds what no delivery said, since deliveries get lost. */
import { parseExternalId } from '../../publish/external-id.ts';
import type { AppServices } from '../context.ts';
import { hasSpentAll } from '../limits/command-allowance.ts';
import type { Event } from '../ports/events.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import type { WantedJob } from '../ports/job-store.ts';
import { wantedReview } from '../ports/wanted-jobs.ts';
import { type HeadVerdict, PullRequestRecords } from '../records/pull-request-records.ts';
import { RepositoryRecords } from '../records/repository-records.ts';

/** Open pull requests that are checked in one go; the ones that changed last come first. */
const MOST = 500;
/** In ms: the pause between them. */
const APART = 2_000;

/** Maximum failed reviews of a head; then a push or a person has to ask. */
const MOST_FAILURES = 3;

/** Whether another review is useless. Labels, pauses and settings can change without a delivery. */
function isFinal(verdict: HeadVerdict | undefined): boolean {
  return verdict !== undefined && (verdict.why === 'review' || verdict.failures >= MOST_FAILURES);
}

function verdictOf(
  { store, clock }: AppServices,
  repository: RepositoryRef,
  number: number,
  head: string,
): Promise<HeadVerdict | undefined> {
  return new PullRequestRecords(store, clock, repository, number).verdict(head).recall();
}

/** Wants a review of each open pull request whose head has none yet. What GitHub refused before is tried anew. */
export async function reconcile(
  { repository, ifRefused = false }: Event & { readonly kind: 'reconcile' },
  services: AppServices,
): Promise<void> {
  const { store, clock } = services;
  const { refusal } = new RepositoryRecords(store, clock, repository);
  const isRefused = (await refusal.recall()) !== undefined;
  if (ifRefused && !isRefused) return;
  const forge = await services.forges.of(repository);
  const open = await forge.openPullRequests(MOST);
  const now = clock.now();
  const wanted: WantedJob[] = [];
  for (const { number, head, author } of open) {
    if (isFinal(await verdictOf(services, repository, number, head))) continue;
    const notBefore = now + wanted.length * APART;
    wanted.push(wantedReview(repository, number, 'reconciled', { head, force: false, notBefore, author }));
  }
  if (isRefused) await refusal.forget();
  await store.want(wanted, now);
}

/** Wants another look at each open pull request into a branch, reviewed or not: what its settings make of it may have changed. */
export async function reviewBranch(
  { repository, branch }: Event & { readonly kind: 'settings' },
  services: AppServices,
): Promise<void> {
  const { store, clock } = services;
  const forge = await services.forges.of(repository);
  const open = (await forge.openPullRequests(MOST)).filter(({ baseBranch }) => baseBranch === branch);
  const now = clock.now();
  const wanted = open.map(({ number, head, author }, index) =>
    wantedReview(repository, number, 'reconciled', { head, force: false, notBefore: now + index * APART, author }),
  );
  await store.want(wanted, now);
}

/** Wants reviews of all open pull requests whose head this is: check suites and runs of forks name only the commit. */
export async function reviewHead(event: Event & { readonly kind: 'head' }, services: AppServices): Promise<void> {
  const { store, clock } = services;
  const { repository, head, force } = event;
  // a suite is requested with every push; the pull request's own webhook usually came first, and then nothing is to do, even where a
  // newer head has taken the verdict's place meanwhile
  const records = new RepositoryRecords(store, clock, repository);
  const isKnown = async () =>
    (await records.verdictsOn(head)).length > 0 || (await records.knownHead(head).recall()) !== undefined;
  if (!force && (await isKnown())) return;
  // what is lost by that, the sweep of open pull requests finds
  if (!force && event.sender != null && (await hasSpentAll(event.sender, repository, services))) return;
  const forge = await services.forges.of(repository);
  const now = clock.now();
  const wanted: WantedJob[] = [];
  for (const number of await numbersOf(event, services)) {
    const pullRequest = await forge.pullRequest(number);
    if (!pullRequest.isOpen || pullRequest.head !== head) continue;
    if (!force && (await verdictOf(services, repository, number, head)) !== undefined) continue;
    const { author } = pullRequest;
    const [reason, asked] = force
      ? (['rerun', { asker: event.sender ?? null }] as const)
      : (['reconciled', {}] as const);
    wanted.push(wantedReview(repository, number, reason, { head, force, notBefore: now, author, ...asked }));
  }
  await store.want(wanted, now);
}

/** By our own runs' ids first: GitHub may name no pull request for the head of a fork. */
async function numbersOf(event: Event & { readonly kind: 'head' }, services: AppServices): Promise<readonly number[]> {
  const forge = await services.forges.of(event.repository);
  const runs = event.suite === null ? [] : await forge.runsOfSuite(event.suite);
  const byRun = runs.flatMap(({ externalId }) => {
    const run = parseExternalId(externalId);
    return run?.kind === 'pull-request' ? [run.number] : [];
  });
  return [...new Set([...byRun, ...(await forge.pullRequestsOf(event.head))])];
}
