/** A limit that GitHub sets to asking for tokens: it is said once for as long as it lasts, with the time when it ends. */
import { makeClient } from '../../src/github/client/client.ts';
import { makePacing } from '../../src/github/client/rate-limit.ts';
import { START, stillClock } from './client-support.ts';

test('the log says it when it is met, and again only after it ended', async () => {
  const clock = stillClock();
  const said: (readonly [object, string])[] = [];
  const client = makeClient(null, {
    clock,
    pacing: makePacing(clock),
    log: { debug: () => {}, warn: (data, words) => void said.push([data, words]) },
    renew: () =>
      Promise.reject(
        Object.assign(new Error('secondary rate limit'), {
          status: 403,
          response: { status: 403, headers: { 'retry-after': '30' }, data: { message: 'secondary rate limit' } },
        }),
      ),
  });
  const ask = () => expect(client.read('GET /app')).rejects.toMatchObject({ trouble: 'later', status: 429 });
  await ask();
  await ask();
  const words = "GitHub's rate limit is exhausted for tokens";
  expect(said).toEqual([[{ until: new Date(START + 30_000).toISOString() }, words]]);
  clock.pass(30_000);
  await ask();
  expect(said).toHaveLength(2);
});
