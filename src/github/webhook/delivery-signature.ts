/** Whether a delivery comes from GitHub (docs.github.com, "Validating webhook deliveries"). */
import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../client/secret.ts';

/** @param header of `X-Hub-Signature-256`; every secret is tried, each in constant time */
export function isSigned(body: Uint8Array, header: string, secrets: readonly Secret[]): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header)?.[1];
  if (given === undefined) return false;
  const wanted = Buffer.from(given, 'hex');
  let isGood = false;
  for (const secret of secrets) {
    const own = createHmac('sha256', secret.reveal()).update(body).digest();
    isGood = timingSafeEqual(own, wanted) || isGood;
  }
  return isGood;
}
