/** LISTEN on a connection of its own, made anew whenever it is lost. */
import { setTimeout as after } from 'node:timers/promises';
import type pg from 'pg';

export interface Notices {
  /** Begins to listen, unless it listens already. */
  start(): void;
  stop(): Promise<void>;
}

/** In ms: before a lost connection is made anew. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 15_000;
/** In ms: so long we wait for a connection to be closed. */
const LONGEST_END = 1_000;

/** @param onNotice called at each notice, and whenever listening begins: there may have been some before */
export function startNotices(newClient: () => pg.Client, channel: string, onNotice: () => void): Notices {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    let pause = FIRST_PAUSE;
    while (!stopping.signal.aborted) {
      const hasListened = await listen(newClient(), channel, onNotice, stopping.signal);
      pause = hasListened ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      await rest(pause, stopping.signal);
    }
  };
  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Until the connection is lost or we stop; whether there was one. Never throws. */
async function listen(client: pg.Client, channel: string, onNotice: () => void, stop: AbortSignal): Promise<boolean> {
  let hasListened = false;
  const over = new AbortController();
  const end = (): void => over.abort();
  client.on('end', end);
  client.on('error', end);
  client.on('notification', onNotice);
  stop.addEventListener('abort', end);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    hasListened = true;
    onNotice();
    if (!stop.aborted) await aborted(over.signal);
  } catch {
    // the database is away: tried again after a pause
  }
  stop.removeEventListener('abort', end);
  client.removeListener('notification', onNotice);
  // a dead connection may take long to say so
  const ended = new AbortController();
  const ending = client.end().then(
    () => ended.abort(),
    () => ended.abort(),
  );
  await Promise.race([ending, rest(LONGEST_END, ended.signal)]);
  return hasListened;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Ends early where it is stopped. */
function rest(milliseconds: number, stop: AbortSignal): Promise<void> {
  return after(milliseconds, undefined, { signal: stop }).catch(() => {});
}
