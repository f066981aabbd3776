/** How a file makes its items known to drivers, or hides them: public faces, private types, the callers of helpers. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import { innermostAt, type Outline } from './outline.ts';

export interface Views {
  /** `pub type SpinLock<T> = Lock<T, SpinLockBackend>` makes `SpinLock` the name of what is done for the backend. */
  readonly faces: ReadonlyMap<string, string>;
  /** Types and traits, by name, those of tests and functions left out. */
  readonly declared: ReadonlyMap<string, Outline>;
  /** Safe public functions of modules. */
  readonly functions: ReadonlyMap<string, Outline>;
  /** What reaches drivers of a private function or constant: the function that uses it; undefined where there is none. */
  readonly callerOf: (helper: Outline) => Outline | undefined;
}

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
  const callers = new Map<Outline, Outline | undefined>();
  const callerOf = (helper: Outline) => {
    if (!callers.has(helper)) callers.set(helper, findCaller(tokens, outlines, helper));
    return callers.get(helper);
  };
  return { faces, declared, functions, callerOf };
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

/** How many uses of a helper are looked at. */
const MOST_USES = 50;

function findCaller(tokens: Tokens, outlines: readonly Outline[], helper: Outline): Outline | undefined {
  const owner = helper.parent?.kind === 'impl' ? helper.parent.name : undefined;
  const isFn = helper.kind === 'fn';
  let looked = 0;
  for (const word of tokens.allOf(helper.name)) {
    if (tokens.is(word + 1, '(') !== isFn || tokens.is(tokens.previous(word), helper.kind)) continue;
    looked += 1;
    if (looked > MOST_USES) break;
    const caller = innermostAt(outlines, word);
    const isCaller = caller?.kind === 'fn' && caller !== helper && !caller.isTest && reachesDrivers(caller);
    if (isCaller && isUseOf(tokens, word, owner, caller)) return caller;
  }
  return undefined;
}

function reachesDrivers(caller: Outline): boolean {
  if (caller.isCallback) return false;
  const trait = caller.parent?.trait ?? '';
  return trait === '' ? caller.visibility === 'public' && !caller.isUnsafe : trait !== 'Drop';
}

/** Whether a word is a use of the helper: by its type, on a value, or bare where it is no method. */
function isUseOf(tokens: Tokens, word: number, owner: string | undefined, caller: Outline): boolean {
  if (tokens.is(word - 1, '.')) return owner !== undefined;
  if (!tokens.is(word - 2, ':')) return owner === undefined;
  const isSelf = tokens.is(word - 3, 'Self') && caller.parent?.name === owner;
  return isSelf || (owner !== undefined && tokens.is(word - 3, owner));
}
