/** What a test does in a repository of the fake GitHub, and what it sees there. */
import { suiteOf } from './check-runs.ts';
import { addComment, editComment } from './comments.ts';
import { differencesOf } from './differences.ts';
import { emitComment, emitLabel, emitMergeGroup, emitPull, emitPush, emitRun, emitSuite } from './events.ts';
import { exportRepository } from './export.ts';
import type { FakeRepository } from './fake-repository.ts';
import { mergeBase } from './history.ts';
import { timeOf } from './json.ts';
import { type Content, walk } from './objects.ts';
import type { CommentState, HubEvent, PullRequestState, RepositoryState, RunState, World } from './world.ts';

export function makeRepository(world: World, state: RepositoryState): FakeRepository {
  const { objects } = state;
  const tip = (branch = state.defaultBranch): string => {
    const found = state.branches.get(branch);
    if (found === undefined) throw new Error(`no branch ${branch}`);
    return found;
  };
  const pull = (number: number): PullRequestState => {
    const found = state.pulls.get(number);
    if (found === undefined) throw new Error(`no pull request ${number}`);
    return found;
  };
  const runById = (id: number): RunState => {
    const found = state.runs.get(id);
    if (found === undefined) throw new Error(`no check run ${id}`);
    return found;
  };
  const commentById = (id: number): CommentState => {
    const found = state.comments.get(id);
    if (found === undefined) throw new Error(`no comment ${id}`);
    return found;
  };
  const owner = state.owner;
  const by = (login: string | undefined) => world.account(login ?? owner.login);

  /** Changes the pull request and tells of it. */
  const change = (number: number, action: string, act: (pull: PullRequestState) => object | undefined): HubEvent => {
    const found = pull(number);
    const more = act(found) ?? {};
    found.updatedAt = world.now();
    return emitPull(world, state, found, action, found.author, more as Record<string, unknown>);
  };

  const requestSuite = (head: string, from: RepositoryState | null): void => {
    if (from !== state || !state.isInstalled) return;
    emitSuite(world, state, suiteOf(world, state, head), 'requested', owner);
  };

  /** What the pull request changes, upon the present tip of its base branch. */
  const mergeCommit = ({ baseBranch, head, number, title }: PullRequestState): string => {
    const base = tip(baseBranch);
    const common = mergeBase(objects, base, head);
    const before = common === null ? null : objects.needCommit(common).tree;
    const files = new Map<string, Content | null>();
    for (const { path, previousPath, now } of differencesOf(objects, before, objects.needCommit(head).tree)) {
      if (previousPath !== null) files.set(previousPath, null);
      files.set(path, now === null ? null : { mode: now.mode, text: objects.blob(now.id)?.bytes ?? now.id });
    }
    return objects.write({ parents: [base, head], files, message: `Merge pull request #${number}\n\n${title}` });
  };

  return {
    state,
    owner: owner.login,
    get name() {
      return state.name;
    },
    id: state.id,
    commit: ({ branch, ...fresh }) => {
      const own = state.branches.get(branch ?? state.defaultBranch) ?? state.branches.get(state.defaultBranch);
      const parents = fresh.parents ?? (own === undefined ? [] : [own]);
      const id = objects.write({ ...fresh, parents });
      if (branch !== undefined) state.branches.set(branch, id);
      else if (!state.branches.has(state.defaultBranch)) state.branches.set(state.defaultBranch, id);
      return id;
    },
    tip,
    branch: (name, commit) => {
      const before = state.branches.get(name) ?? null;
      state.branches.set(name, objects.needCommit(commit).id);
      return emitPush(world, state, name, before, commit, owner);
    },
    fork: (login) =>
      makeRepository(
        world,
        world.addRepository({
          owner: login,
          name: state.name,
          isPrivate: state.isPrivate,
          isInstalled: false,
          defaultBranch: state.defaultBranch,
          source: state,
        }),
      ),
    openPullRequest: ({ head, base = state.defaultBranch, author, draft = false, labels = [], ...fresh }) => {
      const number = ++state.lastNumber;
      const at = world.now();
      const from = fresh.from?.state ?? state;
      const opened: PullRequestState = {
        id: world.nextId(),
        number,
        title: fresh.title ?? objects.needCommit(head).message.split('\n', 1)[0] ?? '',
        body: fresh.body ?? null,
        author: world.account(author ?? (from === state ? 'author' : from.owner.login)),
        isOpen: true,
        isDraft: draft,
        mergedAt: null,
        mergeCommit: null,
        labels: new Set(labels),
        labelled: labels.map((label) => ({ label, by: owner })),
        from,
        headBranch: fresh.branch ?? `change-${number}`,
        head,
        baseBranch: base,
        base: tip(base),
        createdAt: at,
        updatedAt: at,
        closedAt: null,
      };
      state.pulls.set(number, opened);
      from.branches.set(opened.headBranch, head);
      requestSuite(head, from);
      return { number, event: emitPull(world, state, opened, 'opened', opened.author) };
    },
    push: (number, head) =>
      change(number, 'synchronize', (found) => {
        const before = found.head;
        found.head = objects.needCommit(head).id;
        found.base = tip(found.baseBranch);
        found.from?.branches.set(found.headBranch, head);
        requestSuite(head, found.from);
        return { before, after: head };
      }),
    close: (number) =>
      change(number, 'closed', (found) => {
        found.isOpen = false;
        found.closedAt = world.now();
        return undefined;
      }),
    reopen: (number) =>
      change(number, 'reopened', (found) => {
        found.isOpen = true;
        found.closedAt = null;
        return undefined;
      }),
    merge: (number) =>
      change(number, 'closed', (found) => {
        found.mergeCommit = mergeCommit(found);
        state.branches.set(found.baseBranch, found.mergeCommit);
        found.isOpen = false;
        found.closedAt = found.mergedAt = world.now();
        return undefined;
      }),
    setBase: (number, branch) =>
      change(number, 'edited', (found) => {
        const changes = { base: { ref: { from: found.baseBranch }, sha: { from: found.base } } };
        found.baseBranch = branch;
        found.base = tip(branch);
        return { changes };
      }),
    edit: (number, { title, body }) =>
      change(number, 'edited', (found) => {
        const changes = {
          ...(title === undefined ? {} : { title: { from: found.title } }),
          ...(body === undefined ? {} : { body: { from: found.body ?? '' } }),
        };
        found.title = title ?? found.title;
        found.body = body ?? found.body;
        return { changes };
      }),
    label: (number, label, login) => {
      pull(number).labels.add(label);
      pull(number).labelled.push({ label, by: by(login) });
      pull(number).updatedAt = world.now();
      return emitLabel(world, state, pull(number), 'labeled', label, by(login));
    },
    unlabel: (number, label, login) => {
      pull(number).labels.delete(label);
      pull(number).updatedAt = world.now();
      return emitLabel(world, state, pull(number), 'unlabeled', label, by(login));
    },
    ready: (number) =>
      change(number, 'ready_for_review', (found) => {
        found.isDraft = false;
        return undefined;
      }),
    draft: (number) =>
      change(number, 'converted_to_draft', (found) => {
        found.isDraft = true;
        return undefined;
      }),
    comment: (number, user, body) => {
      const comment = addComment(world, state, pull(number).number, world.account(user), body);
      return { id: comment.id, event: emitComment(world, state, comment, 'created', comment.user) };
    },
    editComment: (id, body) => {
      const comment = commentById(id);
      const changes = { body: { from: comment.body } };
      editComment(world, state, comment, body);
      return emitComment(world, state, comment, 'edited', comment.isByApp ? owner : comment.user, { changes });
    },
    deleteComment: (id, login) => {
      const comment = commentById(id);
      state.comments.remove(id);
      return emitComment(world, state, comment, 'deleted', by(login));
    },
    refuse: (refusal) => {
      state.refuses = refusal;
    },
    setRole: (user, role) => {
      world.account(user);
      state.roles.set(user, role);
    },
    rename: (name) => {
      world.formerNames.set(`${owner.login}/${state.name}`.toLowerCase(), state);
      state.name = name;
    },
    rerequest: (id, login) => {
      const run = runById(id);
      run.suite.status = 'queued';
      run.suite.conclusion = null;
      return emitRun(world, state, run, 'rerequested', by(login));
    },
    rerequestSuite: (head, login) => {
      const suite = suiteOf(world, state, head);
      suite.status = 'queued';
      suite.conclusion = null;
      return emitSuite(world, state, suite, 'rerequested', by(login));
    },
    press: (id, identifier, login) => {
      const run = runById(id);
      if (!run.actions.some((action) => action['identifier'] === identifier))
        throw new Error(`the run has no button ${identifier}`);
      return emitRun(world, state, run, 'requested_action', by(login), { requested_action: { identifier } });
    },
    enqueue: (number) => {
      const { baseBranch } = pull(number);
      const base = tip(baseBranch);
      const head = mergeCommit(pull(number));
      const headBranch = `gh-readonly-queue/${baseBranch}/pr-${number}-${base}`;
      state.branches.set(headBranch, head);
      const group = { head, headBranch, base, baseBranch };
      return { group, event: emitMergeGroup(world, state, group, 'checks_requested', owner) };
    },
    destroyMergeGroup: (group) => {
      state.branches.delete(group.headBranch);
      return emitMergeGroup(world, state, group, 'destroyed', owner);
    },
    foreignRun: (head, name, conclusion = 'success') => {
      const app = { id: 7, slug: 'other-app', name: 'Another App' };
      const id = world.nextId();
      const at = timeOf(world.now());
      const suite = { id: world.nextId(), app: app.id, head, createdAt: world.now(), status: 'completed', conclusion };
      const run: RunState = {
        id,
        app,
        suite,
        name,
        head,
        externalId: '',
        detailsUrl: 'https://example.org/',
        status: 'completed',
        conclusion,
        startedAt: at,
        completedAt: at,
        title: null,
        summary: null,
        text: null,
        annotations: [],
        actions: [],
      };
      state.suites.add(suite);
      state.runs.add(run);
      return run;
    },
    pull,
    runs: (head) =>
      (head === undefined ? state.runs.all : state.runs.of(head)).filter((run) => run.app.id === world.app.id),
    comments: (number) => [...state.comments.of(number)],
    files: (commit) =>
      new Map(
        [...walk(objects, objects.needCommit(commit).tree)].map(({ path, entry }) => [
          path,
          objects.blob(entry.id)?.bytes.toString() ?? '',
        ]),
      ),
    exportTo: (folder) => exportRepository(state, folder),
  };
}
