/** What the App needs from GitHub: permissions, webhooks, a secret. `app.yml` asks for them, and `doctor` compares. */

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
  { name: 'pull_requests', access: 'write', use: 'the comment, and replies to commands', without: null },
  {
    name: 'issues',
    access: 'write',
    use: 'comment events, and reactions to comments',
    without: 'reactions to commands',
  },
  { name: 'metadata', access: 'read', use: 'permissions of people who give commands', without: null },
  { name: 'merge_queues', access: 'read', use: 'merge group events', without: 'checks in merge queues' },
];

/** A kind of webhook that the App reads. */
export interface Webhook {
  /** The actions that it acts on; null where such a webhook has none. A lost delivery of any other action is not asked for again. */
  readonly actions: readonly string[] | null;
  readonly use: string;
  /**
   * To which Apps GitHub sends it: to those that subscribe; to those that may write checks, subscribed or not (GitHub docs, "Using the
   * REST API to interact with checks"); or to all, and then an App cannot subscribe to it.
   */
  readonly comesTo: 'subscribers' | 'checks' | 'all';
  /** As for permissions. */
  readonly without: string | null;
}

/**
 * Every webhook that the App reads, by GitHub's name. From this table come the events of `app.yml`, what `doctor` compares, which lost deliveries
 * are asked for again, and the table in docs/operating.md. github/webhook/read-event.ts has a reader for each.
 */
export const WEBHOOKS = {
  pull_request: {
    actions: [
      'opened',
      'reopened',
      'synchronize',
      'ready_for_review',
      'converted_to_draft',
      'edited',
      'closed',
      'labeled',
      'unlabeled',
    ],
    use: 'a review of every push; another base, labels, drafts and closing',
    comesTo: 'subscribers',
    without: null,
  },
  issue_comment: {
    actions: ['created'],
    use: 'commands in comments',
    comesTo: 'subscribers',
    without: 'commands in comments',
  },
  check_run: {
    actions: ['rerequested', 'requested_action'],
    use: 'the buttons of the check',
    comesTo: 'checks',
    without: 'the buttons of the check',
  },
  check_suite: {
    actions: ['requested', 'rerequested'],
    use: 'the button "Re-run all checks"',
    comesTo: 'checks',
    without: '"re-run all checks"',
  },
  merge_group: {
    actions: ['checks_requested', 'destroyed'],
    use: 'a check in merge queues',
    comesTo: 'subscribers',
    without: 'checks in merge queues',
  },
  push: {
    actions: null,
    use: 'another review of open pull requests when the settings of their base change',
    comesTo: 'subscribers',
    without: 'another review of open pull requests when the settings change',
  },
  installation: {
    actions: ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'],
    use: 'the App is installed, suspended or uninstalled',
    comesTo: 'all',
    without: null,
  },
  installation_repositories: {
    actions: ['added', 'removed'],
    use: 'the App gets or loses a repository',
    comesTo: 'all',
    without: null,
  },
} as const satisfies Readonly<Record<string, Webhook>>;

export type WebhookName = keyof typeof WEBHOOKS;
/** The actions of a webhook that the App acts on; null where it has none. */
export type ActionOf<Name extends WebhookName> = (typeof WEBHOOKS)[Name]['actions'] extends readonly (infer Action)[]
  ? Action
  : null;

export interface EventNeed extends Webhook {
  readonly name: string;
}

/** The webhooks that an App subscribes to. */
export const EVENTS: readonly EventNeed[] = Object.entries(WEBHOOKS)
  .map(([name, webhook]) => ({ name, ...webhook }))
  .filter(({ comesTo }) => comesTo !== 'all');

/** Where GitHub sends webhooks to, below the App's address. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** In characters; a shorter secret can be guessed offline from one signed delivery. */
export const SHORTEST_SECRET = 32;

/** What Probot takes where no secret is set: it is publicly known. */
export const KNOWN_SECRETS: readonly string[] = ['development'];
