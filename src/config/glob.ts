/** Globs over paths: `*`, `?`, `**`, `{a,b}`, anchored at the tree's root, in time that no pattern can blow up. */

/** One step of a pattern: a single character of the path, or a choice between two ways on. */
type Step =
  | { readonly kind: 'literal'; readonly char: string }
  | { readonly kind: 'in-segment' }
  | { readonly kind: 'anything' }
  | { readonly kind: 'fork'; readonly ways: readonly number[] };

/** Longer patterns are refused: with that, matching one path costs at most pattern times path. */
export const LONGEST_GLOB = 256;

/** Whether the whole of `path` (with `/`, relative to the root) matches `pattern`; a pattern with a problem matches nothing. */
export function matchesGlob(path: string, pattern: string): boolean {
  return globMatcher([pattern])(path);
}

/** Prepares patterns for many paths: whether any of them matches. */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const programs = patterns
    .filter((pattern) => globProblem(pattern) === null)
    .map((pattern) => ({ prefix: pattern.replace(/[*?{].*/s, ''), steps: compile(pattern) }));
  return (path) => programs.some(({ prefix, steps }) => path.startsWith(prefix) && run(steps, path));
}

/** What is wrong with a pattern, as the end of a sentence, and how to write it; null where nothing is. */
export function globProblem(pattern: string): { readonly what: string; readonly remedy: string } | null {
  if (pattern === '') return { what: 'has no value', remedy: 'write a path such as `drivers/gpu/**`' };
  if (pattern.length > LONGEST_GLOB)
    return { what: `is longer than ${LONGEST_GLOB} characters`, remedy: 'split it in two' };
  if (pattern.startsWith('!'))
    return { what: 'begins with `!`', remedy: 'list the files to match; globs cannot exclude' };
  if (/[\\[\]]/.test(pattern))
    return { what: 'has a bracket or a backslash', remedy: 'use only `*`, `?`, `**`, `{a,b}` and `/`' };
  if (pattern.startsWith('/'))
    return { what: 'begins with `/`', remedy: 'remove it; globs begin at the root of the tree' };
  if (pattern.endsWith('/')) return { what: 'ends with `/`', remedy: 'add `**` for everything below the folder' };
  if (/(^|\/)\.{0,2}\/|(^|\/)\.{1,2}$/.test(pattern))
    return { what: 'has an empty, `.` or `..` segment', remedy: 'write the path from the root of the tree' };
  return bracesPair(pattern) ? null : { what: 'has braces that do not pair', remedy: 'close every `{` with a `}`' };
}

function bracesPair(pattern: string): boolean {
  let open = 0;
  for (const char of pattern) {
    if (char === '{') open += 1;
    if (char === '}') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** Thompson's construction: a fork holds the ways on, everything else goes on to the next step. */
function compile(pattern: string): readonly Step[] {
  const chars = [...pattern];
  const steps: Step[] = [];
  const groups: { readonly fork: number[]; readonly exits: number[][] }[] = [];
  const repeat = (step: Step) => {
    const loop = steps.length;
    steps.push({ kind: 'fork', ways: [loop + 1, loop + 3] }, step, { kind: 'fork', ways: [loop] });
  };

  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] as string;
    const group = groups.at(-1);
    if (char === '*') {
      const before = chars[at - 1];
      const stars = chars.slice(at).findIndex((next) => next !== '*');
      const count = stars === -1 ? chars.length - at : stars;
      const after = chars[at + count];
      const opensSegment = before === undefined || '/{,'.includes(before);
      const closesSegment = after === undefined || '/},'.includes(after);
      at += count - 1;
      if (count !== 2 || !opensSegment || !closesSegment) {
        // As in .gitignore: other runs of asterisks are plain asterisks.
        repeat({ kind: 'in-segment' });
      } else if (after === '/') {
        // `**/`: nothing at all, or any segments and their last slash.
        const start = steps.length;
        steps.push({ kind: 'fork', ways: [start + 1, start + 5] });
        repeat({ kind: 'anything' });
        steps.push({ kind: 'literal', char: '/' });
        at += 1;
      } else {
        steps.push({ kind: 'anything' });
        repeat({ kind: 'anything' });
      }
    } else if (char === '?') {
      steps.push({ kind: 'in-segment' });
    } else if (char === '{') {
      const fork = [steps.length + 1];
      steps.push({ kind: 'fork', ways: fork });
      groups.push({ fork, exits: [] });
    } else if (group !== undefined && (char === ',' || char === '}')) {
      const exit: number[] = [];
      group.exits.push(exit);
      steps.push({ kind: 'fork', ways: exit });
      if (char === ',') {
        group.fork.push(steps.length);
      } else {
        for (const each of group.exits) each.push(steps.length);
        groups.pop();
      }
    } else {
      steps.push({ kind: 'literal', char });
    }
  }
  return steps;
}

/** Follows all ways at once, so that a path costs at most its length times the pattern's. */
function run(steps: readonly Step[], path: string): boolean {
  let states = closure(steps, [0]);
  for (const char of path) {
    const next: number[] = [];
    for (const state of states) {
      const step = steps[state];
      if (step === undefined || step.kind === 'fork') continue;
      const takes = step.kind === 'literal' ? step.char === char : step.kind === 'anything' || char !== '/';
      if (takes) next.push(state + 1);
    }
    if (next.length === 0) return false;
    states = closure(steps, next);
  }
  return states.has(steps.length);
}

/** The steps that can be reached without a further character. */
function closure(steps: readonly Step[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set(from);
  // A set gives what is added while it is walked, too.
  for (const state of reached) {
    const step = steps[state];
    if (step?.kind === 'fork') for (const way of step.ways) reached.add(way);
  }
  return reached;
}
