/** `doctor`: builds what it looks with. */
import { accessSync, constants, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatherFacts, type Surroundings } from '../app/gather-facts.ts';
import { runDoctor as diagnose } from '../cli/doctor.ts';
import { styleOf } from '../cli/terminal.ts';
import { askAsApp } from '../github/ask-as-app.ts';
import { lookAtApp } from '../github/look-at-app.ts';
import { readPrivateKey } from '../github/private-key.ts';
import { openEmbeddedStore } from '../queue/embedded.ts';
import { openPostgresStore } from '../queue/postgres.ts';
import { isFailure } from '../text/failure.ts';

/** @returns the exit status */
export async function runDoctor(env: NodeJS.ProcessEnv): Promise<number> {
  const style = styleOf(process.stdout, env);
  const outcome = await diagnose([], () => gatherFacts(surroundingsOf(env)), style);
  if (isFailure(outcome)) throw new Error(outcome.what);
  process.stdout.write(outcome.text);
  return outcome.status;
}

function surroundingsOf(env: NodeJS.ProcessEnv): Surroundings {
  const address = apiOf(env);
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
      ? { name: 'PostgreSQL', folder: null, open: () => openPostgresStore(database, { about: 'doctor' }) }
      : { name: `embedded store in ${data}`, folder: data, open: () => openEmbeddedStore(data, { about: 'doctor' }) },
    tryFolder: async (path) => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.W_OK);
      const trial = join(path, `.doctor-${process.pid}`);
      writeFileSync(trial, '');
      rmSync(trial);
    },
  };
}

function apiOf(env: NodeJS.ProcessEnv): string {
  const host = env['GHE_HOST'];
  return host ? `${env['GHE_PROTOCOL'] || 'https'}://${host}/api/v3` : 'https://api.github.com';
}
