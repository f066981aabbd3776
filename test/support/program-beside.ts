/** The built command line in a process of its own, beside a fake GitHub that goes on answering in this one. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { CALL, PROGRAM } from './built-program.ts';
import type { FakeGitHub } from './fake-github/index.ts';

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param token null: none */
export function runBeside(
  hub: FakeGitHub,
  args: readonly string[],
  token: string | null = hub.token(),
): Promise<Ended> {
  return runWith({ GITHUB_API_URL: hub.url, ...(token !== null && { GITHUB_TOKEN: token }) }, args);
}

/** @param env what decides whom it asks, and by which token */
export async function runWith(env: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ended> {
  const child = spawn(PROGRAM, [...CALL, ...args], {
    env: { PATH: process.env['PATH'], KRA_CACHE: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, out, err };
}
