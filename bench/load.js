/**
 * The load on the front, in a thread of its own, so that its times are the server's and not those of the fake GitHub. Each request
 * goes out at its time, whatever became of those before it: generators that wait for answers, or send a second's worth at once,
 * measure something else.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { url, deliveries, perSecond, count } = workerData;
const agent = new Agent({ keepAlive: true });

/** In ms, until the answer has come whole. */
function send({ body, signature }) {
  const begun = performance.now();
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': signature,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 202) reject(new Error(`answered with ${response.statusCode}`));
      response.resume().once('end', () => resolve(performance.now() - begun));
    });
    sent.once('error', reject).end(body);
  });
}

const begun = performance.now();
const times = [];
for (let index = 0; index < count; index += 1) {
  const wait = begun + (index * 1000) / perSecond - performance.now();
  if (wait > 0) await pause(wait);
  times.push(send(deliveries[index % deliveries.length]));
}
parentPort.postMessage(await Promise.all(times));
agent.destroy();
