/** Blob ids (gitformat-pack, "object ids"; Documentation/technical/hash-function-transition): whether a text has the one that a patch names. */
import { createHash } from 'node:crypto';

/** `unknown`: the text came from bytes that are not UTF-8, so that its id cannot be computed. */
export type BlobFit = 'same' | 'other' | 'unknown';

/** The character that a decoder writes for bytes that are not UTF-8. */
const NO_CHARACTER = '\uFFFD';
const SHA1_DIGITS = 40;
const SHA256_DIGITS = 64;

/** Whether `text` as a file has the blob id `id`, which may be abbreviated, and of SHA-1 or SHA-256. */
export function fitsBlob(text: string, id: string): BlobFit {
  const bytes = Buffer.from(text);
  const isSha1 = id.length <= SHA1_DIGITS && idOf(bytes, 'sha1').startsWith(id);
  const isShortened = id.length !== SHA1_DIGITS && id.length <= SHA256_DIGITS;
  if (isSha1 || (isShortened && idOf(bytes, 'sha256').startsWith(id))) return 'same';
  return text.includes(NO_CHARACTER) ? 'unknown' : 'other';
}

function idOf(bytes: Uint8Array, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
