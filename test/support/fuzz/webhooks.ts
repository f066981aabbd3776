/** Spoilt webhooks and comments: events of this program, or nothing; never an exception. */
import type { Event } from '../../../src/app/ports/events.ts';
import { jobsOf } from '../../../src/github/webhook/jobs-of-events.ts';
import { eventsOf } from '../../../src/github/webhook/read-event.ts';
import { commandOf } from '../../../src/publish/audit-command-line.ts';
import { ownExamples } from '../../github/webhook-examples.ts';
import type { Chance } from './chance.ts';
import { firstOf, type Kind } from './kind.ts';
import { mutated } from './mutate.ts';

interface WebhookInput {
  readonly name: string;
  /** As it comes over the wire; may be no JSON. */
  readonly body: string;
  readonly comment: string;
}

const EXAMPLES = ownExamples().map(({ name, payload }) => ({
  name,
  text: JSON.stringify(payload),
  size: eventsOf(name, payload).length,
}));
const ASKING = EXAMPLES.filter(({ size }) => size > 0);
const COMMENT = JSON.stringify({
  action: 'created',
  installation: { id: 5 },
  repository: { id: 7, full_name: 'linux/kernel' },
  sender: { login: 'ada', type: 'User' },
  issue: { number: 3, state: 'open', pull_request: {}, user: { login: 'ada' } },
  comment: { id: 9, body: '/audit', user: { login: 'ada', type: 'User' } },
});
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, '', 'main', [], {}, [null], '/audit full', 'x'.repeat(300)],
  ...[
    'a'.repeat(40),
    'b'.repeat(64),
    'g'.repeat(40),
    '../../etc',
    'kernel-rust-audit',
    'Bot',
    'opened',
    'edited',
    'rerequested',
  ],
  ...[
    'pull-request/7/3',
    'gh-readonly-queue/main/pr-3-' + 'a'.repeat(40),
    'linux/',
    '/',
    '\ud800',
    '\0',
    { id: 1 },
    [[[]]],
  ],
];
const WORDS = [
  ...[
    '/audit',
    '/audit full',
    '/audit accept 0123456789 a reason',
    '/audit explain ',
    '\n\n',
    '> ',
    '```\n',
    '- ',
    '# ',
    '    ',
  ],
  ...[
    '<!--',
    '-->',
    '<p>',
    '**',
    '`',
    '[a](',
    '|',
    '&amp;',
    '\\',
    '1. ',
    '~~~',
    '***',
    '/audit\u00a0',
    'full',
    'pause',
    '__proto__',
  ],
];

export const webhookKind: Kind<WebhookInput> = {
  make(chance) {
    const example = chance.oneIn(3)
      ? { name: 'issue_comment', text: COMMENT }
      : chance.of(chance.oneIn(4) ? EXAMPLES : ASKING);
    const comment = mutated('Thanks.\n\n/audit accept 0123456789 the ring is live\n\n`/audit`\n', WORDS, chance, 6);
    const payload: object = JSON.parse(example.text);
    for (let left = 1 + chance.below(3); left > 0; left -= 1) spoil(payload, chance);
    const body = JSON.stringify(payload).replace('"/audit"', () => JSON.stringify(comment));
    return { name: example.name, body: chance.oneIn(8) ? mutated(body, WORDS, chance, 1) : body, comment };
  },
  troubleIn({ name, body, comment }) {
    const command = commandOf(comment);
    const isKnown = command === null || COMMANDS.includes(command.kind);
    const payload = objectIn(body);
    const events = payload === undefined ? [] : eventsOf(name, payload);
    const jobs = jobsOf(events, 1_000, 'guid');
    const key = jobs.find((job) => !/^[a-z]+\/[\w/-]{1,120}$/.test(job.key))?.key;
    return firstOf([
      isKnown ? null : `the command ${command.kind}`,
      key === undefined ? null : `the key ${key} does not fit into the ledger`,
      ...events.map(troubleInEvent),
    ]);
  },
};

const COMMANDS = ['audit', 'full', 'status', 'pause', 'resume', 'help', 'explain', 'accept', 'unknown'];
/** What an event may say of numbers and commits, by the name of its part. */
const isId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{ number: isId, comment: isId, run: isId, installation: isId },
  head: (value) => value === null || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(String(value)),
  suite: (value) => value === null || isId(value),
  repository: (value) => typeof value === 'object' && value !== null && 'id' in value && isId(value.id),
};

function troubleInEvent(event: Event): string | null {
  const wrong = Object.entries(event).find(([part, value]) => FORMS[part]?.(value) === false);
  return wrong === undefined ? null : `an event ${event.kind} with ${wrong[0]} ${JSON.stringify(wrong[1])}`;
}

/** As the front reads a body: GitHub's payloads are objects, and the rest is refused. */
function objectIn(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the readers ask a payload for. */
const READ: readonly string[] = [
  ...['action', 'number', 'id', 'sha', 'head_sha', 'base_sha', 'external_id', 'name', 'full_name', 'state', 'body'],
  ...['head', 'base', 'repository', 'installation', 'check_run', 'check_suite', 'pull_request', 'pull_requests'],
  ...['merge_group', 'issue', 'comment', 'sender', 'user', 'changes', 'identifier', 'repositories_removed'],
];

type Place = readonly [holder: Record<string, unknown>, key: string];

/** Puts another value into one place of a JSON value, or takes it out: most often one that is read. */
function spoil(root: object, chance: Chance): void {
  const all = placesIn(root);
  const name = chance.of(READ);
  const named = all.filter(([, key]) => key === name);
  const [holder, key] = chance.of(named.length > 0 && !chance.oneIn(8) ? named : all);
  if (chance.oneIn(4)) delete holder[key];
  else holder[key] = structuredClone(chance.of(VALUES));
}

/** Down to where the readers go. */
const DEEPEST = 4;

function placesIn(value: object, depth = 1): readonly Place[] {
  return Object.entries(value).flatMap(([key, below]) => [
    [value as Record<string, unknown>, key] as const,
    ...(typeof below === 'object' && below !== null && depth < DEEPEST ? placesIn(below, depth + 1) : []),
  ]);
}
