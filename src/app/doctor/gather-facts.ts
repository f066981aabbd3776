/** Gathers what `doctor` examines; all that touches the world comes in as functions. Nothing is changed. */
import type { Failure } from '../../text/failure.ts';
import {
  aboutSecret,
  type Facts,
  type FolderFacts,
  type GitHubFacts,
  type KeyFacts,
  type SecretFacts,
  type ShieldFacts,
  type StoreFacts,
  type StoreSeen,
} from './setup-facts.ts';

/** What a key's text is; `pem` is what signs, with line breaks in their places. */
export type KeyRead =
  | { readonly kind: 'rsa'; readonly bits: number; readonly pem: string }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'broken'; readonly words: string };

export interface Credentials {
  readonly appId: string;
  readonly pem: string;
}

/** A secret as it was found: see readSecrets of src/github/setup/environment.ts. */
export interface SecretAtHand {
  readonly variable: string;
  readonly text: string | undefined;
  readonly mistake: Failure | null;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `20.20.2`. */
  readonly node: string;
  /** In ms since 1970. */
  now(): number;
  readSecret(name: 'WEBHOOK_SECRET' | 'KRA_WEBHOOK_SECRET_NEXT'): SecretAtHand;
  /** All variables that can hold a secret themselves. */
  readonly secretVariables: readonly string[];
  /** Throws where it cannot be read. */
  readKeyFile(path: string): Promise<{ readonly text: string; readonly isOpenToOthers: boolean }>;
  readKey(text: string): KeyRead;
  /** Without credentials only the clock is asked for. Never throws. */
  askGitHub(credentials: Credentials | null): Promise<GitHubFacts>;
  /** `folder` is null where the store is a server; `name` as people would say it, without passwords. */
  readonly store: { readonly name: string; readonly folder: string | null; look(now: number): Promise<StoreSeen> };
  /** Whether the folder can be written, or made where it is not there; throws where it cannot. Nothing is written. */
  lookAtFolder(path: string): Promise<'writable' | 'absent'>;
  /** Starts the process that reads pull requests, and ends it. Never throws. */
  tryShields(): Promise<ShieldFacts>;
}

/** All facts that `doctor` examines; what cannot be read is a fact too, so it never throws. */
export async function gatherFacts(surroundings: Surroundings): Promise<Facts> {
  const { environment, node, askGitHub } = surroundings;
  const appId = environment['APP_ID']?.trim() || null;
  const { facts: key, pem } = await gatherKey(surroundings);
  const isAskable = appId !== null && /^\d+$/.test(appId) && pem !== null;
  const [github, [folder, store], shields] = await Promise.all([
    askGitHub(isAskable ? { appId, pem } : null),
    gatherStore(surroundings),
    surroundings.tryShields(),
  ]);
  const secret = secretFacts(surroundings.readSecret('WEBHOOK_SECRET'));
  const nextSecret = secretFacts(surroundings.readSecret('KRA_WEBHOOK_SECRET_NEXT'));
  const inEnvironment = surroundings.secretVariables.filter((name) => environment[name]);
  return { node, appId, secret, nextSecret, key, github, folder, store, shields, inEnvironment };
}

function secretFacts({ variable, text, mistake }: SecretAtHand): SecretFacts | null {
  if (mistake === null) return aboutSecret(text, variable);
  return { kind: 'unreadable', variable, words: mistake.what, remedy: mistake.remedy };
}

interface KeyAtHand {
  readonly facts: KeyFacts;
  readonly pem: string | null;
}

/** `PRIVATE_KEY` comes before `PRIVATE_KEY_PATH`, as with Probot. */
async function gatherKey({ environment, readKeyFile, readKey }: Surroundings): Promise<KeyAtHand> {
  const inline = environment['PRIVATE_KEY'];
  const file = environment['PRIVATE_KEY_PATH'];
  if (inline) return keyAtHand(readKey(inline), null, false);
  if (!file) return { facts: { kind: 'absent' }, pem: null };
  try {
    const { text, isOpenToOthers } = await readKeyFile(file);
    return keyAtHand(readKey(text), file, isOpenToOthers);
  } catch (error) {
    return { facts: { kind: 'unreadable', file, words: wordsOf(error) }, pem: null };
  }
}

function keyAtHand(read: KeyRead, file: string | null, isOpenToOthers: boolean): KeyAtHand {
  if (read.kind !== 'rsa') return { facts: { ...read, file }, pem: null };
  return { facts: { kind: 'rsa', bits: read.bits, file, isOpenToOthers }, pem: read.pem };
}

async function gatherStore({ store, lookAtFolder, now }: Surroundings): Promise<readonly [FolderFacts, StoreFacts]> {
  const { name, folder } = store;
  const facts = await folderFacts(folder, lookAtFolder);
  try {
    return [facts, { ...(await store.look(now())), name }];
  } catch (error) {
    return [facts, { kind: 'closed', name, words: wordsOf(error), remedy: null }];
  }
}

async function folderFacts(path: string | null, look: Surroundings['lookAtFolder']): Promise<FolderFacts> {
  if (path === null) return { kind: 'unneeded' };
  try {
    return { kind: await look(path), path };
  } catch (error) {
    return { kind: 'refused', path, words: wordsOf(error) };
  }
}

/** A system's error by its code, which is short and holds no secret; of others the first line. */
function wordsOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return typeof message === 'string' && message !== '' ? (message.split('\n')[0] ?? '') : 'no reason is given';
}
