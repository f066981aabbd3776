/** Writes patches for tests: one hunk for each file, with all of it but what both ends have in common. */
import type { Files } from './memory-tree.ts';

/** A file that is told to come from another one; its source goes (`rename`) or stays (`copy`). */
export interface Descent {
  readonly how: 'rename' | 'copy';
  readonly from: string;
  readonly to: string;
}

/** The diff from one tree to another, file by file in the order of their paths. */
export function writePatch(before: Files, after: Files, descents: readonly Descent[] = []): string {
  const renamed = new Set(descents.flatMap(({ how, from }) => (how === 'rename' ? [from] : [])));
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => !renamed.has(path));
  return paths
    .toSorted()
    .map((path) => {
      const descent = descents.find(({ to }) => to === path);
      const from = descent?.from ?? path;
      const [old, text] = [before[from], after[path]];
      if (old === text && descent === undefined) return '';
      const head = [`diff --git a/${from} b/${path}`];
      if (descent !== undefined)
        head.push('similarity index 90%', `${descent.how} from ${from}`, `${descent.how} to ${path}`);
      else if (old === undefined) head.push('new file mode 100644');
      else if (text === undefined) head.push('deleted file mode 100644');
      if (old !== text && (old ?? '') + (text ?? '') !== '') {
        head.push(`--- ${old === undefined ? '/dev/null' : `a/${from}`}`);
        head.push(`+++ ${text === undefined ? '/dev/null' : `b/${path}`}`);
        head.push(...hunk(linesOf(old ?? ''), linesOf(text ?? '')));
      }
      return `${head.join('\n')}\n`;
    })
    .join('');
}

/** As `git format-patch` would send it. */
export function writeMail(subject: string, diff: string): string {
  return `From: Ada Kernel <ada@example.org>\nSubject: [PATCH] ${subject}\n\n---\n${diff}`;
}

/** The lines of a text, each with its end; the last one may have none. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const CONTEXT = 3;

function hunk(before: readonly string[], after: readonly string[]): readonly string[] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - same;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const start = Math.max(0, same - CONTEXT);
  const left = Math.max(0, end - CONTEXT);
  const [old, fresh] = [before.slice(start, before.length - left), after.slice(start, after.length - left)];
  const [above, below] = [same - start, end - left];
  return [
    `@@ -${range(start, old.length)} +${range(start, fresh.length)} @@`,
    ...old.slice(0, above).flatMap(signed(' ')),
    ...old.slice(above, old.length - below).flatMap(signed('-')),
    ...fresh.slice(above, fresh.length - below).flatMap(signed('+')),
    ...old.slice(old.length - below).flatMap(signed(' ')),
  ];
}

function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

function signed(sign: string): (line: string) => readonly string[] {
  return (line) => (line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file']);
}
