/** Temporary folders and git repositories with ids that are the same everywhere. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders: string[] = [];

/** A new folder; `removeScratch` takes it away. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kernel-rust-audit-')));
  folders.push(folder);
  return folder;
}

export function removeScratch(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Runs git with a fixed person and date, and without anybody's configuration. */
export function git(folder: string, ...rest: readonly string[]): string {
  return gitWithInput(folder, '', ...rest);
}

export function gitWithInput(folder: string, input: string, ...rest: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada Lovelace',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '2026-03-01T12:00:00Z',
    GIT_COMMITTER_NAME: 'Ada Lovelace',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_COMMITTER_DATE: '2026-03-01T12:00:00Z',
  };
  return execFileSync('git', ['-C', folder, ...rest], { env, input, stdio: ['pipe', 'pipe', 'pipe'] })
    .toString()
    .replace(/\n$/, '');
}

export function newRepository(): string {
  const folder = scratchFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  return folder;
}

/** Writes files, commits everything, and gives the commit's id. */
export function commit(folder: string, message: string, files: Readonly<Record<string, string | Buffer>> = {}): string {
  write(folder, files);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** What a call gave that must not fail. */
export function good<T>(value: T): Exclude<T, { readonly kind: 'failure' }> {
  if (typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'failure')
    throw new Error(JSON.stringify(value));
  return value as Exclude<T, { readonly kind: 'failure' }>;
}
