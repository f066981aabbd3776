/** From payloads to events, row by row, and what of a payload is not believed. */
import fc from 'fast-check';
import type { Event } from '../../../src/app/ports/events.ts';
import { jobsOf } from '../../../src/github/webhook/jobs-of-events.ts';
import { eventsOf, isHandled } from '../../../src/github/webhook/read-event.ts';
import { externalIdOf } from '../../../src/publish/external-id.ts';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const repository = { id: 7, full_name: 'linux/kernel' };
const installation = { id: 5 };
const REF = { owner: 'linux', name: 'kernel', id: 7, installation: 5 };
const sender = { login: 'ada', type: 'User' };

const pullRequest = (action: string, more: object = {}) => ({
  action,
  repository,
  installation,
  sender,
  pull_request: { number: 3, head: { sha: HEAD }, user: { login: 'ada' } },
  ...more,
});

describe('push', () => {
  const commit = (more: object = {}) => ({ added: [], removed: [], modified: ['rust/lib.rs'], ...more });
  const push = (more: object = {}) => ({
    ...{ repository, installation, sender, ref: 'refs/heads/feature/a' },
    ...{ created: false, deleted: false, forced: false, commits: [commit()], ...more },
  });
  const SETTINGS = '.github/kernel-rust-audit.yml';
  const asked = [{ kind: 'settings', repository: REF, branch: 'feature/a' }];

  test.each<[string, object]>([
    ['adds the settings', { commits: [commit(), commit({ added: [SETTINGS] })] }],
    ['changes them', { commits: [commit({ modified: [SETTINGS] }), commit()] }],
    ['removes them', { commits: [commit({ removed: [SETTINGS] })] }],
    ['is forced', { forced: true }],
    ['lists no commits', { commits: [] }],
    ['has no list', { commits: undefined }],
    ['has a cut list', { commits: Array.from({ length: 2048 }, () => commit()) }],
    ['has a commit without a list', { commits: [commit({ removed: undefined })] }],
    ['has a commit with a cut list', { commits: [commit({ added: Array.from({ length: 3000 }, () => 'a.rs') })] }],
  ])('that %s has the branch looked at', (_, more) => {
    expect(eventsOf('push', push(more))).toEqual(asked);
  });

  test.each<[string, object]>([
    ['of other files', {}],
    ['to a tag', { ref: 'refs/tags/v1', forced: true }],
    ['to a queue', { ref: 'refs/heads/gh-readonly-queue/main/pr-1-a', forced: true }],
    ['that creates a branch', { created: true, commits: [] }],
    ['that deletes a branch', { deleted: true, commits: [] }],
    ['without a branch', { ref: 7 }],
  ])('%s asks for nothing', (_, more) => {
    expect(eventsOf('push', push(more))).toEqual([]);
  });

  test('it is asked for again when it got lost', () => {
    expect(isHandled('push', null)).toBe(true);
  });
});

describe('pull_request', () => {
  test.each([
    ['opened', 'opened'],
    ['reopened', 'opened'],
    ['synchronize', 'pushed'],
    ['ready_for_review', 'ready'],
    ['converted_to_draft', 'drafted'],
    ['closed', 'closed'],
  ])('%s marks it dirty: %s', (action, reason) => {
    expect(eventsOf('pull_request', pullRequest(action))).toEqual([
      { kind: 'pull-request', repository: REF, number: 3, reason, head: HEAD, force: false, author: 'ada' },
    ]);
  });

  test('without an account that opened it, as GitHub shows one that is gone', () => {
    const pull_request = { number: 3, head: { sha: HEAD }, user: null };
    expect(eventsOf('pull_request', pullRequest('opened', { pull_request }))).toMatchObject([{ author: null }]);
  });

  test('edited counts only where the base changed', () => {
    expect(eventsOf('pull_request', pullRequest('edited', { changes: { title: { from: 'x' } } }))).toEqual([]);
    const changes = { base: { ref: { from: 'main' }, sha: { from: BASE } } };
    expect(eventsOf('pull_request', pullRequest('edited', { changes }))).toMatchObject([{ reason: 'base-changed' }]);
  });

  test.each(['labeled', 'unlabeled'])('%s marks it; who did it is asked of GitHub', (action) => {
    const given = pullRequest(action, { label: { name: 'audit:skip' } });
    expect(eventsOf('pull_request', given)).toMatchObject([{ reason: 'label', number: 3 }]);
  });

  test.each(['enqueued', 'dequeued', 'auto_merge_enabled', 'assigned', 'locked', 'constructor', '__proto__', ''])(
    '%s is ignored',
    (action) => expect(eventsOf('pull_request', pullRequest(action))).toEqual([]),
  );

  test('a head that is no commit id is not believed, the pull request is still dirty', () => {
    const pull_request = { number: 3, head: { sha: '../../etc' } };
    expect(eventsOf('pull_request', pullRequest('opened', { pull_request }))).toMatchObject([{ head: null }]);
  });
});

describe('check_run and check_suite', () => {
  const run = (action: string, more: object = {}, beside: object = {}) => ({
    action,
    repository,
    installation,
    sender,
    check_run: {
      id: 11,
      name: 'kernel-rust-audit',
      head_sha: HEAD,
      external_id: externalIdOf({
        number: 3,
        head: HEAD,
        mergeBase: BASE,
        settings: '12345678',
        engine: '0.1.0',
        attempt: 1,
      }),
      check_suite: { id: 9 },
      pull_requests: [],
      ...more,
    },
    ...beside,
  });

  const rerun = (number: number): Event => ({
    kind: 'pull-request',
    repository: REF,
    number,
    reason: 'rerun',
    head: null,
    force: true,
    asker: 'ada',
  });

  test('a re-run finds its pull request by our own id, which forks have too', () => {
    expect(eventsOf('check_run', run('rerequested'))).toEqual([rerun(3)]);
  });

  test('without one of ours by the pull requests that GitHub names, of this repository only', () => {
    const pull_requests = [
      { number: 4, base: { repo: { id: 7 } } },
      { number: 5, base: { repo: { id: 999 } } },
      { number: 4, base: { repo: { id: 7 } } },
    ];
    expect(eventsOf('check_run', run('rerequested', { external_id: '', pull_requests }))).toEqual([rerun(4)]);
  });

  test('without any by the commit', () => {
    expect(eventsOf('check_run', run('rerequested', { external_id: 'of another time' }))).toEqual([
      { kind: 'head', repository: REF, head: HEAD, suite: 9, force: true, sender: 'ada' },
    ]);
  });

  test('the check of the settings can be run again as well', () => {
    const own = { name: 'kernel-rust-audit / config', external_id: `c1:6:${HEAD.slice(0, 12)}` };
    expect(eventsOf('check_run', run('rerequested', own))).toEqual([rerun(6)]);
  });

  test('a check of another name is not ours', () => {
    expect(eventsOf('check_run', run('rerequested', { name: 'linter' }))).toEqual([]);
    expect(
      eventsOf('check_run', run('requested_action', { name: 'linter' }, { requested_action: { identifier: 'fix' } })),
    ).toEqual([]);
  });

  test.each(['created', 'completed'])('mistake 18: its own echo, check_run.%s, is ignored', (action) => {
    expect(eventsOf('check_run', run(action))).toEqual([]);
  });

  test('mistake 13: a button is of the one who pressed it', () => {
    const beside = { requested_action: { identifier: 'reaudit' }, sender: { login: 'eve' } };
    expect(eventsOf('check_run', run('requested_action', {}, beside))).toEqual([
      {
        kind: 'action',
        repository: REF,
        run: 11,
        externalId: expect.stringMatching(/^a1:3:/),
        head: HEAD,
        identifier: 'reaudit',
        sender: 'eve',
      },
    ]);
  });

  test.each(['a/b', '', 'x'.repeat(21), 'a b'])('a button with the identifier %j is none of ours', (identifier) => {
    expect(eventsOf('check_run', run('requested_action', {}, { requested_action: { identifier } }))).toEqual([]);
  });

  const suite = (action: string, more: object = {}) => ({
    action,
    repository,
    installation,
    check_suite: { id: 9, head_sha: HEAD, ...more },
    sender: { login: 'eve' },
  });

  test('a suite asks for its commit; "re-run all checks" does so with force', () => {
    const event = { kind: 'head', repository: REF, head: HEAD, suite: 9, sender: 'eve' };
    expect(eventsOf('check_suite', suite('requested'))).toEqual([{ ...event, force: false }]);
    expect(eventsOf('check_suite', suite('rerequested'))).toEqual([{ ...event, force: true }]);
  });

  test('"re-run" of a merge group, by its run and by its suite, asks for the group', () => {
    const head_branch = `gh-readonly-queue/release/6.12/pr-3-${BASE}`;
    const group = {
      kind: 'merge-group',
      repository: REF,
      head: HEAD,
      base: BASE,
      baseBranch: 'release/6.12',
      pullRequest: 3,
    };
    const wanted = [{ ...group, isDestroyed: false, force: true }];
    expect(eventsOf('check_suite', suite('rerequested', { head_branch }))).toEqual(wanted);
    expect(eventsOf('check_suite', suite('requested', { head_branch }))).toMatchObject([{ kind: 'head' }]);
    const check_run = { id: 11, name: 'kernel-rust-audit', head_sha: HEAD, check_suite: { id: 9, head_branch } };
    expect(eventsOf('check_run', { action: 'rerequested', repository, installation, check_run })).toEqual(wanted);
  });

  test('a suite that is completed, or without a head, asks for nothing', () => {
    expect(eventsOf('check_suite', suite('completed'))).toEqual([]);
    expect(eventsOf('check_suite', suite('requested', { head_sha: null }))).toEqual([]);
  });
});

test('a merge group, wanted and destroyed', () => {
  const head_ref = `refs/heads/gh-readonly-queue/main/pr-3-${BASE}`;
  const merge_group = { head_sha: HEAD, base_sha: BASE, head_ref };
  const event = {
    kind: 'merge-group',
    repository: REF,
    head: HEAD,
    base: BASE,
    baseBranch: 'main',
    pullRequest: 3,
    force: false,
  };
  const of = (action: string) => eventsOf('merge_group', { action, repository, installation, merge_group });
  expect(of('checks_requested')).toEqual([{ ...event, isDestroyed: false }]);
  expect(of('destroyed')).toEqual([{ ...event, isDestroyed: true }]);
  expect(of('other')).toEqual([]);
});

describe('issue_comment', () => {
  const comment = (
    more: { issue?: object; comment?: object; sender?: object; action?: string } = {},
  ): Readonly<Record<string, unknown>> => ({
    action: more.action ?? 'created',
    repository,
    installation,
    sender: more.sender ?? sender,
    issue: { number: 3, state: 'open', pull_request: { url: 'x' }, user: { login: 'bob' }, ...more.issue },
    comment: { id: 21, body: '/audit', user: sender, performed_via_github_app: null, ...more.comment },
  });

  test('a person’s comment on an open pull request that may hold a command', () => {
    expect(eventsOf('issue_comment', comment())).toEqual([
      { kind: 'comment', repository: REF, number: 3, comment: 21, body: '/audit', sender: 'ada', author: 'bob' },
    ]);
  });

  test.each([
    ['on an issue', { issue: { pull_request: undefined } }],
    ['on a closed pull request', { issue: { state: 'closed' } }],
    ['without the word', { comment: { body: 'please audit' } }],
    ['that is too long', { comment: { body: `/audit ${'x'.repeat(65_536)}` } }],
    ['mistake 16: that was edited', { action: 'edited' }],
    ['that was deleted', { action: 'deleted' }],
    ['mistake 18: of a bot', { sender: { login: 'renovate', type: 'Bot' } }],
    ['mistake 18: of a bot by its name', { sender: { login: 'kernel-rust-audit[bot]', type: 'User' } }],
    ['mistake 18: that a bot wrote for somebody', { comment: { user: { login: 'x[bot]', type: 'Bot' } } }],
    ['mistake 18: that came through an App', { comment: { performed_via_github_app: { id: 1 } } }],
  ])('not one %s', (_, more) => {
    expect(eventsOf('issue_comment', comment(more))).toEqual([]);
  });
});

describe('installations', () => {
  const repositories = [
    { id: 7, full_name: 'linux/kernel' },
    { id: 8, full_name: 'linux/other' },
    { id: 9, full_name: '../..' },
  ];
  const of = (action: string, more: object = {}) => eventsOf('installation', { action, installation, ...more });

  test.each([
    ['deleted', true],
    ['suspend', false],
  ])('%s: nothing more is done for it', (action, isForGood) => {
    expect(of(action, { repositories })).toEqual([
      { kind: 'uninstalled', installation: 5, repositories: null, isForGood },
    ]);
  });

  test.each(['unsuspend', 'new_permissions_accepted'])('%s: its repositories are looked at, slowly', (action) => {
    const events = of(action, { repositories });
    expect(events).toEqual([
      { kind: 'reconcile', repository: REF },
      { kind: 'reconcile', repository: { ...REF, id: 8, name: 'other' } },
    ]);
    const [first, second] = jobsOf(events, 1000, 'g').map(({ notBefore }) => notBefore);
    expect(Number(second)).toBeGreaterThan(Number(first));
  });

  test('repositories that were taken away, and no bulk action for those that were added', () => {
    const given = { installation, repositories_removed: repositories, repositories_added: repositories };
    expect(eventsOf('installation_repositories', { action: 'removed', ...given })).toEqual([
      { kind: 'uninstalled', installation: 5, repositories: [7, 8, 9], isForGood: true },
    ]);
    // but those that GitHub refused before
    const looks = [REF, { ...REF, id: 8, name: 'other' }].map((repository) => ({
      kind: 'reconcile',
      repository,
      ifRefused: true,
    }));
    expect(eventsOf('installation_repositories', { action: 'added', ...given })).toEqual(looks);
    expect(of('created', { repositories })).toEqual(looks);
  });
});

describe('what is not as GitHub sends it', () => {
  test.each([
    ['no installation', { installation: undefined }],
    ['an installation that is no number', { installation: { id: '5' } }],
    ['a repository outside', { repository: { id: 7, full_name: '../..' } }],
    ['a repository in a folder', { repository: { id: 7, full_name: 'a/b/c' } }],
    ['a repository without a number', { repository: { full_name: 'linux/kernel' } }],
    ['a pull request without a number', { pull_request: { head: { sha: HEAD } } }],
    ['a number that is none', { pull_request: { number: 1.5, head: { sha: HEAD } } }],
  ])('%s: nothing is asked for', (_, more) => {
    expect(eventsOf('pull_request', pullRequest('opened', more))).toEqual([]);
  });

  test('mistake 33: no address of a payload is in an event', () => {
    const hostile = 'http://169.254.169.254/';
    const given = pullRequest('opened', {
      repository: { ...repository, url: hostile, html_url: hostile, git_url: hostile },
      pull_request: { number: 3, head: { sha: HEAD }, url: hostile, diff_url: hostile, patch_url: hostile },
    });
    expect(JSON.stringify(eventsOf('pull_request', given))).not.toContain('169.254');
  });

  test('fields of prototypes are none of the payload', () => {
    const payload = JSON.parse('{"__proto__": {"action": "opened"}}');
    expect(eventsOf('pull_request', payload)).toEqual([]);
    expect(eventsOf('constructor', pullRequest('opened'))).toEqual([]);
    expect(eventsOf('__proto__', pullRequest('opened'))).toEqual([]);
  });

  const names = ['pull_request', 'issue_comment', 'check_run', 'check_suite', 'merge_group', 'installation', 'ping'];
  const keys = [
    'action',
    'repository',
    'installation',
    'pull_request',
    'check_run',
    'comment',
    'issue',
    'id',
    'number',
    'head_sha',
    'repositories',
  ];
  const anything = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        Number.POSITIVE_INFINITY,
        7,
        '',
        'opened',
        'created',
        HEAD,
        'linux/kernel',
        '/audit',
      ),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
    ),
  })).value;

  test('any payload ends in events, never in an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), anything, (name, payload) => {
        expect(Array.isArray(eventsOf(name, payload))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a good payload with one part replaced by anything: never an exception, and every event has its job', () => {
    const good = pullRequest('labeled', { label: { name: 'x' } }) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), anything, (key, value) => {
        const events = eventsOf('pull_request', { ...good, [key]: value });
        expect(jobsOf(events, 0, 'g')).toHaveLength(events.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('jobs', () => {
  const keysOf = (events: readonly Event[], guid = 'guid') => jobsOf(events, 1000, guid).map(({ key }) => key);

  test('the same thing again is the same job', () => {
    const opened = eventsOf('pull_request', pullRequest('opened'));
    const pushed = eventsOf('pull_request', pullRequest('synchronize'));
    expect(keysOf(opened, 'one')).toEqual(['pr/7/3']);
    expect(keysOf(pushed, 'two')).toEqual(['pr/7/3']);
  });

  test('a key for each kind', () => {
    const of = { repository: REF };
    const events: Event[] = [
      { kind: 'head', ...of, head: HEAD, suite: null, force: true },
      {
        kind: 'merge-group',
        ...of,
        head: HEAD,
        base: BASE,
        baseBranch: 'main',
        pullRequest: 3,
        isDestroyed: false,
        force: false,
      },
      { kind: 'comment', ...of, number: 3, comment: 21, body: '', sender: '', author: '' },
      { kind: 'action', ...of, run: 11, externalId: '', head: HEAD, identifier: 'reaudit', sender: '' },
      { kind: 'full', ...of, number: 3 },
      { kind: 'reconcile', ...of },
      { kind: 'uninstalled', installation: 5, repositories: null, isForGood: true },
    ];
    expect(keysOf(events)).toEqual([
      `head/7/${HEAD}`,
      `group/7/${HEAD}`,
      'comment/7/21',
      'action/7/11/reaudit/guid',
      'full/7/3',
      'reconcile/7',
      'uninstalled/5/guid',
    ]);
  });

  test('a suite is a fallback: it waits for the pull request’s own webhook, unless somebody asked', () => {
    const suite = (force: boolean): Event => ({ kind: 'head', repository: REF, head: HEAD, suite: null, force });
    const [fallback, asked] = jobsOf([suite(false), suite(true)], 1000, 'g');
    expect(asked?.notBefore).toBe(1000);
    expect(fallback?.notBefore).toBeGreaterThan(1000);
  });

  test('what is handled is named by event and action', () => {
    expect(isHandled('pull_request', 'opened')).toBe(true);
    expect(isHandled('pull_request', 'assigned')).toBe(false);
    expect(isHandled('pull_request', null)).toBe(false);
  });
});
