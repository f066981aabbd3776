/** Answers of the front: a status and constant words, never anything of the request or of an error. */
import type { ServerResponse } from 'node:http';

/** @param options.isLast the connection ends with it, whatever the client still sends */
export function answer(
  response: ServerResponse,
  status: number,
  words: string,
  { isLast = false }: { readonly isLast?: boolean } = {},
): void {
  if (response.headersSent || response.destroyed) return;
  if (isLast) response.setHeader('connection', 'close');
  if (status === 405) response.setHeader('allow', 'POST');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  response.end(`${words}\n`);
}
