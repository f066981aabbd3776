/** The App's private key, as it comes in environment variables and files. */
import { Buffer } from 'node:buffer';
import { createPrivateKey } from 'node:crypto';
import type { KeyRead } from '../../app/doctor/gather-facts.ts';

const PEM = /-----BEGIN ((?:RSA |EC |ENCRYPTED |OPENSSH )?PRIVATE KEY)-----([\s\S]*?)-----END \1-----/;

/**
 * Reads a key in PEM, as GitHub hands it out (PKCS#1), or as PKCS#8. Environment variables often lose its line breaks: `\n` in two
 * characters, spaces, or nothing in their place, and all of it in base64 are understood. What is said of a broken key holds nothing of it.
 */
export function readPrivateKey(text: string): KeyRead {
  const [, label, body] = PEM.exec(unescaped(text)) ?? [];
  if (label === undefined || body === undefined)
    return { kind: 'broken', words: 'it has no complete `-----BEGIN ... PRIVATE KEY-----` block' };
  if (label.startsWith('ENCRYPTED')) return { kind: 'broken', words: 'it is protected by a password' };
  const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return { kind: 'other', type: key.asymmetricKeyType ?? 'unknown' };
    return { kind: 'rsa', bits: key.asymmetricKeyDetails?.modulusLength ?? 0, pem };
  } catch {
    return { kind: 'broken', words: 'it is damaged or cut off' };
  }
}

function unescaped(text: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  return plain.replaceAll('\\r', '').replaceAll('\\n', '\n');
}
