/** How a file makes its items known to drivers, or hides them: public faces, private types, the callers of helpers. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import { innermostAt, type Outline } from './outline.ts';

export interface Views {
  /** `pub type SpinLock<T> = Lock<T, SpinLockBackend>` makes `SpinLock` the name of what is done for the backend. */
  readonly faces: ReadonlyMap<string, string>;
  /** By type that drivers cannot name: the public struct that has a field of it. */
  readonly holders: ReadonlyMap<string, string>;
  /** Types and traits, by name, those of tests and functions left out. */
  readonly declared: ReadonlyMap<string, Outline>;
  /** Safe public functions of modules. */
  readonly functions: ReadonlyMap<string, Outline>;
  /** What reaches drivers of a private function or constant: the function that uses it; undefined where there is none. */
  readonly callerOf: (helper: Outline) => Outline | undefined;
}

/** How a file makes its items known to drivers, or hides them. */
export function viewsOf(tokens: Tokens, outlines: readonly Outline[]): Views {
  const declared = new Map<string, Outline>();
  const functions = new Map<string, Outline>();
  for (const each of outlines) {
    if (each.isTest || (each.parent !== undefined && each.parent.kind !== 'mod')) continue;
    if (each.kind === 'fn') {
      if (each.visibility === 'public' && !each.isUnsafe) functions.set(each.name, each);
    } else if (each.kind === 'struct' || each.kind === 'enum' || each.kind === 'union' || each.kind === 'trait')
      declared.set(each.name, each);
  }
  const faces = new Map<string, string>();
  for (const each of outlines) {
    if (each.kind === 'type') addFaces(tokens, each, declared, faces);
  }
  const holders = new Map<string, string>();
  for (const each of declared.values()) {
    if (each.kind === 'struct' && each.visibility === 'public') addHeld(tokens, each, declared, holders);
  }
  const callers = new Map<Outline, Outline | undefined>();
  let uses: ReadonlyMap<string, readonly number[]> | undefined;
  const callerOf = (helper: Outline) => {
    uses ??= usesOfHelpers(tokens, outlines);
    if (!callers.has(helper)) {
      callers.set(helper, undefined);
      callers.set(helper, findCaller(tokens, outlines, helper, uses, MOST_STEPS));
    }
    return callers.get(helper);
  };
  return { faces, holders, declared, functions, callerOf };
}

/**
 * A type without content exists for what is built of it: for the public alias that has it as a generic argument, or for the type whose
 * backend it is (`impl IoBase for Mmio { type Backend = MmioBackend; }`).
 */
function addFaces(
  tokens: Tokens,
  alias: Outline,
  declared: ReadonlyMap<string, Outline>,
  faces: Map<string, string>,
): void {
  const ofType = alias.parent?.kind === 'impl' ? alias.parent : undefined;
  if (ofType === undefined ? alias.visibility !== 'public' : alias.name !== 'Backend') return;
  let angles = ofType === undefined ? 0 : 1;
  let isValue = false;
  for (let at = alias.first; at < alias.last; at = tokens.next(at)) {
    if (tokens.is(at, '=')) isValue = true;
    else if (tokens.is(at, '<')) angles += 1;
    else if (tokens.is(at, '>')) angles -= 1;
    else if (isValue && angles > 0 && tokens.kind(at) === TokenKind.word) {
      const marker = declared.get(tokens.at(at));
      const isMarker = marker?.kind === 'struct' && marker.body === marker.last;
      if (isMarker && !faces.has(marker.name)) faces.set(marker.name, (ofType ?? alias).name);
    }
  }
}

function addHeld(
  tokens: Tokens,
  holder: Outline,
  declared: ReadonlyMap<string, Outline>,
  holders: Map<string, string>,
): void {
  for (let at = holder.body; at < holder.last; at = tokens.next(at)) {
    if (tokens.kind(at) !== TokenKind.word) continue;
    const held = declared.get(tokens.at(at));
    if (held !== undefined && held.visibility !== 'public' && !holders.has(held.name))
      holders.set(held.name, holder.name);
  }
}

/** How many uses of a helper are checked. */
const MOST_USES = 50;

const PARENTHESIS = 0x28;
const COLON = 0x3a;

/** The words that call a function of the file, or name a constant of one of its types. */
function usesOfHelpers(tokens: Tokens, outlines: readonly Outline[]): ReadonlyMap<string, readonly number[]> {
  const uses = new Map<string, number[]>();
  for (const each of outlines) {
    if (each.kind === 'fn' || each.kind === 'const') uses.set(each.name, []);
  }
  const { text } = tokens;
  for (let word = 0; word < tokens.count; word += 1) {
    if (tokens.kind(word) !== TokenKind.word) continue;
    const start = tokens.start(word);
    if (text.charCodeAt(tokens.end(word)) !== PARENTHESIS && text.charCodeAt(start - 1) !== COLON) continue;
    const known = uses.get(tokens.at(word));
    if (known !== undefined && known.length < MOST_USES && !tokens.is(tokens.previous(word), 'fn')) known.push(word);
  }
  return uses;
}

/** How many private functions may call one another before a public one does. */
const MOST_STEPS = 3;

function findCaller(
  tokens: Tokens,
  outlines: readonly Outline[],
  helper: Outline,
  uses: ReadonlyMap<string, readonly number[]>,
  steps: number,
): Outline | undefined {
  const owner = helper.parent?.kind === 'impl' ? helper.parent.name : undefined;
  const isFn = helper.kind === 'fn';
  const callers = (uses.get(helper.name) ?? [])
    .filter((word) => tokens.is(word + 1, '(') === isFn)
    .map((word) => ({ word, caller: innermostAt(outlines, word) }))
    .filter(
      ({ word, caller }) => caller !== helper && caller?.isTest === false && isUseOf(tokens, word, owner, caller),
    );
  const direct = callers.find(({ caller }) => caller?.kind === 'fn' && reachesDrivers(caller))?.caller;
  if (direct !== undefined || steps === 1) return direct;
  const [first] = callers;
  const isPrivate = first?.caller?.kind === 'fn' && !first.caller.isCallback && first.caller.parent?.trait !== 'Drop';
  return isPrivate && first.caller !== undefined
    ? findCaller(tokens, outlines, first.caller, uses, steps - 1)
    : undefined;
}

function reachesDrivers(caller: Outline): boolean {
  if (caller.isCallback) return false;
  const trait = caller.parent?.trait ?? '';
  return trait === '' ? caller.visibility === 'public' && !caller.isUnsafe : trait !== 'Drop';
}

/** Whether a word is a use of the helper: by its type, on a value, or bare where it is not a method. */
function isUseOf(tokens: Tokens, word: number, owner: string | undefined, caller: Outline | undefined): boolean {
  if (tokens.is(word - 1, '.')) return owner !== undefined;
  if (!tokens.is(word - 2, ':')) return owner === undefined;
  const isSelf = tokens.is(word - 3, 'Self') && caller?.parent?.name === owner;
  return isSelf || (owner !== undefined && tokens.is(word - 3, owner));
}
