/** What people read where a job is given up: a command and the report that it asked for do not end in silence. */

import type { AppServices } from '../../src/app/context.ts';
import { makeHandler } from '../../src/app/jobs/dispatch.ts';
import type { Event } from '../../src/app/ports/events.ts';
import type { Forge } from '../../src/app/ports/forge.ts';
import type { OwnComment } from '../../src/publish/published.ts';
import { NOW, REPOSITORY, storeOfEachTest } from './kept-support.ts';

const store = storeOfEachTest();

let comments: OwnComment[];
let reactions: string[];

beforeEach(() => {
  comments = [];
  reactions = [];
});

/** A forge that keeps comments. */
const forge: Partial<Forge> = {
  repository: REPOSITORY,
  commentsOf: async (_, marker) => comments.filter(({ body }) => body.startsWith(marker)),
  comment: async (_, body) => {
    const made = { id: comments.length + 1, body };
    comments.push(made);
    return made;
  },
  editComment: async (id, body) => {
    comments = comments.map((each) => (each.id === id ? { id, body } : each));
  },
  react: async (_, reaction) => void reactions.push(reaction),
};

async function giveUp(event: Event): Promise<void> {
  const services: Partial<AppServices> = {
    store: store(),
    clock: { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout },
    forges: { of: async () => forge as Forge },
  };
  const handler = makeHandler(
    services as AppServices,
    () => 'e-17',
    () => {},
  );
  const job = { key: 'any', event, generation: 1, attempts: 4 };
  await handler.giveUp(job, new Error('GitHub is away'), new AbortController().signal);
}

function commentOf(body: string): Event {
  return { kind: 'comment', repository: REPOSITORY, number: 1, comment: 21, body, sender: 'max', author: 'ada' };
}

const FULL: Event = { kind: 'full', repository: REPOSITORY, number: 1 };

test('a command: one reply with the error’s name, however often, and a thumb down', async () => {
  await giveUp(commentOf('/audit pause'));
  await giveUp(commentOf('/audit pause'));
  expect(comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^<!-- \S+:reply:21 -->\n`\/audit pause` failed\. .*`e-17`/),
  ]);
  expect(reactions).toEqual(['-1', '-1']);
});

test('a command that was answered before it was given up is not answered otherwise', async () => {
  comments.push({ id: 1, body: '<!-- kernel-rust-audit:reply:21 -->\n`max` paused the audits of this pull request.' });
  await giveUp(commentOf('/audit pause'));
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('paused');
});

test.each(['Looks good.', '/audit dance'])('a comment that asks for nothing: nothing: %s', async (body) => {
  await giveUp(commentOf(body));
  expect([comments, reactions]).toEqual([[], []]);
});

test('the whole tree: said in the report’s place, which is edited', async () => {
  comments.push({ id: 9, body: '<!-- kernel-rust-audit:full:1 -->\n### An older report' });
  await giveUp(FULL);
  expect(comments).toEqual([
    { id: 9, body: expect.stringMatching(/^<!-- kernel-rust-audit:full:1 -->\n### The whole tree .*\n\n.*`e-17`/) },
  ]);
});

test('the whole tree, the first time: a comment of its own', async () => {
  await giveUp(FULL);
  expect(comments).toHaveLength(1);
});
