/** Check runs and suites, as GitHub's REST answers and webhooks show them. */
import { appJson, nodeId, pageOf, timeOf, urlOf } from './json.ts';
import { PERSON } from './objects.ts';
import type { Json, RepositoryState, RunState, SuiteState, World } from './world.ts';

/** Of forks the list stays empty. */
function pullsOfHead(world: World, repository: RepositoryState, head: string): readonly Json[] {
  return [...repository.pulls.values()]
    .filter((pull) => pull.isOpen && pull.head === head && pull.from === repository)
    .map((pull) => {
      const url = urlOf(world, repository);
      const repo = { id: repository.id, url, name: repository.name };
      return {
        url: `${url}/pulls/${pull.number}`,
        id: pull.id,
        number: pull.number,
        head: { ref: pull.headBranch, sha: pull.head, repo },
        base: { ref: pull.baseBranch, sha: pull.base, repo },
      };
    });
}

/** The branch of the repository itself; a fork's is not known. */
function branchOf(repository: RepositoryState, head: string): string | null {
  const pull = [...repository.pulls.values()].find((each) => each.head === head && each.from === repository);
  return pull?.headBranch ?? [...repository.branches].find(([, tip]) => tip === head)?.[0] ?? null;
}

export function runJson(world: World, repository: RepositoryState, run: RunState): Json {
  const url = `${urlOf(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.head,
    external_id: run.externalId,
    url,
    html_url: `${pageOf(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appJson(world, run.app),
    pull_requests: pullsOfHead(world, repository, run.head),
  };
}

export function suiteJson(world: World, repository: RepositoryState, suite: SuiteState): Json {
  const url = `${urlOf(world, repository)}/check-suites/${suite.id}`;
  const head = repository.objects.needCommit(suite.head);
  const person = { name: PERSON.name, email: PERSON.email };
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: branchOf(repository, suite.head),
    head_sha: suite.head,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: head.parents[0] ?? null,
    after: suite.head,
    pull_requests: pullsOfHead(world, repository, suite.head),
    app: appJson(world),
    created_at: timeOf(suite.createdAt),
    updated_at: timeOf(suite.createdAt),
    latest_check_runs_count: repository.runs.of(suite.head).filter((run) => run.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: {
      id: head.id,
      tree_id: head.tree,
      message: head.message,
      timestamp: timeOf(head.at * 1000),
      author: person,
      committer: person,
    },
    rerequestable: true,
    runs_rerequestable: true,
  };
}
