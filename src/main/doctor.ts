/** `doctor`: builds what it looks with. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gatherFacts, type Surroundings } from '../app/doctor/gather-facts.ts';
import type { ShieldFacts } from '../app/doctor/setup-facts.ts';
import { runDoctor as diagnose } from '../cli/doctor-command.ts';
import type { Outcome } from '../cli/surroundings.ts';
import { styleOf } from '../cli/terminal.ts';
import { readAtMost } from '../disk/files.ts';
import { apiOf } from '../github/client/hosts.ts';
import { lookAtApp } from '../github/setup/app-facts.ts';
import { askAsApp } from '../github/setup/ask-as-app.ts';
import { LARGEST_SECRET, numberOf, readSecrets, SECRETS, type SecretRead } from '../github/setup/environment.ts';
import { readPrivateKey } from '../github/setup/private-key.ts';
import { strongestStart } from '../pool/start.ts';
import { lookAtEmbeddedStore, lookAtPostgresStore } from '../queue/examine-store.ts';
import { type Failure, isFailure } from '../text/failure.ts';
import type { Parts } from './parts.ts';

/** Looks at the set-up that an environment describes, and changes nothing. */
export async function runDoctor(env: NodeJS.ProcessEnv, parts: Pick<Parts, 'analyst'>): Promise<Outcome | Failure> {
  return diagnose([], () => gatherFacts(surroundingsOf(env, parts)), styleOf(process.stdout, env));
}

function surroundingsOf(env: NodeJS.ProcessEnv, { analyst }: Pick<Parts, 'analyst'>): Surroundings {
  const readFile = (path: string): string => readAtMost(path, LARGEST_SECRET);
  const secrets = readSecrets(env, readFile);
  const address = apiAddress(env);
  return {
    environment: env,
    node: process.versions.node,
    now: Date.now,
    readSecret: (name) => secrets[name],
    secretVariables: SECRETS.map(({ name }) => name),
    readKeyFile: async (path) => ({
      text: readFile(path),
      isOpenToOthers: (statSync(path).mode & 0o077) !== 0,
    }),
    readKey: readPrivateKey,
    askGitHub: (credentials) => lookAtApp(address, askAsApp(address, credentials), credentials !== null, Date.now),
    store: storeOf(secrets.DATABASE_URL, env['KRA_DATA'] || 'data'),
    lookAtFolder: async (path) => lookAtFolder(resolve(path)),
    tryShields: () => tryShields(env, analyst),
  };
}

function storeOf({ variable, text: database, mistake }: SecretRead, data: string): Surroundings['store'] {
  if (database === undefined && mistake === null)
    return { name: `embedded store in ${data}`, folder: data, look: (now) => lookAtEmbeddedStore(data, now) };
  const closed = (failure: Failure) =>
    ({ kind: 'closed', words: `${variable}: ${failure.what}`, remedy: failure.remedy }) as const;
  const look = async (now: number) => (mistake === null ? lookAtPostgresStore(database ?? '', now) : closed(mistake));
  return { name: 'PostgreSQL', folder: null, look };
}

/** As `serve` does it when it starts. */
async function tryShields(env: NodeJS.ProcessEnv, analyst: Parts['analyst']): Promise<ShieldFacts> {
  const uid = numberOf(env, 'KRA_ANALYST_UID');
  if (isFailure(uid)) return { kind: 'untried', words: `${uid.where} ${uid.what}`, remedy: uid.remedy };
  const isRoot = process.getuid?.() === 0;
  const { start, missing } = await strongestStart(analyst, isRoot, uid);
  return { kind: 'tried', isRoot, holding: start.shields, missing };
}

/** Of a folder that is not there, the nearest one above it counts: it has to take the new ones. */
function lookAtFolder(path: string): 'writable' | 'absent' {
  if (!existsSync(path) && dirname(path) !== path) {
    lookAtFolder(dirname(path));
    return 'absent';
  }
  if (!statSync(path).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
  accessSync(path, constants.W_OK | constants.X_OK);
  return 'writable';
}

/** An invalid host is used as it is written, so that its check fails. */
function apiAddress(env: NodeJS.ProcessEnv): string {
  const web = `${env['GHE_PROTOCOL'] || 'https'}://${env['GHE_HOST'] || 'github.com'}`;
  return URL.canParse(web) ? apiOf(new URL(web)) : `${web}/api/v3`;
}
