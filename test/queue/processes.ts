/** Starts the processes of process.ts. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Message } from './process.ts';

export interface Started {
  readonly child: ChildProcess;
  readonly messages: readonly Message[];
  /** When a message came that is wanted; fails when the process ends before. */
  until(isWanted: (message: Message) => boolean): Promise<Message>;
  /** Sends it a message; what it tells afterwards is what `until` looks at. */
  goOn(): void;
  /** kill -9, and when it is gone. */
  kill(): Promise<void>;
  readonly gone: Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./process.ts', import.meta.url));
const TYPESCRIPT = new URL('../../bench/typescript.js', import.meta.url).href;

const running = new Set<ChildProcess>();

export function startProcess(...args: string[]): Started {
  const child = fork(PROGRAM, args, { execArgv: ['--import', TYPESCRIPT], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  running.add(child);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const messages: Message[] = [];
  let seen = 0;
  const waiting = new Set<(message: Message | undefined) => void>();
  child.on('message', (message: Message) => {
    messages.push(message);
    for (const hear of [...waiting]) hear(message);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      running.delete(child);
      for (const hear of [...waiting]) hear(undefined);
      resolve();
    });
  });
  return {
    child,
    messages,
    gone,
    until: (isWanted) =>
      new Promise((resolve, reject) => {
        const hear = (message: Message | undefined): void => {
          if (message !== undefined && !isWanted(message)) return;
          waiting.delete(hear);
          if (message === undefined) reject(new Error(`the process ended: ${complaints}`));
          else resolve(message);
        };
        const known = messages.slice(seen).find(isWanted);
        if (known !== undefined) resolve(known);
        else if (child.exitCode !== null || child.signalCode !== null) hear(undefined);
        else waiting.add(hear);
      }),
    goOn: () => {
      seen = messages.length;
      child.send('go on');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** For afterEach: whatever a test that failed left running. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
