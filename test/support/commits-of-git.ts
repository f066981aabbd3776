/** The commits of a range as the forge gives them, taken from a real repository: what GitHub lists comes from git as well. */
import { execFileSync } from 'node:child_process';
import type { ChangedFile } from '../../src/app/ports/forge.ts';
import { LARGEST_FILE, type SourceFile, type SourceTree } from '../../src/app/ports/source-tree.ts';
import type { Change, CommitSources, CommitsToReview } from '../../src/app/review/review-commits.ts';

export function git(folder: string, ...call: readonly string[]): string {
  const options = { encoding: 'utf8', maxBuffer: LARGEST_FILE } as const;
  return execFileSync('git', call, { cwd: folder, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

const CHANGES: Readonly<Record<string, ChangedFile['change']>> = {
  A: 'add',
  D: 'delete',
  M: 'modify',
  T: 'modify',
  R: 'rename',
  C: 'copy',
};

export function commitsOfGit(folder: string, base: string, head: string): CommitsToReview {
  const ids = git(folder, 'rev-list', '--reverse', '--topo-order', '--no-merges', `${base}..${head}`)
    .trim()
    .split('\n');
  const commits = ids.map((id): Change => {
    const subject = git(folder, 'show', '-s', '--format=%s', id).trim();
    const before = git(folder, 'rev-parse', `${id}^`).trim();
    return { id, subject, before, after: id, files: { all: filesOf(folder, id), cut: null } };
  });
  return {
    base: commits[0]?.before ?? base,
    head: ids.at(-1) ?? head,
    commits,
    whole: null,
    notes: [],
    excluded: new Map(),
  };
}

function filesOf(folder: string, id: string): readonly ChangedFile[] {
  const fields = git(folder, 'diff-tree', '-r', '-M', '--no-commit-id', '--name-status', '-z', id).split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const change = CHANGES[fields[at]?.[0] ?? ''] ?? 'modify';
    const isPair = change === 'rename' || change === 'copy';
    const path = fields[at + (isPair ? 2 : 1)] as string;
    files.push({ path, previousPath: isPair ? (fields[at + 1] as string) : null, change });
    at += isPair ? 3 : 2;
  }
  return files;
}

export function sourcesOfGit(folder: string, tree: SourceTree): CommitSources {
  const read = (revision: string, path: string): SourceFile => {
    try {
      return { kind: 'text', text: git(folder, 'show', `${revision}:${path}`) };
    } catch {
      return { kind: 'absent' };
    }
  };
  return { tree, readAt: async (wanted) => wanted.map(({ revision, path }) => read(revision, path)) };
}
