/** Deliveries that did not arrive are asked for again: each event once, of a pull request the newest. */
import { ForgeError } from '../../../src/app/ports/forge.ts';
import { redeliverFailed } from '../../../src/github/operate/redeliver.ts';
import { json, type Seen, START, talk } from '../client-support.ts';

interface Attempt {
  readonly id: number;
  readonly guid: string;
  /** In minutes after the start. */
  readonly at: number;
  readonly status: number;
  readonly event?: string;
  readonly action?: string | null;
  readonly number?: number;
}

const HANDLED = (event: string, action: string | null) =>
  event === 'pull_request' || (event === 'issue_comment' && action === 'created');

/** The newest first, as GitHub lists them, in pages. */
function hooks(attempts: readonly Attempt[], answerOf: (id: number) => Response = () => json({}, 202), perPage = 3) {
  const sorted = attempts.toSorted((a, b) => b.at - a.at);
  return talk(({ line }: Seen) => {
    const attempt = /^POST \/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(line);
    if (attempt !== null) return answerOf(Number(attempt[1]));
    const one = /^GET \/app\/hook\/deliveries\/(\d+)$/.exec(line);
    if (one !== null) {
      const { number } = attempts.find(({ id }) => id === Number(one[1])) ?? {};
      return json({ request: { payload: { pull_request: { number } } } });
    }
    const from = Number(new URLSearchParams(line.split('?')[1]).get('cursor') ?? 0);
    const next = `<https://elsewhere.example/app/hook/deliveries?per_page=100&cursor=${from + perPage}>; rel="next"`;
    const headers = from + perPage < sorted.length ? { link: next } : undefined;
    return json(sorted.slice(from, from + perPage).map(listed), 200, headers);
  });
}

function listed({ id, guid, at, status, event = 'pull_request', action = 'synchronize' }: Attempt) {
  const delivered_at = new Date(START + at * 60_000).toISOString();
  return { id, guid, delivered_at, status_code: status, status: 'any', event, action, repository_id: 12 };
}

const minute = (count: number) => START + count * 60_000;
const attemptsIn = (seen: readonly Seen[]) =>
  seen.flatMap(({ line }) => /^POST .*\/(\d+)\/attempts$/.exec(line)?.[1] ?? []).map(Number);

test('what failed is asked for again, a second apart; what arrived is not, and 202 is arrived', async () => {
  const { client, seen, clock } = hooks([
    { id: 1, guid: 'a', at: 1, status: 502, number: 1 },
    { id: 2, guid: 'b', at: 2, status: 202, number: 2 },
    { id: 3, guid: 'c', at: 3, status: 0, number: 3 },
    { id: 4, guid: 'd', at: 4, status: 200, number: 4 },
    { id: 5, guid: 'e', at: 5, status: 404, number: 5 },
  ]);
  const swept = await redeliverFailed(client, { since: START, isHandled: HANDLED });
  expect(swept).toEqual({ mark: minute(5), redelivered: 3, left: 0 });
  expect(attemptsIn(seen)).toEqual([5, 3, 1]);
  expect(clock.slept).toEqual([1000, 1000]);
});

test('an event that a later attempt brought home is done; otherwise its newest attempt counts', async () => {
  const { client, seen } = hooks([
    { id: 1, guid: 'a', at: 1, status: 502, number: 1 },
    { id: 2, guid: 'a', at: 6, status: 202, number: 1 },
    { id: 3, guid: 'b', at: 2, status: 502, number: 2 },
    { id: 4, guid: 'b', at: 7, status: 502, number: 2 },
  ]);
  await redeliverFailed(client, { since: START, isHandled: HANDLED });
  expect(attemptsIn(seen)).toEqual([4]);
});

test('of a pull request only the newest; each comment by itself; nothing that is not handled', async () => {
  const { client, seen } = hooks([
    { id: 1, guid: 'a', at: 1, status: 502, number: 7 },
    { id: 2, guid: 'b', at: 2, status: 502, number: 7 },
    { id: 3, guid: 'c', at: 3, status: 502, number: 8 },
    { id: 4, guid: 'd', at: 4, status: 502, event: 'issue_comment', action: 'created', number: 7 },
    { id: 5, guid: 'e', at: 5, status: 502, event: 'issue_comment', action: 'created', number: 7 },
    { id: 6, guid: 'f', at: 6, status: 502, event: 'issue_comment', action: 'deleted', number: 7 },
    { id: 7, guid: 'g', at: 7, status: 502, event: 'star', action: null },
  ]);
  await redeliverFailed(client, { since: START, isHandled: HANDLED });
  expect(attemptsIn(seen)).toEqual([5, 4, 3, 2]);
});

test('goes back to the mark and no further, page by page, without following addresses', async () => {
  const attempts = Array.from({ length: 20 }, (_, index) => ({
    id: index,
    guid: `${index}`,
    at: index,
    status: 500,
    number: index,
  }));
  const { client, seen } = hooks(attempts);
  const swept = await redeliverFailed(client, { since: minute(15), isHandled: HANDLED });
  expect(attemptsIn(seen)).toEqual([19, 18, 17, 16, 15]);
  expect(swept.mark).toBe(minute(19));
  const lists = seen.filter(({ line }) => line.startsWith('GET /app/hook/deliveries?'));
  expect(lists.map(({ line }) => line)).toEqual([
    'GET /app/hook/deliveries?per_page=100',
    'GET /app/hook/deliveries?per_page=100&cursor=3',
  ]);
});

test('with nothing to do the mark stays', async () => {
  const { client } = hooks([]);
  expect(await redeliverFailed(client, { since: 77, isHandled: HANDLED })).toEqual({
    mark: 77,
    redelivered: 0,
    left: 0,
  });
});

test('what could not be asked for stays behind the mark; what GitHub no longer has does not', async () => {
  const answers: Readonly<Record<number, number>> = { 2: 500, 3: 404, 4: 202 };
  const attempts = [2, 3, 4].map((id) => ({ id, guid: `${id}`, at: id, status: 500, number: id }));
  const { client, seen } = hooks(attempts, (id) => json({}, answers[id]));
  const swept = await redeliverFailed(client, { since: START, isHandled: HANDLED });
  expect(attemptsIn(seen)).toEqual([4, 3, 2]);
  expect(swept).toEqual({ mark: minute(2), redelivered: 1, left: 1 });
});

test('a limit ends the sweep, and all that is left is left', async () => {
  const attempts = [1, 2, 3, 4].map((id) => ({ id, guid: `${id}`, at: id, status: 500, number: id }));
  const { client, seen } = hooks(attempts, (id) => (id === 4 ? json({}, 202) : json({}, 429, { 'retry-after': '60' })));
  const swept = await redeliverFailed(client, { since: START, isHandled: HANDLED });
  expect(attemptsIn(seen)).toEqual([4, 3]);
  expect(swept).toEqual({ mark: minute(1), redelivered: 1, left: 3 });
});

test('a list that cannot be had is said', async () => {
  const { client } = talk(() => json({ message: 'no' }, 403));
  await expect(redeliverFailed(client, { since: START, isHandled: HANDLED })).rejects.toBeInstanceOf(ForgeError);
});
