/** What the App has to be allowed and told by GitHub; `app.yml` asks for it, and `doctor` compares. */

export type Access = 'read' | 'write';

export interface PermissionNeed {
  /** GitHub's name, as its API and manifests spell it. */
  readonly name: string;
  readonly access: Access;
  readonly use: string;
  /** The App works without it, all but this; null: it does not work. */
  readonly without: string | null;
}

/** The least that covers what the App does. It never asks to write contents, to change workflows, or to administer. */
export const PERMISSIONS: readonly PermissionNeed[] = [
  { name: 'checks', access: 'write', use: 'the check run with its annotations', without: null },
  { name: 'contents', access: 'read', use: 'the files of the commits, and the settings', without: null },
  { name: 'pull_requests', access: 'write', use: 'the one comment, and replies to commands', without: null },
  {
    name: 'issues',
    access: 'write',
    use: 'comments as events, and reactions to them',
    without: 'reactions to commands',
  },
  { name: 'metadata', access: 'read', use: 'who may give which command', without: null },
  { name: 'merge_queues', access: 'read', use: 'merge groups as events', without: 'checks in merge queues' },
];

export interface EventNeed {
  readonly name: string;
  readonly use: string;
  /** GitHub sends it to every App that may write checks, subscribed or not (GitHub docs, "Using the REST API to interact with checks"). */
  readonly comesByItself: boolean;
  /** As for permissions. */
  readonly without: string | null;
}

export const EVENTS: readonly EventNeed[] = [
  { name: 'pull_request', use: 'a review of every push', comesByItself: false, without: null },
  { name: 'issue_comment', use: 'commands in comments', comesByItself: false, without: 'commands in comments' },
  { name: 'check_run', use: 'the buttons of the check', comesByItself: true, without: 'the buttons of the check' },
  { name: 'check_suite', use: '"re-run all checks"', comesByItself: true, without: '"re-run all checks"' },
  { name: 'merge_group', use: 'a check in merge queues', comesByItself: false, without: 'checks in merge queues' },
  {
    name: 'push',
    use: 'another look at open pull requests when the settings of their base change',
    comesByItself: false,
    without: 'looks at open pull requests when the settings change',
  },
];

/** Where GitHub sends webhooks to, below the App's address. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** In characters; a shorter secret can be guessed offline from one signed delivery. */
export const SHORTEST_SECRET = 32;

/** What Probot takes where no secret is set: everybody knows it. */
export const KNOWN_SECRETS: readonly string[] = ['development'];

/** Node.js releases that `package.json` allows, as `[major, least minor]`. */
export const NODE_RELEASES: readonly (readonly [number, number])[] = [
  [20, 19],
  [22, 12],
  [24, 0],
];

/** What the embedded store says where another process has it. */
export const STORE_IN_USE = 'another process uses this store';
