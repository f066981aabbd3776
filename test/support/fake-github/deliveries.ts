/** Webhooks on their way: signed, posted, listed, and sent again. */
import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { timeOf } from './json.ts';
import { notFound } from './refusal.ts';
import { type Call, ok, type Reply } from './route.ts';
import type { HubEvent, Json } from './world.ts';

export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: HubEvent;
  /** Where it went; null: nowhere, the test lost it. */
  readonly to: Receiver | null;
  /** In ms since 1970. */
  readonly at: number;
  /** In ms, until the answer. */
  readonly duration: number;
  readonly isRedelivery: boolean;
  /** The answer's; 0 where there was none. */
  readonly status: number;
  /** The answer's text. */
  readonly answer: string;
}

export interface Deliveries {
  readonly all: readonly Delivery[];
  deliver(event: HubEvent, to: Receiver, guid?: string): Promise<Delivery>;
  /** Counts as sent and not arrived. */
  lose(event: HubEvent, guid?: string): Delivery;
  /** The routes. */
  list(call: Call): Reply;
  show(call: Call): Reply;
  attempt(call: Call): Reply;
  /** Ends when everything that was sent again has been answered. */
  settled(): Promise<void>;
}

export function makeDeliveries(
  world: {
    now(): number;
    nextId(): number;
    readonly installation: number;
  },
  receiver: () => Receiver | null,
): Deliveries {
  const all: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();

  const send = async (event: HubEvent, to: Receiver, guid: string, isRedelivery: boolean): Promise<Delivery> => {
    const at = world.now();
    const id = world.nextId();
    const answered = await post(event, to, guid).catch(() => ({ status: 0, answer: '' }));
    const delivery = { id, guid, event, to, at, duration: world.now() - at, isRedelivery, ...answered };
    all.push(delivery);
    return delivery;
  };

  const found = ({ params }: Call): Delivery => {
    const delivery = all.find(({ id }) => id === Number(params['delivery_id']));
    if (delivery === undefined) throw notFound();
    return delivery;
  };

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
    return work;
  };

  return {
    all,
    deliver: (event, to, guid = randomUUID()) => track(send(event, to, guid, false)),
    lose: (event, guid = randomUUID()) => {
      const lost = { event, guid, to: null, at: world.now(), duration: 10, isRedelivery: false, status: 0, answer: '' };
      const delivery = { id: world.nextId(), ...lost };
      all.push(delivery);
      return delivery;
    },
    list: (call) => {
      const { per_page: perPage = '30', cursor, status } = call.query;
      const isWanted = (each: Delivery) =>
        status === undefined || (status === 'success') === (each.status >= 200 && each.status < 400);
      const newest = all.filter(isWanted).sort((a, b) => b.id - a.id);
      const start = cursor === undefined ? 0 : newest.findIndex(({ id }) => `v1_${id}` === cursor);
      if (start < 0) throw notFound();
      const end = start + Math.min(100, Number(perPage));
      const next = newest[end];
      const query = next && new URLSearchParams({ ...call.query, cursor: `v1_${next.id}` });
      const headers = query === undefined ? {} : { link: `<${call.address}?${query}>; rel="next"` };
      return ok(
        newest.slice(start, end).map((each) => deliveryJson(world.installation, each)),
        headers,
      );
    },
    show: (call) => {
      const delivery = found(call);
      return ok({
        ...deliveryJson(world.installation, delivery),
        url: delivery.to?.url ?? '',
        request: { headers: headersOf(delivery.event, delivery.guid, ''), payload: delivery.event.payload },
        response: { headers: {}, payload: delivery.answer },
      });
    },
    attempt: (call) => {
      const { event, guid, to } = found(call);
      const where = receiver() ?? to;
      if (where !== null) void track(send(event, where, guid, true));
      return { status: 202, body: {} };
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function deliveryJson(installation: number, { id, guid, event, at, duration, isRedelivery, status }: Delivery): Json {
  const repository = event.payload['repository'] as Json | undefined;
  return {
    id,
    guid,
    delivered_at: timeOf(at),
    redelivery: isRedelivery,
    duration: duration / 1000,
    status: status === 0 ? 'failed to connect to host' : status < 300 ? 'OK' : 'Invalid HTTP Response',
    status_code: status,
    event: event.name,
    action: event.action,
    installation_id: installation,
    repository_id: repository?.['id'] ?? null,
    throttled_at: null,
  };
}

function headersOf({ name }: HubEvent, guid: string, signature: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    accept: '*/*',
    'x-github-event': name,
    'x-github-delivery': guid,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-type': 'integration',
    'x-github-hook-installation-target-id': '1',
    'x-hub-signature-256': signature,
  };
}

/** GitHub waits ten seconds for an answer. */
const PATIENCE = 10_000;

function post(event: HubEvent, to: Receiver, guid: string): Promise<Pick<Delivery, 'status' | 'answer'>> {
  const body = Buffer.from(JSON.stringify(event.payload));
  const signature = `sha256=${createHmac('sha256', to.secret).update(body).digest('hex')}`;
  const headers = { ...headersOf(event, guid, signature), 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(to.url, { method: 'POST', headers, timeout: PATIENCE }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, answer: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}
