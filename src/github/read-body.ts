/** Reads bodies of requests: none larger than GitHub's, and not too many at a time. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** Larger than allowed; the rest was not read. */
  | { readonly kind: 'too-large' }
  /** All bodies together are; the rest was not read. */
  | { readonly kind: 'busy' }
  /** The client went away in the middle. */
  | { readonly kind: 'cut-off' };

/** Reads a body and does something with it; its memory counts until that is done. */
export type WithBody = (request: IncomingMessage, use: (body: Body) => Promise<void>) => Promise<void>;

/**
 * @param largest in bytes, of one body
 * @param mostAtOnce in bytes, of all bodies that are being read or used
 */
export function bodyReader(largest: number, mostAtOnce: number): WithBody {
  let held = 0;
  const read = (request: IncomingMessage, grow: (size: number) => void): Promise<Body> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (body: Body): void => {
        request.off('data', take);
        // without a listener an error, as of a connection that is reset, would end the process
        request.on('error', () => {});
        resolve(body);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        grow(chunk.length);
        chunks.push(chunk);
        if (size > largest) end({ kind: 'too-large' });
        else if (held > mostAtOnce) end({ kind: 'busy' });
      };
      request.on('data', take);
      request.once('end', () => end({ kind: 'whole', bytes: Buffer.concat(chunks) }));
      request.once('error', () => end({ kind: 'cut-off' }));
      request.once('close', () => end({ kind: 'cut-off' }));
    });
  return async (request, use) => {
    let own = 0;
    try {
      const body = await read(request, (size) => {
        own += size;
        held += size;
      });
      await use(body);
    } finally {
      held -= own;
    }
  };
}
