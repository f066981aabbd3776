/** A git repository with a line of commits, each the changes to the one before. */
import { execFileSync } from 'node:child_process';
import { git } from './commits-of-git.ts';

/** The first commit is the base. Null deletes a file. */
export function writeCommits(
  folder: string,
  commits: readonly Readonly<Record<string, string | null>>[],
): { readonly base: string; readonly head: string } {
  const stream = commits.map((changes, index) => {
    const files = Object.entries(changes).map(([path, text]) =>
      text === null ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    const message = `Commit ${index}`;
    const who = `A Person <a@example.org> ${1_700_000_000 + index} +0000`;
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n${files.join('')}\n`;
  });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, input: stream.join('') });
  git(folder, 'reset', '--quiet', '--hard', 'main');
  const ids = git(folder, 'rev-list', '--reverse', 'main').trim().split('\n');
  return { base: ids[0] as string, head: ids.at(-1) as string };
}
