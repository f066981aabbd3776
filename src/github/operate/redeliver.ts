/** Asks GitHub to send again what did not arrive: it never does that unasked. */
import { ForgeError } from '../../app/ports/forge.ts';
import type { Client } from '../client/client.ts';
import { type Fields, fieldsOf, listOf, maybePartOf, numberOf, textOf } from '../client/response-fields.ts';

export interface Sweep {
  /** Where the last sweep ended, in ms since 1970: earlier deliveries are not checked. */
  readonly since: number;
  /** Whether an event is one that anything is done for. */
  readonly isHandled: (event: string, action: string | null) => boolean;
  readonly signal?: AbortSignal;
}

export interface Swept {
  /** For the next sweep: nothing before it is left to do. */
  readonly mark: number;
  readonly redelivered: number;
  /** Deliveries that GitHub could not be made to send again; the next sweep tries them. */
  readonly left: number;
}

/** A page holds a hundred; three days of an App that is in heavy use. */
const MOST_PAGES = 200;

/**
 * Goes back over the App's deliveries to the mark, and asks for those again that no attempt brought home: each comment
 * and button, but of a pull request only what came last, since a worker reads its present state anyway.
 * @param app a client with the App's own token (JWT); its pacing keeps the requests a second apart
 * @throws ForgeError where the list cannot be had
 */
export async function redeliverFailed(app: Client, { since, isHandled, signal }: Sweep): Promise<Swept> {
  const client = signal === undefined ? app : app.until(signal);
  const { failed, newest } = failedOf(await deliveriesSince(client, since), since);
  const asked = new Set<string>();
  let redelivered = 0;
  const left: Delivered[] = [];
  for (const [index, delivery] of failed.entries()) {
    if (!isHandled(delivery.event, delivery.action)) continue;
    try {
      const key = await keyOf(client, delivery);
      if (asked.has(key)) continue;
      await client.write('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: delivery.id });
      asked.add(key);
      redelivered++;
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      // GitHub no longer has it
      if (error.trouble === 'gone') continue;
      left.push(delivery);
      if (error.trouble === 'later') {
        left.push(...failed.slice(index + 1).filter(({ event, action }) => isHandled(event, action)));
        break;
      }
    }
  }
  return { mark: Math.min(newest, ...left.map(({ at }) => at)), redelivered, left: left.length };
}

interface Delivered {
  readonly id: number;
  readonly guid: string;
  /** In ms since 1970. */
  readonly at: number;
  /** Any 2xx: the App itself answers 202. */
  readonly isDone: boolean;
  readonly event: string;
  readonly action: string | null;
  readonly repository: number | null;
}

/** The newest first. */
async function deliveriesSince(client: Client, since: number): Promise<readonly Delivered[]> {
  const all: Delivered[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const parameters: Record<string, unknown> = { per_page: 100, ...(cursor === null ? {} : { cursor }) };
    const { data, link } = await client.read('GET /app/hook/deliveries', parameters);
    const list = listOf(data).map(deliveredOf);
    all.push(...list.filter(({ at }) => at >= since));
    cursor = cursorOf(link);
    if (cursor === null || list.some(({ at }) => at < since)) break;
  }
  return all;
}

/** Deliveries without a successful attempt, each by its newest one; an event keeps its GUID from attempt to attempt. */
function failedOf(all: readonly Delivered[], since: number) {
  const done = new Set(all.filter(({ isDone }) => isDone).map(({ guid }) => guid));
  const failed = new Map<string, Delivered>();
  for (const each of all.toSorted((a, b) => b.at - a.at || b.id - a.id))
    if (!done.has(each.guid) && !failed.has(each.guid)) failed.set(each.guid, each);
  return { failed: [...failed.values()], newest: Math.max(since, ...all.map(({ at }) => at)) };
}

/** Of deliveries with the same key the newest is enough. */
async function keyOf(client: Client, { id, guid, event, repository }: Delivered): Promise<string> {
  if (event !== 'pull_request') return guid;
  const { data } = await client.read('GET /app/hook/deliveries/{delivery_id}', { delivery_id: id });
  const payload = maybePartOf(maybePartOf(fieldsOf(data), 'request') ?? {}, 'payload');
  const number = payload && maybePartOf(payload, 'pull_request')?.['number'];
  return typeof number === 'number' ? `${repository}/${number}` : guid;
}

function deliveredOf(fields: Fields): Delivered {
  const status = numberOf(fields, 'status_code');
  const { action, repository_id } = fields;
  const at = Date.parse(textOf(fields, 'delivered_at'));
  return {
    id: numberOf(fields, 'id'),
    guid: textOf(fields, 'guid'),
    at: Number.isNaN(at) ? 0 : at,
    isDone: status >= 200 && status < 300,
    event: textOf(fields, 'event'),
    action: typeof action === 'string' ? action : null,
    repository: typeof repository_id === 'number' ? repository_id : null,
  };
}

/** Only the cursor is taken from the header, not the address. */
function cursorOf(link: string): string | null {
  const [, address] = /<([^<>]{1,2000})>;\s*rel="next"/.exec(link) ?? [];
  return address === undefined || !URL.canParse(address) ? null : new URL(address).searchParams.get('cursor');
}
