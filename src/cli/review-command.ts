/** The command `review`. */

import type { RemotePullRequest } from '../app/check/remote-review.ts';
import type { CommitRange, GitRepository } from '../app/ports/git-repository.ts';
import type { Sources } from '../app/review/prepare-series.ts';
import { type RangeToReview, reviewRange } from '../app/review/review-range.ts';
import type { Revisions } from '../app/review/review-series.ts';
import { policyOf } from '../app/settings/policy-of-settings.ts';
import type { Settings } from '../config/settings.ts';
import { suggestion } from '../config/suggest.ts';
import type { Series } from '../patch/patch.ts';
import { readPatches } from '../patch/series.ts';
import type { Positions } from '../patch/sides.ts';
import { FORMATS } from '../report/formats.ts';
import { choiceWords } from '../report/select/rule-choice-phrases.ts';
import { countedFindings, type PerCommit } from '../report/select/selection.ts';
import type { TextStyle } from '../report/terminal/page.ts';
import type { Review, RuleChoice } from '../review/review.ts';
import { reviewByRules } from '../review/rule-choice.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';
import { settingsFor } from './call-settings.ts';
import { statusOf } from './exit-status.ts';
import { isPullRequest, isRevision, readInputs } from './inputs.ts';
import { lookAt } from './path-kind.ts';
import { choiceUnder, ruleChoiceOf } from './select-rules.ts';
import type { Outcome, Services } from './surroundings.ts';

/** Reviews what the call names. Gives the report and the exit status, or what is wrong with the call. */
export async function runReview(
  call: Call<'review'>,
  services: Services,
  style: TextStyle,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Outcome | Failure> {
  const choice = ruleChoiceOf(call);
  if (isFailure(choice)) return choice;
  const pullRequest = call.inputs.find((input) => isPullRequest(input) && isRevision(input));
  if (pullRequest !== undefined) return reviewRemote(pullRequest, choice, call, services, style);
  if (call.options.post)
    return failure('--post', 'requires a pull request', 'pass one as `owner/name#12`, or omit the option');
  const request = await readRequest(call, services);
  if (isFailure(request)) return request;
  const settings = await settingsFor(call, request.sources?.tree ?? null, services.today);
  if (isFailure(settings)) return settings;
  const means = { policy: policyOf(settings), cache: services.cache, guard: services.guard, onProgress };
  const reviewed = await reviewRange(request, request.sources, request.revisions, means);
  if (isFailure(reviewed)) return reviewed;
  const { review, positions } = reviewed;
  return outcomeOf(
    byRules(review, choice, settings),
    { series: request.series, positions },
    settings,
    call,
    services,
    style,
  );
}

/** A pull request: its texts come from GitHub, everything else is as with patches. */
async function reviewRemote(
  input: string,
  choice: RuleChoice | null,
  call: Call<'review'>,
  services: Services,
  style: TextStyle,
): Promise<Outcome | Failure> {
  if (call.inputs.length > 1)
    return failure(input, 'is a pull request; other inputs cannot be combined with it', 'review one at a time');
  const other = (['tree', 'repo', 'base'] as const).find((option) => call.options[option] !== undefined);
  if (other !== undefined || call.options.staged)
    return failure(`--${other ?? 'staged'}`, 'cannot be combined with a pull request', 'use only one of them');
  if (FORMATS[call.options.format].quotesPatches)
    return failure(
      `--format ${call.options.format}`,
      'is for patches that came by mail',
      'use markdown for a pull request',
    );
  const request = await services.pullRequest(input);
  if (isFailure(request)) return request;
  try {
    return await reviewGiven(request, choice, call, services, style);
  } catch (error) {
    const failed = request.notGiven(error);
    if (failed === null) throw error;
    return failed;
  }
}

/** Reads on from GitHub while it reviews: may throw what that throws. */
async function reviewGiven(
  request: RemotePullRequest,
  choice: RuleChoice | null,
  call: Call<'review'>,
  services: Services,
  style: TextStyle,
): Promise<Outcome | Failure> {
  const settings = await settingsFor(call, request.sources.tree, services.today);
  if (isFailure(settings)) return settings;
  const { reviewCommits } = await import('../app/review/review-commits.ts');
  const means = { policy: policyOf(settings), cache: services.cache, guard: services.guard };
  const review = byRules(await reviewCommits(request.commits, request.sources, means), choice, settings);
  const unposted = call.options.post
    ? await request.post(review, { perCommit: perCommitOf(call, settings), rules: services.rules })
    : null;
  if (unposted !== null) return unposted;
  const noted = { ...review, notes: [...review.notes, ...request.notes()] };
  return outcomeOf(noted, NO_PATCHES, settings, call, services, style);
}

/** What the chosen rules say, with a note that names the others. */
function byRules(review: Review, choice: RuleChoice | null, settings: Settings): Review {
  const made = choice === null ? null : choiceUnder(choice, settings);
  if (made === null) return review;
  return reviewByRules({ ...review, notes: [...review.notes, choiceWords(made)] }, made);
}

/** The patches that a reply quotes, and where they were applied. */
interface Quotable {
  readonly series: Series;
  readonly positions: Positions;
}

const NO_PATCHES: Quotable = { series: { patches: [], notes: [] }, positions: new Map() };

function perCommitOf(call: Call<'review'>, { perCommit }: Settings): PerCommit {
  return call.options.perCommit ?? perCommit ?? 'gate';
}

async function outcomeOf(
  review: Review,
  quotable: Quotable,
  settings: Settings,
  call: Call<'review'>,
  services: Services,
  style: TextStyle,
): Promise<Outcome> {
  const perCommit = perCommitOf(call, settings);
  const failOn = call.options.failOn ?? settings.failOn;
  const { tool, rules: links } = services;
  const means = { tool, rules: RULES, links, style, full: call.options.full, perCommit, ...quotable };
  return {
    text: await FORMATS[call.options.format].review(review, means),
    status: statusOf(countedFindings(review, perCommit), failOn, review.complete, call.options.allowIncomplete),
  };
}

interface Request extends RangeToReview {
  readonly sources: Sources | null;
  readonly revisions: Revisions;
}

/** Patches that come from no repository's history. */
const NO_HISTORY = { merges: [], order: [], whole: null } as const;

async function readRequest(call: Call<'review'>, services: Services): Promise<Request | Failure> {
  const { inputs } = call;
  if (call.options.staged && inputs.length > 0) {
    return failure('--staged', 'cannot be combined with INPUT', 'use only one of them');
  }
  const base = call.options.base;
  if (base !== undefined) return baseRequest(call, services, base);
  const revisions = inputs.filter(isRevision);
  if (inputs.length > 0 && revisions.length === 0) return filesRequest(call, services);
  if (revisions.length < inputs.length) {
    return failure(
      revisions[0] as string,
      'no such file; files and revisions cannot be mixed',
      'check the name, or review them one by one',
    );
  }
  if (revisions.length > 1)
    return failure(revisions[1] as string, 'is a second revision', 'review one revision or one range A..B at a time');
  return repositoryRequest(call, services, revisions[0]);
}

/** The commits that HEAD has and `base` has not. */
async function baseRequest(call: Call<'review'>, services: Services, base: string): Promise<Request | Failure> {
  const [first] = call.inputs;
  if (first !== undefined)
    return failure('--base', `cannot be combined with INPUT, and ${first} is one`, 'use only one of them');
  const other = call.options.staged ? '--staged' : call.options.tree === undefined ? undefined : '--tree';
  if (other !== undefined) return failure('--base', `cannot be combined with ${other}`, 'use only one of them');
  if (base.includes('..'))
    return failure(`--base ${base}`, 'is a range', `write it as kernel-rust-audit review ${base}`);
  const repository = await services.openRepository(call.options.repo);
  if (isFailure(repository)) return repository;
  const known = await repository.resolve(base);
  if (isFailure(known))
    return failure('--base', `${known.what}${suggestion(base, await repository.refNames())}`, known.remedy);
  const range = await repository.rangeOf(`${base}..HEAD`);
  return isFailure(range) ? range : rangeRequest(range, repository, `HEAD has no commits beyond \`${base}\``);
}

/** Patches from files: their ground is --tree, --repo, or the repository around, as far as it goes. */
async function filesRequest(call: Call<'review'>, services: Services): Promise<Request | Failure> {
  const read = readInputs(call.inputs);
  if (isFailure(read)) return read;
  const series = await readPatches(read.files, read.order);
  if (isFailure(series)) return series;
  const sources = await sourcesFor(call, services);
  if (isFailure(sources)) return sources;
  // the blobs that a patch names belong to no one revision
  const revisions = { base: null, head: null };
  return { ...NO_HISTORY, series: { ...series, notes: [...read.notes, ...series.notes] }, sources, revisions };
}

async function sourcesFor(call: Call<'review'>, services: Services): Promise<Sources | null | Failure> {
  const folder = call.options.tree;
  const named = call.options.repo;
  const repository = folder === undefined || named !== undefined ? await services.openRepository(named) : null;
  if (isFailure(repository) && named !== undefined) return repository;
  const blobs = isFailure(repository) ? null : repository;
  if (folder !== undefined) {
    if (lookAt(folder) !== 'folder')
      return failure(folder, 'no such folder', 'pass the tree that the patch applies to with --tree');
    return { tree: services.workTree(folder), blobs, basis: 'tree', isBinding: true };
  }
  if (blobs === null) return null;
  const head = await blobs.resolve('HEAD');
  const tree = isFailure(head) ? null : blobs.tree(head);
  return { tree, blobs, basis: 'repository', isBinding: named !== undefined };
}

/** A revision or range, or what is not committed yet. */
async function repositoryRequest(
  call: Call<'review'>,
  services: Services,
  spec: string | undefined,
): Promise<Request | Failure> {
  if (call.options.tree !== undefined && spec !== undefined) {
    return failure(
      spec,
      'no such file; --tree is only valid with patch files',
      'check the name, or omit --tree to review a revision',
    );
  }
  const repository = await services.openRepository(call.options.repo);
  if (isFailure(repository)) {
    if (spec !== undefined)
      return failure(
        spec,
        `no such file, and not a revision: ${repository.what}`,
        'check the name, or pass a repository with --repo',
      );
    if (call.options.repo !== undefined) return repository;
    return failure('kernel-rust-audit', 'there is nothing to review', 'pass a patch, or a repository with --repo');
  }
  if (spec === undefined) return uncommittedRequest(call, repository);
  const range = await repository.rangeOf(spec);
  if (isFailure(range)) {
    const near = await nearRevision(spec, repository);
    return failure(spec, `no such file, and not a revision: ${range.what}${near}`, range.remedy);
  }
  return rangeRequest(range, repository, NO_COMMITS);
}

/** For a revision, or a side of a range, that is not there. */
async function nearRevision(spec: string, repository: GitRepository): Promise<string> {
  for (const side of spec.split('..')) {
    if (side !== '' && isFailure(await repository.resolve(side))) return suggestion(side, await repository.refNames());
  }
  return '';
}

/** @param noCommits what to say where there are none */
async function rangeRequest(
  range: CommitRange,
  repository: GitRepository,
  noCommits: string,
): Promise<Request | Failure> {
  const { spec, base, head, commits } = range;
  const isLine = commits.every(({ parents }) => parents.length < 2);
  const noteIfEmpty = commits.length === 0 ? noCommits : isLine ? CHANGES_NOTHING : undefined;
  const series = await seriesOf(spec, await repository.patchesOf(range), noteIfEmpty);
  if (isFailure(series)) return series;
  const merges = isLine ? [] : await repository.mergesOf(range);
  if (isFailure(merges)) return merges;
  const whole = async (others: readonly string[]) => seriesOf(head, await repository.changeOf(range, others));
  const notes = isLine ? [] : [commits.length === 1 ? MERGE_ALONE : MERGES_AMONG];
  return {
    series: { ...series, notes: [...series.notes, ...notes] },
    merges,
    order: commits.map(({ id }) => id),
    whole: isLine || commits.length === 1 ? null : whole,
    sources: {
      tree: base === null ? null : repository.tree(base),
      blobs: repository,
      basis: 'repository',
      isBinding: true,
      isHistory: true,
    },
    revisions: { base, head },
  };
}

const CHANGES_NOTHING = 'the commit changes no file';
const NO_COMMITS = 'the range has no commits: put the older side first, as in `main..topic`';
const NOTHING_STAGED = 'nothing is staged';
const NOTHING_UNCOMMITTED = 'there are no uncommitted changes';
const MERGE_ALONE =
  'this is a merge: only lines that differ from all its parents were reviewed; use `MERGE^..MERGE` to review the merged commits too';
const MERGES_AMONG =
  'the range contains merges: each commit is reviewed alone, a merge by the lines that differ from all its parents, and the whole against the merge base';

/** The patches that git gave; none of them is a fact to tell, and no fault. */
async function seriesOf(name: string, bytes: Uint8Array | Failure, noteIfEmpty?: string): Promise<Series | Failure> {
  if (isFailure(bytes)) return bytes;
  if (bytes.length > 0) return readPatches([{ name, bytes }]);
  return { patches: [], notes: noteIfEmpty === undefined ? [] : [noteIfEmpty] };
}

const MOST_NAMES = 3;

/** `git diff` leaves untracked files out, and the verdict alone would hide that. */
function untrackedNote(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMES).join(', ');
  const more = paths.length > MOST_NAMES ? ` and ${paths.length - MOST_NAMES} more` : '';
  const files = paths.length === 1 ? 'untracked Rust file was' : 'untracked Rust files were';
  return `${paths.length} ${files} not reviewed: ${names}${more}; \`git add -N FILE\` adds a file to the review`;
}

async function uncommittedRequest(call: Call<'review'>, repository: GitRepository): Promise<Request | Failure> {
  const staged = call.options.staged;
  const bytes = await repository.uncommitted({ staged });
  if (isFailure(bytes)) return bytes;
  const base = await repository.resolve('HEAD');
  const tracked = await seriesOf('uncommitted changes', bytes, staged ? NOTHING_STAGED : NOTHING_UNCOMMITTED);
  if (isFailure(tracked)) return tracked;
  const untracked = staged ? [] : await repository.untrackedRust();
  if (isFailure(untracked)) return untracked;
  const series = untracked.length === 0 ? tracked : { ...tracked, notes: [...tracked.notes, untrackedNote(untracked)] };
  // before the first commit all that is staged is new
  const [tree, known] = isFailure(base) ? [null, null] : [repository.tree(base), base];
  return {
    ...NO_HISTORY,
    series,
    sources: { tree, blobs: repository, basis: 'repository', isBinding: true, isHistory: true },
    revisions: { base: known, head: null },
  };
}
