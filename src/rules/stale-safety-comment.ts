/** Rule: when the code of an unsafe block changes, its SAFETY comment needs another review. */
import { essence, exclusiveReferences, pointerNames, quotedNames, wordsIn } from '../rust/body.ts';
import { headOf } from '../rust/head.ts';
import { type Call, type Operations, operationsIn } from '../rust/operations.ts';
import { callSafety } from '../rust/safe-calls.ts';
import type { Site } from '../rust/site.ts';
import { type Functions, functionsOf, isSafeFunction } from './patch-functions.ts';
import { asksTheSame, renamedVariables } from './renames.ts';
import { defineRule, everywhere, type FileChange, type FileView } from './rule.ts';

export const staleSafetyComment = defineRule({
  id: 'stale-safety-comment',
  summary: 'unsafe block whose code changed under an unchanged SAFETY comment',
  why: 'A commit that changes an unsafe block must re-check its SAFETY comment: the old justification may not hold for the new code.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/207',
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'A warning if an unsafe operation is new or replaces one with another contract (a call, an argument, a dereference, a `&mut`), or if the block no longer contains a name that the comment quotes; a note if an operation was only removed or a value changed. Safe calls, casts, `addr_of!` for `&raw`, and renames (of variables throughout the function, of functions with the same contract in the patch) do not count. Replacing one function by another in several places is one finding.',
  examples: {
    bad: `  // SAFETY: \`ring\` is live, and pausing it takes no lock.
- unsafe { bindings::ring_pause(ring) };
+ unsafe { bindings::ring_free(ring) };`,
    good: `- // SAFETY: \`ring\` is live, and pausing it takes no lock.
- unsafe { bindings::ring_pause(ring) };
+ // SAFETY: \`ring\` is live, and this was the last reference to it.
+ unsafe { bindings::ring_free(ring) };`,
  },
  lints: [],
  misses: ['Changes around the block that invalidate the justification: soundness is a property of the module.'],
  differs: [],

  *compare({ before, after, sites, patch }) {
    if (before === undefined || after === undefined) return;
    for (const pair of sites) {
      const { before: old, after: site } = pair;
      if (old?.kind !== 'block' || site === undefined || site.inDocExample || pair.standing === 'moved') continue;
      const text = site.justification?.text;
      if (text === undefined || text === '' || text !== old.justification?.text || site.code === old.code) continue;
      if (!before.file.sites.includes(old)) continue;
      const change = describe(changeOf(patch, before, old, after, site, text));
      if (change === undefined) continue;
      yield {
        at: headOf(after.file, site),
        site,
        key: text,
        standing: 'changed',
        severity: change.isGrave ? 'warning' : 'info',
        message: change.message,
        help: 'check that the comment still justifies what the block does, and update it',
        ...(change.group === undefined ? {} : { group: change.group }),
      };
    }
  },
});

function changeOf(
  patch: readonly FileChange[],
  before: FileView,
  old: Site,
  after: FileView,
  site: Site,
  text: string,
): Change {
  const renamed = renamedVariables(
    before.file.tokens,
    old.item?.span ?? old.span,
    after.file.tokens,
    site.item?.span ?? site.span,
  );
  const was = operationsIn(before.file.tokens, old.span);
  const is = operationsIn(after.file.tokens, site.span);
  return { patch, before, old, after, site, text, was, is, renamed };
}

interface Description {
  readonly isGrave: boolean;
  readonly message: string;
  readonly group?: string;
}

const UNCHANGED = 'but its SAFETY comment did not change';

/** A block before and after, with what it does. */
interface Change {
  readonly patch: readonly FileChange[];
  readonly before: FileView;
  readonly old: Site;
  readonly after: FileView;
  readonly site: Site;
  readonly text: string;
  readonly was: Operations;
  readonly is: Operations;
  /** Old name to new name of the function's variables. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The gravest effect of the change; undefined where only names and spellings are others. */
function describe(change: Change): Description | undefined {
  return (
    exchangedCall(change) ??
    quotedNameGone(change) ??
    otherArguments(change) ??
    otherDereference(change) ??
    slight(change)
  );
}

/** Calls that come and go. */
function exchangedCall({ patch, was, is }: Change): Description | undefined {
  const functions = functionsOf(patch);
  const before = new Map(was.calls.map((call) => [call.name, call]));
  const gone = [...before.values()].filter(({ name }) => is.calls.every((call) => call.name !== name));
  const isExchange = gone.length > 0;
  const after = new Map(unsafeCalls(is, functions.after, isExchange).map((call) => [call.name, call]));
  const come = [...after.values()].filter(({ name }) => !before.has(name));
  const others = come.filter((call) => !gone.some((old) => isRenamed(functions, old, call)));
  if (others.length === 0) return undefined;
  const from = gone.filter((call) => callSafety(call) !== 'safe');
  const message =
    from.length === 0
      ? `the block now also calls ${list(others)}, ${UNCHANGED}`
      : `the block now calls ${list(others)} instead of ${list(from)}, ${UNCHANGED}`;
  return { isGrave: true, message, group: `${list(from)} -> ${list(others)}` };
}

/** A SAFETY comment names something that the change removed. */
function quotedNameGone({ before, old, after, site, text }: Change): Description | undefined {
  const words = wordsIn(after.file.tokens, site.span);
  const wordsBefore = wordsIn(before.file.tokens, old.span);
  const left = quotedNames(text).find(({ last }) => wordsBefore.has(last) && !words.has(last));
  if (left === undefined) return undefined;
  return { isGrave: true, message: `\`${left.text}\`, which the SAFETY comment names, is no longer in the block` };
}

/** The same function gets more than before, or a reference that nothing else may use. */
function otherArguments({ patch, was, is, before, old, after, site }: Change): Description | undefined {
  const more = unsafeCalls(is, functionsOf(patch).after).find((call) => {
    const same = was.calls.filter(({ name }) => name === call.name);
    return same.length > 0 && same.every((earlier) => arity(earlier) < arity(call));
  });
  if (more !== undefined && !more.name.endsWith('!'))
    return { isGrave: true, message: `the block now passes more to \`${more.name}\`, ${UNCHANGED}` };
  if (exclusiveReferences(after.file.tokens, site.span) > exclusiveReferences(before.file.tokens, old.span))
    return { isGrave: true, message: `the block now creates a \`&mut\` reference, ${UNCHANGED}` };
  return undefined;
}

function arity({ isMethod, args }: Call): number {
  return args + (isMethod ? 1 : 0);
}

/** Another pointer is dereferenced or passed on. */
function otherDereference({ was, is, before, old, after, site, text, renamed }: Change): Description | undefined {
  const known = new Set([...wordsIn(before.file.tokens, old.span)].map((name) => renamed.get(name) ?? name));
  const roots = new Set(was.dereferences.map(({ root }) => renamed.get(root) ?? root));
  const added = is.dereferences.find(
    ({ root, isPlace, isPlainlyPointer }) =>
      !roots.has(root) && !isPlace && (isPlainlyPointer || (roots.size > 0 && !known.has(root))),
  );
  const passed = pointerNames(after.file.tokens, site.span).find((name) => !known.has(name));
  const other = added?.root ?? passed;
  if (other === undefined || text.includes(other)) return undefined;
  return {
    isGrave: true,
    message: `the block now ${added === undefined ? 'uses' : 'dereferences'} \`${other}\`, ${UNCHANGED}`,
  };
}

/** What is left: a call that went, another value. */
function slight({ patch, was, is, before, old, after, site, renamed }: Change): Description | undefined {
  const functions = functionsOf(patch);
  const gone = was.calls.filter(({ name }) => is.calls.every((call) => call.name !== name));
  const names = new Map(renamed);
  for (const call of is.calls) {
    const earlier = gone.find((each) => asksTheSame(functions, each.name, call.name));
    if (earlier !== undefined) names.set(earlier.name, call.name);
  }
  const words = essence(before.file.tokens, old.span).map((word) => names.get(word) ?? word);
  if (words.join(' ') === essence(after.file.tokens, site.span).join(' ')) return undefined;
  const went = gone.filter((call) => callSafety(call) !== 'safe' && !names.has(call.name));
  const message =
    went.length > 0
      ? `the block no longer calls ${list(went)}, ${UNCHANGED}`
      : `the code of the unsafe block changed, ${UNCHANGED}`;
  return { isGrave: false, message };
}

/**
 * The calls that may be what the block is unsafe for. Beside C, a dereference and functions that are known to be unsafe, a call of
 * which nothing is known counts where another call made room for it; a new one among arguments says where a value comes from.
 */
function unsafeCalls(
  { calls, dereferences }: Operations,
  functions: Functions['after'],
  isExchange = false,
): readonly Call[] {
  const safety = (call: Call) => {
    const known = callSafety(call);
    // of a getter's name there may be another function
    if (call.name.endsWith('!') || (known === 'safe' && call.isMethod)) return known;
    const isSafe = isSafeFunction(functions, call.name);
    return isSafe === undefined ? known : isSafe ? 'safe' : 'unsafe';
  };
  const isFounded = dereferences.length > 0 || calls.some((call) => safety(call) === 'unsafe');
  return calls.filter((call) => {
    const known = safety(call);
    if (known !== 'open' || isExchange || !isFounded) return known !== 'safe';
    return !call.isInner && call.args > 0;
  });
}

/** Whether a call is the other one by a new name. */
function isRenamed(functions: Functions, old: Call, call: Call): boolean {
  return asksTheSame(functions, old.name, call.name) || isRespelled(functions, old, call);
}

/** What is in a name because the contract is another one. */
const SPEAKS_OF_CONTRACT =
  /^(?:mut|exclusive|unchecked|volatile|unaligned|nonoverlapping|init|uninit|zeroed|locked|unlocked|owned|once|irq|nosync|sync|atomic)$/;

/** `from_char_ptr` and `from_ptr`: a word in the middle is left out, and it says nothing of a contract. */
function isRespelled({ before, after }: Functions, old: Call, call: Call): boolean {
  if (before.has(old.name) || after.has(call.name) || arity(old) !== arity(call)) return false;
  if (callSafety({ ...call, name: '' }) === 'unsafe' || old.name.endsWith('!') || call.name.endsWith('!')) return false;
  const long = old.name.split('_');
  const short = call.name.split('_');
  if (short.length < 2 || short[0] !== long[0] || short.at(-1) !== long.at(-1)) return false;
  return (
    short.every((word) => long.includes(word)) &&
    !long.some((word) => !short.includes(word) && SPEAKS_OF_CONTRACT.test(word))
  );
}

function list(calls: readonly Call[]): string {
  return calls.map(({ name }) => `\`${name}\``).join(', ');
}
