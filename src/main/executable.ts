/**
 * The program as one executable: its parts are assets (Node.js, "Single executable applications"). The same file is all processes and
 * threads of the program, so it first looks which of them it is.
 */
import { getAsset, getRawAsset } from 'node:sea';
import { isMainThread } from 'node:worker_threads';
import { cacheFolder } from '../cache/cache-folder.ts';
import { loadAddon } from './addons.ts';
import { tuneEngine } from './engine.ts';
import { runModule } from './load.ts';
import type { Parts } from './parts.ts';
import { answer } from './run-command.ts';

/** The first argument of the process that reads hostile text; a person's call has no channel to a parent. */
const ANALYST = 'analyst';

const text = (name: string): string => getAsset(name, 'utf8');
const bytes = (name: string): Buffer => Buffer.from(getRawAsset(name) as ArrayBuffer);
/** What is asked for as native code, and its SHA-256, which is the name of its asset. */
const ADDONS = JSON.parse(text('addons.json')) as Readonly<Record<string, string>>;

/** What the assets ask for: Node's own modules, and the addons by the names that the build gave them (scripts/build-executable.js). */
function requirePart(id: string): unknown {
  const sha256 = ADDONS[id];
  if (sha256 !== undefined)
    return loadAddon({ name: id, sha256, bytes: () => bytes(sha256) }, cacheFolder(process.env));
  const builtin = process.getBuiltinModule(id);
  if (builtin === undefined) throw Object.assign(new Error(`no module ${id}`), { code: 'MODULE_NOT_FOUND' });
  return builtin;
}

async function program(): Promise<typeof import('./program.ts')> {
  tuneEngine();
  const { exports } = runModule(text('program.js'), process.execPath, requirePart, bytes('program.js.code'));
  return exports as typeof import('./program.ts');
}

const PARTS: Parts = {
  form: 'executable',
  manifest: () => text('package.json'),
  program,
  server: async () =>
    runModule(text('server.js'), process.execPath, requirePart, undefined).exports as typeof import('./server.ts'),
  worker: {
    eval: true,
    get program() {
      return text('executable.js');
    },
  },
  // it has no HOME, and needs the addons
  analyst: { script: ANALYST, env: { KRA_CACHE: cacheFolder(process.env) ?? 'off' } },
};

if (!isMainThread) void program().then(({ serve }) => serve());
else if (process.send !== undefined && process.argv[2] === ANALYST) void program().then(({ analyse }) => analyse());
else answer(PARTS);
