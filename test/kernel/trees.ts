/** Real kernel trees, as `npm run kernel:fetch` brings them: $KRA_KERNEL, else ./kernel. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const KERNEL = resolve(process.env['KRA_KERNEL'] ?? 'kernel');
/** The versions that the expected figures were measured on. */
export const TREES = ['v6.12.107', 'v7.2.6', 'v7.2.13', 'v7.3.4'] as const;
export type Tree = (typeof TREES)[number];

/** A git repository with a commit and a tag for each tree. */
export const HISTORY = join(KERNEL, 'history');

export function folderOf(tree: Tree): string {
  return join(KERNEL, tree);
}

/** What is not there, of what the tests need. */
export function missingTrees(): string[] {
  return [...TREES, 'history'].filter((name) => !existsSync(join(KERNEL, name)));
}

/** The Rust files of a tree, their texts by their paths. */
export function rustFiles(tree: Tree): ReadonlyMap<string, string> {
  const folder = folderOf(tree);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.rs'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

export function gitInHistory(...args: readonly string[]): string {
  return execFileSync('git', ['-C', HISTORY, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/** What one release changed against another, as `git diff` prints it. */
export function diffOf(from: Tree, to: Tree, ...more: readonly string[]): string {
  const split = more.indexOf('--');
  const [options, paths] = split === -1 ? [more, []] : [more.slice(0, split), more.slice(split)];
  return gitInHistory('diff', '--full-index', '-M', ...options, from, to, ...paths);
}
