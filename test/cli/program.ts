/** Runs the built program as a user does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CALL, PROGRAM } from '../support/built-program.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

export function run(args: readonly string[], { cwd = ROOT, input, env = {} }: Surroundings = {}): Run {
  const { status, stdout, stderr } = spawnSync(PROGRAM, [...CALL, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // nothing of a test outlives it
    env: { ...process.env, KRA_CACHE: 'off', ...env },
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
  });
  return { status, out: stdout, err: stderr };
}

/** A folder that is gone after the test. */
export function scratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'kra-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A folder of its own for each test of a file. */
export function scratchForEach(): { readonly folder: string } {
  let place: ReturnType<typeof scratch> | undefined;
  beforeEach(() => {
    place = scratch();
  });
  afterEach(() => place?.remove());
  return {
    get folder() {
      return place?.folder ?? '';
    },
  };
}

/** Rust code with an undocumented unsafe block. */
export const FAULTY = 'fn f(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';

/** Runs git, with a fixed person and date. */
export function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@ring.invalid',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@ring.invalid',
      GIT_AUTHOR_DATE: '2026-11-02T09:00:00Z',
      GIT_COMMITTER_DATE: '2026-11-02T09:00:00Z',
    },
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}
