/** Reads bodies of unverified requests: in little memory, and so that no client keeps the others out. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { addressOf, givesWay, type Held } from './body-shares.ts';
import { makeTurns } from './body-turns.ts';

export type Body =
  | {
      readonly kind: 'whole';
      readonly bytes: Buffer;
      /** Its signature is good: it no longer counts among what strangers hold. False: too much that is good waits already. */
      vouch(): boolean;
    }
  /** Larger than allowed; the rest was not read. */
  | { readonly kind: 'too-large' }
  /** It had to give way to others; the rest was not read. */
  | { readonly kind: 'busy' }
  /** It took too long for its size. */
  | { readonly kind: 'too-slow' }
  /** The client went away in the middle. */
  | { readonly kind: 'cut-off' };

/** In bytes. */
export interface Bounds {
  /** Of one body. */
  readonly largest: number;
  /** Bodies up to this are read as they come. Larger ones, and those without a length, are read one at a time. */
  readonly small: number;
  /** Of all small bodies that are being read. */
  readonly unsigned: number;
  /** Of all bodies with a good signature, until they are used. */
  readonly signed: number;
  /** So many large bodies wait for their turn. */
  readonly waiting: number;
  /** The least pace of a large body, after its first second. */
  readonly perSecond: number;
}

/** Reads a body and does something with it; its memory counts until that is done. */
export type WithBody = (request: IncomingMessage, use: (body: Body) => Promise<void>) => Promise<void>;

interface Reading extends Held {
  size: number;
  end(body: Body): void;
}

/** In ms: so often it is looked whether a large body comes. */
const LOOK_EVERY = 200;
/** So many looks one that keeps others waiting may be silent. */
const MOST_IDLE = 3;

/** Reads bodies within these bounds; a body that exceeds them gives its memory back. */
export function bodyReader(bounds: Bounds): WithBody {
  const { largest, small, unsigned, signed, waiting, perSecond } = bounds;
  /** Small ones, the oldest first. */
  const readings = new Set<Reading>();
  let unsignedHeld = 0;
  let signedHeld = 0;
  const turns = makeTurns(waiting);

  const makeRoom = (): void => {
    while (unsignedHeld > unsigned) {
      const victim = givesWay(readings);
      if (victim === undefined) return;
      victim.end({ kind: 'busy' });
    }
  };
  /** Uses a body. `release` gives back what it holds as a stranger's, and may be called twice. */
  const useWith = async (
    body: Body,
    use: (body: Body) => Promise<void>,
    address: string,
    release: (isGood: boolean) => void,
  ): Promise<void> => {
    if (body.kind !== 'whole') {
      release(false);
      return use(body);
    }
    let isHeld = false;
    const vouch = (): boolean => {
      turns.trust(address);
      isHeld = signedHeld + body.bytes.length <= signed;
      if (isHeld) signedHeld += body.bytes.length;
      release(isHeld);
      return isHeld;
    };
    try {
      await use({ ...body, vouch });
    } finally {
      if (isHeld) signedHeld -= body.bytes.length;
      release(isHeld);
    }
  };

  const readSmall: WithBody = async (request, use) => {
    const chunks: Buffer[] = [];
    const reading: Reading = { address: addressOf(request), size: 0, end: () => {} };
    const release = once(() => {
      readings.delete(reading);
      unsignedHeld -= reading.size;
      chunks.length = 0;
    });
    const body = await receive(
      request,
      (chunk) => {
        chunks.push(chunk);
        reading.size += chunk.length;
        unsignedHeld += chunk.length;
        makeRoom();
        return reading.size > small ? { kind: 'too-large' } : null;
      },
      () => Buffer.concat(chunks),
      (end) => {
        reading.end = (early) => {
          release();
          end(early);
        };
        readings.add(reading);
      },
    );
    await useWith(body, use, reading.address, release);
  };

  /** Taken by one large body after the other; a new one for the next where a body was good. Pages that nothing is written to take no memory. */
  let room: Buffer | null = null;

  const readLarge: WithBody = async (request, use) => {
    const length = lengthOf(request) ?? largest;
    const address = addressOf(request);
    const { turn, leave } = turns.wait(address);
    request.once('close', leave);
    if (!(await turn)) return use({ kind: request.destroyed ? 'cut-off' : 'busy' });
    room ??= Buffer.allocUnsafeSlow(largest);
    const bytes = room;
    let size = 0;
    let stop = (): void => {};
    const body = await receive(
      request,
      (chunk) => {
        if (size + chunk.length > length) return { kind: 'too-large' };
        size += chunk.copy(bytes, size);
        return null;
      },
      () => bytes.subarray(0, size),
      (end) => {
        stop = watch(
          () => size,
          () => end({ kind: 'too-slow' }),
        );
      },
    );
    stop();
    const release = once((isGood: boolean) => {
      if (isGood || turns.waiting() === 0) room = null;
      turns.done();
    });
    await useWith(body, use, address, release);
  };

  /** Looks whether a large body keeps its pace, and whether it keeps others waiting without sending anything. */
  const watch = (sizeNow: () => number, end: () => void): (() => void) => {
    const begun = performance.now();
    let last = 0;
    let idle = 0;
    const timer = setInterval(() => {
      const size = sizeNow();
      idle = size === last ? idle + 1 : 0;
      last = size;
      const seconds = (performance.now() - begun) / 1000;
      const isSlow = size < (seconds - 1) * perSecond;
      if (isSlow || (idle >= MOST_IDLE && turns.waiting() > 0)) end();
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  };

  return (request, use) => {
    const length = lengthOf(request);
    if (length !== null && length > largest) return use({ kind: 'too-large' });
    return length !== null && length <= small ? readSmall(request, use) : readLarge(request, use);
  };
}

/**
 * @param take a chunk; a body where nothing more is to be read
 * @param begin gets what ends the reading early
 */
function receive(
  request: IncomingMessage,
  take: (chunk: Buffer) => Body | null,
  whole: () => Buffer,
  begin: (end: (body: Body) => void) => void,
): Promise<Body> {
  return new Promise((resolve) => {
    const end = (body: Body): void => {
      request.off('data', onData);
      // without a listener an error, as of a connection that is reset, would end the process
      request.on('error', () => {});
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      const early = take(chunk);
      if (early !== null) end(early);
    };
    begin(end);
    request.on('data', onData);
    request.once('end', () => end({ kind: 'whole', bytes: whole(), vouch: () => true }));
    request.once('error', () => end({ kind: 'cut-off' }));
    request.once('close', () => end({ kind: 'cut-off' }));
  });
}

/** Null: it does not say. */
function lengthOf({ headers }: IncomingMessage): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

function once<T extends readonly unknown[]>(act: (...given: T) => void): (...given: T) => void {
  let isDone = false;
  return (...given) => {
    if (isDone) return;
    isDone = true;
    act(...given);
  };
}
