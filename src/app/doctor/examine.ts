/** Whether the App's set-up is right: facts in, one diagnosis for each check out, in plain words with what to do. */

import { SHORTEST_SECRET } from '../ports/github-app.ts';
import { type Diagnosis, ok, warning, wrong } from './diagnosis.ts';
import { diagnoseGitHub } from './examine-github.ts';
import { diagnoseShields } from './examine-shields.ts';
import type { Facts, FolderFacts, KeyFacts, SecretFacts, StoreFacts } from './setup-facts.ts';

/** Node.js releases that `package.json` allows, as `[major, least minor]`. */
export const NODE_RELEASES: readonly (readonly [number, number])[] = [
  [20, 19],
  [22, 12],
  [24, 0],
];

/** One diagnosis for each check, in the order in which a person would fix them. Deterministic; changes nothing. */
export function examine(facts: Facts): readonly Diagnosis[] {
  const { node, appId, secret, nextSecret, key, github, folder, store, shields, inEnvironment } = facts;
  return [
    diagnoseNode(node),
    diagnoseSecret('webhook secret', 'WEBHOOK_SECRET', secret),
    ...(nextSecret === null ? [] : [diagnoseSecret('next secret', 'KRA_WEBHOOK_SECRET_NEXT', nextSecret)]),
    diagnoseAppId(appId),
    diagnoseKey(key),
    ...diagnoseGitHub(github),
    ...diagnoseFolder(folder),
    diagnoseStore(store),
    ...diagnoseShields(shields, inEnvironment),
  ];
}

function diagnoseNode(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (NODE_RELEASES.some(([wanted, least]) => major === wanted && minor >= least)) return ok('Node.js', version);
  const newest = NODE_RELEASES.at(-1)?.[0] ?? 0;
  const releases = NODE_RELEASES.map(([wanted, least]) => `${wanted}.${least}`).join(', ');
  const remedy = `use Node.js ${newest} (the oldest of each line: ${releases})`;
  return major > newest
    ? warning('Node.js', `${version} is newer than the versions that this program was tested on`, remedy)
    : wrong('Node.js', `${version} is not supported`, remedy);
}

const NEW_SECRET = "create one with `openssl rand -hex 32`, and set it here and in the App's settings";

/** @param usual the variable that is missing where nothing is set */
function diagnoseSecret(name: string, usual: string, secret: SecretFacts | null): Diagnosis {
  if (secret === null) return wrong(name, `${usual} is not set: anyone could send webhooks`, NEW_SECRET);
  const { variable } = secret;
  if (secret.kind === 'unreadable') return wrong(name, `${variable}: ${secret.words}`, secret.remedy);
  if (secret.isKnown) return wrong(name, `${variable} is a publicly known default`, NEW_SECRET);
  if (secret.hasBlanks)
    return wrong(name, `${variable} begins or ends with white space, which GitHub does not sign with`, 'remove it');
  if (secret.length < SHORTEST_SECRET)
    return wrong(
      name,
      `${variable} has ${secret.length} characters; at least ${SHORTEST_SECRET} are needed`,
      NEW_SECRET,
    );
  // fewer than eight different ones among 32 random hexadecimal digits come less than once in ten million times
  if (secret.variety < 8)
    return warning(name, `${variable} has only ${secret.variety} different characters`, NEW_SECRET);
  return ok(name, `set by ${variable}, ${secret.length} characters`);
}

function diagnoseAppId(appId: string | null): Diagnosis {
  const where = "set it to the App ID, a number in the App's settings";
  if (appId === null) return wrong('App id', 'APP_ID is not set', where);
  return /^[1-9]\d{0,14}$/.test(appId) ? ok('App id', appId) : wrong('App id', 'APP_ID is not a number', where);
}

const NEW_KEY = "generate a private key in the App's settings and set PRIVATE_KEY_PATH to the file";

function diagnoseKey(key: KeyFacts): Diagnosis {
  const name = 'private key';
  if (key.kind === 'absent') return wrong(name, 'neither PRIVATE_KEY nor PRIVATE_KEY_PATH is set', NEW_KEY);
  if (key.kind === 'unreadable')
    return wrong(name, `cannot read ${key.file}: ${key.words}`, "correct PRIVATE_KEY_PATH or the file's permissions");
  const source = key.file ?? 'PRIVATE_KEY';
  if (key.kind === 'broken') return wrong(name, `${source} contains no private key: ${key.words}`, NEW_KEY);
  if (key.kind === 'other') return wrong(name, `${source} contains a key of type ${key.type}, not RSA`, NEW_KEY);
  if (key.bits < 2048) return wrong(name, `the key in ${source} has only ${key.bits} bits`, NEW_KEY);
  if (key.isOpenToOthers) return warning(name, `users other than its owner can read ${source}`, `chmod 600 ${source}`);
  return ok(name, `RSA, ${key.bits} bits, from ${source}`);
}

function diagnoseFolder(folder: FolderFacts): readonly Diagnosis[] {
  const name = 'data folder';
  if (folder.kind === 'unneeded') return [];
  if (folder.kind === 'writable') return [ok(name, folder.path)];
  if (folder.kind === 'absent') return [ok(name, `${folder.path} does not exist yet; \`serve\` creates it`)];
  return [
    wrong(
      name,
      `cannot write to ${folder.path}: ${folder.words}`,
      'set KRA_DATA to a folder owned by the user who runs the App',
    ),
  ];
}

/** In ms: reviews take seconds, so what has waited longer than this has no worker. */
const LONG_WAIT = 10 * 60_000;

function diagnoseStore(store: StoreFacts): Diagnosis {
  if (store.kind === 'in-use') return ok('store', `${store.name} is in use, so \`serve\` runs`);
  if (store.kind === 'absent') return ok('store', `${store.name} does not exist yet; \`serve\` creates it`);
  if (store.kind === 'interrupted')
    return ok('store', `${store.name} was not closed cleanly; \`serve\` repairs it when it starts`);
  if (store.kind === 'closed') {
    const remedy = store.remedy ?? 'correct DATABASE_URL, or the folder in KRA_DATA';
    return wrong('store', `cannot open ${store.name}: ${store.words}`, remedy);
  }
  const { name, waiting, held, oldest } = store;
  const words = `${name} opens; jobs: ${waiting} waiting, ${held} being worked on`;
  if (oldest === null || oldest <= LONG_WAIT) return ok('store', words);
  const minutes = Math.floor(oldest / 60_000);
  const remedy = 'check that a worker is running';
  return warning('store', `${words}; the oldest has been waiting for ${minutes} minutes`, remedy);
}
