/** `doctor`: builds what it looks with. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gatherFacts, type Surroundings } from '../app/gather-facts.ts';
import { runDoctor as diagnose } from '../cli/doctor.ts';
import type { Outcome } from '../cli/program.ts';
import { styleOf } from '../cli/terminal.ts';
import { askAsApp } from '../github/ask-as-app.ts';
import { apiOf } from '../github/hosts.ts';
import { lookAtApp } from '../github/look-at-app.ts';
import { readPrivateKey } from '../github/private-key.ts';
import { lookAtEmbeddedStore, lookAtPostgresStore } from '../queue/look.ts';
import type { Failure } from '../text/failure.ts';

/** Looks at the set-up that an environment describes, and changes nothing. */
export async function runDoctor(env: NodeJS.ProcessEnv): Promise<Outcome | Failure> {
  return diagnose([], () => gatherFacts(surroundingsOf(env)), styleOf(process.stdout, env));
}

function surroundingsOf(env: NodeJS.ProcessEnv): Surroundings {
  const address = apiAddress(env);
  const data = env['KRA_DATA'] || 'data';
  const database = env['DATABASE_URL'];
  return {
    environment: env,
    node: process.versions.node,
    now: Date.now,
    readKeyFile: async (path) => ({
      text: readFileSync(path, 'utf8'),
      isOpenToOthers: (statSync(path).mode & 0o077) !== 0,
    }),
    readKey: readPrivateKey,
    askGitHub: (credentials) => lookAtApp(address, askAsApp(address, credentials), credentials !== null, Date.now),
    store: database
      ? { name: 'PostgreSQL', folder: null, look: (now) => lookAtPostgresStore(database, now) }
      : { name: `embedded store in ${data}`, folder: data, look: (now) => lookAtEmbeddedStore(data, now) },
    lookAtFolder: async (path) => lookAtFolder(resolve(path)),
  };
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

/** What is no host is asked as it is written, and found wanting. */
function apiAddress(env: NodeJS.ProcessEnv): string {
  const web = `${env['GHE_PROTOCOL'] || 'https'}://${env['GHE_HOST'] || 'github.com'}`;
  return URL.canParse(web) ? apiOf(new URL(web)) : `${web}/api/v3`;
}
