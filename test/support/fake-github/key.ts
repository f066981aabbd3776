/** An App's key, made anew in every process. */
import { generateKeyPairSync, sign } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** The private key, PEM, as GitHub gives it (PKCS#1). */
export const TEST_KEY: string = privateKey;
export const TEST_PUBLIC_KEY: string = publicKey;

/** A JWT as an App makes it. @param claims replace the usual ones; times in seconds since 1970 */
export function signJwt(appId: number, claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 60, exp: now + 540, iss: appId, ...claims })}`;
  return `${text}.${sign('sha256', Buffer.from(text), TEST_KEY).toString('base64url')}`;
}
