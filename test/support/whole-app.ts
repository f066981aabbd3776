/** The whole App as an operator runs it: the built program, in a process of its own, against a fake GitHub. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CALL, PROGRAM } from './built-program.ts';
import { type FakeGitHub, TEST_KEY } from './fake-github/index.ts';

export const SECRET = 'a secret of the tests, long enough to pass';

export interface WholeApp {
  readonly url: string;
  readonly process: ChildProcess;
  /** Lines of standard output: the log, and the line that says it is ready. */
  readonly lines: readonly string[];
  /** SIGTERM; gives the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a machine that dies. */
  kill(): Promise<void>;
}

export interface AppOptions {
  readonly command?: 'serve' | 'worker';
  /** The embedded store's folder, to start again on the same one. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another `cli.js` than the built one's. */
  readonly program?: string;
}

/** Starts the App and lets the hub's webhooks go to it. Ends when it says it is ready. */
export async function startApp(hub: FakeGitHub, options: AppOptions = {}): Promise<WholeApp> {
  const { command = 'serve' } = options;
  const own = options.data === undefined ? mkdtempSync(join(tmpdir(), 'kra-app-')) : undefined;
  const { host } = new URL(hub.url);
  const call = options.program === undefined ? [PROGRAM, ...CALL] : [process.execPath, options.program];
  const child = spawn(call[0] as string, [...call.slice(1), command], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(hub.appId),
      PRIVATE_KEY: TEST_KEY,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      KRA_DATA: options.data ?? own,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (status) => {
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
      resolve(status);
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    const words: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const ready = /^kernel-rust-audit (?:serve|worker): ready, \w+ at (http:\S+?)\/(?:api|healthz)/.exec(line);
      if (ready !== null) resolve(ready[1] ?? '');
    });
    void ended.then((status) => reject(new Error(`the App ended with ${status}: ${words.join('')}`)));
  });
  if (command === 'serve') hub.webhook = { url: `${url}/api/github/webhooks`, secret: SECRET };
  return {
    url,
    process: child,
    lines,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
