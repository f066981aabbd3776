/** Rule: unsafe code in the argument of a macro needs an `unsafe` of its own. */
import { attributesIn, isSilencedAtCalls } from '../rust/attributes.ts';
import { preambleOf, readDocumentation } from '../rust/docs.ts';
import { headOf } from '../rust/head.ts';
import { TokenKind, type Tokens } from '../rust/lexer.ts';
import { isDefinition } from '../rust/macros.ts';
import { armsOf, codeVariables, isMetavariable, type MacroArm, metavariableUses } from '../rust/metavariables.ts';
import { WayOut } from '../rust/ways-out.ts';
import type { Span } from '../text/lines.ts';
import { defineRule, everywhere, lintLevelsIn } from './rule.ts';

const LINTS = ['clippy::macro_metavars_in_unsafe'];

export const macroMetavarsInUnsafe = defineRule({
  id: 'macro-metavars-in-unsafe',
  summary: "exported macro that expands its callers' code inside its own unsafe block",
  why: "The callers' code then runs inside the macro's unsafe block: callers can call unsafe functions without writing `unsafe` or a SAFETY comment. The macro's own comment cannot justify code that its author has not seen.",
  reference: 'https://rust-lang.github.io/rust-clippy/master/#macro_metavars_in_unsafe',
  severity: everywhere('warning'),
  when: "Reported for macros with `#[macro_export]` that are not `#[doc(hidden)]`; the kernel leaves Clippy's option for private macros off. Not reported if the arm also uses the metavariable in safe code, because callers then need their own `unsafe`. An `allow` works on the block inside the macro, not on the `macro_rules!`. In a patch, reported only when the block is new or newly matches.",
  examples: {
    bad: `#[macro_export]
macro_rules! ring_kick {
    ($ring:expr) => {
        // SAFETY: A \`Ring\` is live.
        unsafe { bindings::ring_kick($crate::ring::Ring::as_raw($ring)) }
    };
}`,
    good: `#[macro_export]
macro_rules! ring_kick {
    ($ring:expr) => {{
        let ring: &$crate::ring::Ring = $ring;
        // SAFETY: A \`Ring\` is live.
        unsafe { bindings::ring_kick(ring.as_raw()) }
    }};
}`,
  },
  lints: LINTS,
  practice:
    'None of the four trees that were analysed (Linux 6.12.107 to 7.3.4) has one in an exported macro that is not hidden.',
  misses: [
    'Metavariables that an arm passes on to another macro, which uses them in its unsafe block.',
    'Macros of the form `macro name($x:expr) { ... }`.',
  ],
  differs: [
    'Clippy checks calls in the same crate; this rule also checks macros that only other crates call.',
    'It does not report `$x:literal`: a literal contains no unsafe operation.',
    'A closure inside the block counts as part of it, and a closure or constant outside it as safe code; Clippy recognises neither.',
  ],

  *check(view) {
    const { file } = view;
    const { tokens, sites, piece } = file;
    if (!tokens.text.includes('macro_export')) return;
    const isShown = ({ start, end }: Span) => piece === undefined || (piece.start < start && end <= piece.end);
    const levels = lintLevelsIn(view);
    const dropping = droppingMacros(tokens);
    const blocks = new Map(sites.filter(({ kind }) => kind === 'block').map((site) => [site.keyword.start, site]));
    for (const { name, arms } of exportedMacros(tokens, isShown)) {
      const handed = handedOn(tokens, name, arms);
      for (const arm of arms) {
        const word = ownWord(tokens, arm);
        if (word !== undefined && !handed.has(word)) continue;
        for (const [block, { variables, canBind }] of blocksWithVariables(tokens, arm, dropping)) {
          const site = blocks.get(tokens.start(tokens.previous(block)));
          if (site === undefined || isSilencedAtCalls(levels, LINTS, site.keyword.start, site.calls)) continue;
          const names = variables.map((each) => `\`$${each}\``).join(', ');
          yield {
            at: headOf(file, site),
            site,
            key: names,
            message: `exported macro \`${name}!\` expands ${names} inside its unsafe block`,
            help: `${wayOut(variables, canBind)}, so that unsafe code in it needs its own \`unsafe\``,
          };
        }
      }
    }
  },
});

/** An example only where it compiles. */
function wayOut(variables: readonly string[], canBind: boolean): string {
  const [first] = variables;
  if (!canBind) return "move the callers' code out of the block";
  if (variables.length > 1) return 'bind each outside the block';
  return `bind the callers' code outside the block, as \`let ${first} = $${first};\``;
}

interface ExportedMacro {
  readonly name: string;
  readonly arms: readonly MacroArm[];
}

/** The macros of a file that other crates are meant to call, as far as it shows them whole. */
function* exportedMacros(tokens: Tokens, isShown: (span: Span) => boolean): Generator<ExportedMacro> {
  for (const at of tokens.allOf('macro_rules')) {
    const name = tokens.next(at + 1);
    const opening = tokens.next(name);
    if (tokens.partner(opening) < opening || !isDefinition(tokens, opening)) continue;
    const preamble = preambleOf(tokens, at);
    if (!isShown({ start: tokens.start(preamble.first), end: tokens.end(tokens.partner(opening)) })) continue;
    const isExported = preamble.attributes.some((hash) =>
      attributesIn(tokens, hash + 1).some((each) => tokens.is(each, 'macro_export')),
    );
    if (!isExported || readDocumentation(tokens, preamble).hidden) continue;
    yield { name: tokens.at(name), arms: armsOf(tokens, opening) };
  }
}

interface BlockVariables {
  readonly variables: readonly string[];
  /** Whether a `let` with each of them compiles. */
  readonly canBind: boolean;
}

/** The unsafe blocks of an arm, by their `{`, with the metavariables in them that no safe code of the arm has. */
function blocksWithVariables(
  tokens: Tokens,
  arm: MacroArm,
  dropping: ReadonlySet<string>,
): ReadonlyMap<number, BlockVariables> {
  const fragments = codeVariables(tokens, arm);
  const uses = metavariableUses(tokens, arm, fragments, dropping);
  const safe = new Set(uses.filter(({ block }) => block === -1).map(({ name }) => name));
  const found = new Map<number, { readonly variables: Set<string>; canBind: boolean }>();
  for (const { name, at, block } of uses) {
    if (safe.has(name)) continue;
    const known = found.get(block) ?? { variables: new Set(), canBind: true };
    known.variables.add(name);
    known.canBind &&= fragments.get(name) !== 'stmt' && !isMoreThanValue(tokens, at, block);
    found.set(block, known);
  }
  return new Map([...found].map(([block, { variables, canBind }]) => [block, { variables: [...variables], canBind }]));
}

/** Whether a metavariable of a block is in a repetition or a macro of the block, or a place is made or written of it. */
function isMoreThanValue(tokens: Tokens, at: number, block: number): boolean {
  const before = tokens.previous(at);
  const next = tokens.next(at + 1);
  if (/^(?:mut|const)$/.test(tokens.at(before)) && /^(?:&|raw)$/.test(tokens.at(tokens.previous(before)))) return true;
  const isEqual = tokens.is(next, '=') && tokens.is(next + 1, '=');
  if ((tokens.is(next, '=') && !isEqual) || (/^[-+*/%&|^]$/.test(tokens.at(next)) && tokens.is(next + 1, '=')))
    return true;
  return GIVEN_TO.nearest(tokens, at) > block;
}

/** The brackets of repetitions and of calls of macros: some take a place, or a literal. */
const GIVEN_TO = new WayOut((tokens, bracket) => {
  const before = tokens.previous(bracket);
  return tokens.is(before, '$') || (tokens.is(before, '!') && tokens.kind(tokens.previous(before)) === TokenKind.word);
});

/**
 * The words behind `@` of the arms that a macro has for itself, as far as another arm hands them what callers write.
 */
function handedOn(tokens: Tokens, name: string, arms: readonly MacroArm[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const caller of arms) {
    const variables = codeVariables(tokens, caller);
    const end = tokens.partner(caller.body);
    for (let at = caller.body; at < end; at = tokens.next(at)) {
      const call = tokens.is(at, name) && tokens.is(at + 1, '!') ? at + 2 : -1;
      if (tokens.partner(call) < call || !tokens.is(call + 1, '@')) continue;
      const word = tokens.at(call + 2);
      for (let given = call; given < tokens.partner(call) && !words.has(word); given = tokens.next(given))
        if (isMetavariable(tokens, given) && variables.has(tokens.at(given + 1))) words.add(word);
    }
  }
  return words;
}

/** The word behind the `@` with which an arm begins that a macro has for itself; undefined where callers can reach it. */
function ownWord(tokens: Tokens, { matcher }: MacroArm): string | undefined {
  const mark = tokens.next(matcher);
  return tokens.is(mark, '@') ? tokens.at(tokens.next(mark)) : undefined;
}

/** The macros of a file that write nothing of what they take. */
function droppingMacros(tokens: Tokens): ReadonlySet<string> {
  const [dropping, writing] = [new Set<string>(), new Set<string>()];
  for (const at of tokens.allOf('macro_rules')) {
    const name = tokens.next(at + 1);
    const isWriting = armsOf(tokens, tokens.next(name)).some(({ body }) => writesMetavariable(tokens, body));
    (isWriting ? writing : dropping).add(tokens.at(name));
  }
  return new Set([...dropping].filter((name) => !writing.has(name)));
}

function writesMetavariable(tokens: Tokens, body: number): boolean {
  for (let at = body; at < tokens.partner(body); at = tokens.next(at)) if (isMetavariable(tokens, at)) return true;
  return false;
}
