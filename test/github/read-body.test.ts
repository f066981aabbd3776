/** Bodies, each within its bound and all together within theirs. */
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { type Body, bodyReader } from '../../src/github/read-body.ts';

/** What is read of a request: a stream. */
function requestOf(): { readonly stream: PassThrough; readonly request: IncomingMessage } {
  const stream = new PassThrough();
  return { stream, request: stream as unknown as IncomingMessage };
}

async function readAll(withBody: ReturnType<typeof bodyReader>, text: string): Promise<Body | undefined> {
  const { stream, request } = requestOf();
  stream.end(text);
  let found: Body | undefined;
  await withBody(request, async (body) => {
    found = body;
  });
  return found;
}

test('a whole body, in any pieces', async () => {
  const { stream, request } = requestOf();
  const read = bodyReader(10, 100)(request, async (body) => {
    expect(body).toEqual({ kind: 'whole', bytes: Buffer.from('0123456789') });
  });
  stream.write('01234');
  stream.write('56789');
  stream.end();
  await read;
});

test('one byte too many, while it is still coming', async () => {
  const { stream, request } = requestOf();
  stream.write('01234567890');
  await bodyReader(10, 100)(request, async (body) => expect(body).toEqual({ kind: 'too-large' }));
});

test('the others have to wait for what is held, until it is used', async () => {
  const withBody = bodyReader(10, 15);
  const { stream, request } = requestOf();
  stream.end('0123456789');
  await withBody(request, async () => {
    expect(await readAll(withBody, '0123456789')).toEqual({ kind: 'busy' });
    expect(await readAll(withBody, '01234')).toMatchObject({ kind: 'whole' });
  });
  expect(await readAll(withBody, '0123456789')).toMatchObject({ kind: 'whole' });
});

test('what was used badly is given back, too', async () => {
  const withBody = bodyReader(10, 10);
  const { stream, request } = requestOf();
  stream.end('0123456789');
  await expect(withBody(request, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readAll(withBody, '0123456789')).toMatchObject({ kind: 'whole' });
});

test.each([
  ['with an error', new Error('reset')],
  ['without one', undefined],
])('a body that is cut off %s', async (_, error) => {
  const { stream, request } = requestOf();
  const read = bodyReader(10, 100)(request, async (body) => expect(body).toEqual({ kind: 'cut-off' }));
  stream.write('01');
  stream.destroy(error);
  await read;
});
