/**
 * Mutants of real files: each takes one proof or contract away, or makes one stale, and a rule has to say so. Only the mutated
 * file is analysed, by the same comparison that a review makes of a patch. Vendored files are read as if they were abstractions.
 */
import type { Finding } from '../../src/finding/finding.ts';
import { isWithoutRules } from '../../src/kernel/layers.ts';
import { compareFiles } from '../../src/review/compare.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/review/policy.ts';
import { Reader, type Views } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { documentationOf } from '../../src/rust/items.ts';
import type { Span } from '../../src/text/lines.ts';
import { rustFiles } from './trees.ts';

const POLICY: Policy = {
  ...DEFAULT_POLICY,
  layerOf: (path) => {
    const layer = DEFAULT_POLICY.layerOf(path);
    return layer === 'vendored' ? 'abstraction' : layer;
  },
};

/** A change of a file after which something is wrong at `lines`, and nowhere else. */
export interface Mutant {
  readonly text: string;
  readonly lines: readonly number[];
  /** Where it stood in the original, for people. */
  readonly origin: string;
}

export interface Score {
  readonly mutants: number;
  /** Where nothing was said of the place. */
  readonly missed: readonly string[];
  /** Where something else was said besides. */
  readonly noisy: readonly string[];
}

/** Analyses each mutant of 7.3.4: `rule` has to report its lines, and no other error or warning should come. */
export async function score(rule: string, mutantsOf: (views: Views) => Iterable<Mutant>): Promise<Score> {
  const missed: string[] = [];
  const noisy: string[] = [];
  let mutants = 0;
  for (const [path, text] of rustFiles('v7.3.4')) {
    if (!text.includes('unsafe') || isWithoutRules(path, POLICY.layerOf(path))) continue;
    const before = new Reader(POLICY).read(path, text);
    for (const { text: mutated, lines, origin } of mutantsOf(before)) {
      const after = new Reader(POLICY).read(path, mutated);
      const { findings } = compareFiles([{ before, after }], [], RULES, new Reader(POLICY));
      const grave = findings.filter(({ severity }) => severity !== 'info');
      // one that an `allow` takes back was found all the same
      const isExpected = (found: Finding) => found.rule === rule && lines.includes(found.line);
      const others = grave.filter((found) => !isExpected(found) && found.suppressed === null);
      mutants += 1;
      if (grave.filter(isExpected).length !== lines.length) missed.push(origin);
      if (others.length > 0) noisy.push(`${origin}: ${others.map((found) => `${found.rule}:${found.line}`).join(' ')}`);
      // the parser's trees are given back between turns of the event loop
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { mutants, missed, noisy };
}

/** Deletes each SAFETY comment of a block or impl once, with all of the comment around it. */
export function* withoutComments(views: Views): Iterable<Mutant> {
  const { text, lines, sites } = views.main.file;
  const served = new Map<number, { readonly comment: Span; readonly places: number[] }>();
  for (const { kind, justification, keyword } of sites) {
    if ((kind !== 'block' && kind !== 'impl') || justification?.kind !== 'comment') continue;
    const known = served.get(justification.span.start);
    if (known === undefined)
      served.set(justification.span.start, { comment: justification.span, places: [keyword.start] });
    else known.places.push(keyword.start);
  }
  for (const { comment, places } of served.values()) {
    let first = lines.lineOf(comment.start);
    let { start } = comment;
    while (
      text.startsWith('//', start) &&
      lines
        .lineText(first - 1)
        .trimStart()
        .startsWith('//')
    ) {
      first -= 1;
      start = lines.startOf(first) + lines.lineText(first).indexOf('//');
    }
    yield without(views, { start, end: comment.end }, places);
  }
}

/** Deletes each `# Safety` section of an unsafe function or trait in code once; hidden ones need none, as Clippy has it. */
export function* withoutSections(views: Views): Iterable<Mutant> {
  const { text, tokens, lines, items } = views.main.file;
  for (const item of items) {
    if (!item.isUnsafe || (item.kind !== 'fn' && item.kind !== 'trait')) continue;
    const { safety, hidden, opaque } = documentationOf(tokens, item);
    if (safety === undefined || hidden || opaque) continue;
    const from = lines.startOf(lines.lineOf(safety.heading.start));
    const section = /^[^\n]*\n(?:\s*\/\/\/(?!\s*# )[^\n]*\n)*/.exec(text.slice(from));
    yield without(views, { start: from, end: from + (section?.[0].length ?? 1) - 1 }, [item.span.start]);
  }
}

/** Lets each documented block that makes one call, and no other, call something else. */
export function* withOtherCall(views: Views): Iterable<Mutant> {
  const { text, sites, lines } = views.main.file;
  for (const { kind, span, inMacro, keyword, justification } of sites) {
    if (kind !== 'block' || inMacro !== null || justification === undefined) continue;
    const code = text.slice(span.start, span.end);
    const calls = [...code.matchAll(/\b[a-z_]\w*(?=\()/g)];
    const [call] = calls;
    if (calls.length !== 1 || call === undefined || code.includes('//') || code.includes('!(')) continue;
    const end = span.start + call.index + call[0].length;
    const line = lines.lineOf(keyword.start);
    yield {
      text: `${text.slice(0, end)}_otherwise${text.slice(end)}`,
      lines: [line],
      origin: `${views.path}:${line}: ${call[0]}`,
    };
  }
}

/** Takes a stretch of comment away, whole lines where nothing else is on them; `places` are offsets that have to be reported. */
function without({ path, main }: Views, { start, end }: Span, places: readonly number[]): Mutant {
  const { text, lines } = main.file;
  const lineStart = lines.startOf(lines.lineOf(start));
  const lineEnd = lines.startOf(lines.lineOf(end) + 1);
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
  const [from, to] = isAlone ? [lineStart, lineEnd] : [start, end];
  const gone = text.slice(from, to).split('\n').length - 1;
  const after = places.map((place) => lines.lineOf(place) - (place > from ? gone : 0));
  return { text: text.slice(0, from) + text.slice(to), lines: after, origin: `${path}:${lines.lineOf(start)}` };
}
