/** Rule: a SAFETY comment appeals only to what is there. */
import type { Severity } from '../finding/finding.ts';
import { codeText, documentationOf, type Item } from '../rust/items.ts';
import { parameterNames } from '../rust/signature.ts';
import type { Site } from '../rust/site.ts';
import { commentedSites, sentencesOf } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView } from './rule.ts';

const OWN_CONTRACT =
  /\b(?:safety (?:requirements?|contract|preconditions?|section) (?:of|for|on) (?:this|the current) (?:function|method|fn)|(?:this|the) (?:function|method)'s safety (?:requirements?|contract)|function (?:safety )?(?:requirements?|preconditions?))\b/i;
/** A contract of which nothing says whose it is: in a function that is the function's own. */
const BARE_CONTRACT =
  /\b(?:by|per|due to|because of|from|satisfied by|(?:guaranteed|ensured|required|given) by) the safety (?:requirements?|contract|preconditions?)(?= *(?:[,.;:]|$)| (?:`|we|it|the|this|and|all|both)\b)/i;
const CALLER =
  /\b(?:the |our |its )?callers? (?:of this (?:function|method) )?(?:ha(?:s|ve) to|is (?:required|responsible)|must|ensures?d?|guarantees?d?|promises?d?|upholds?|asserts?)\b|\b(?:guaranteed|ensured|promised|upheld) by (?:the|our) callers?\b/i;
const MUTABLE_RECEIVER =
  /\b(?:by|due to|because of|since|as|have|has|with|through) (?:the )?(?:[\w-]+ ){0,3}`&mut self`/i;
/** A type invariant of a type that is named. */
const NAMED_INVARIANT = /\btype[- ]invariants? of (?:`(\w+)(?:<[^`]*>)?`|this type)/i;
/** One without a name: in a method it is that of the method's type. */
const BARE_INVARIANT =
  /(?<!['’`]s?)\b(?:by|per|due to|because of|from|since|as|of|(?:guaranteed|ensured|given) by) (?:the |our |its )?type[- ]invariants?\b(?! (?:of|on|for|in)\b)/i;
/** Types that add no invariant of their own to what they hold, so that one that is appealed to has to be written down here. */
const PLAIN_TYPES =
  /^(?:Self|NonNull|Opaque|PhantomData|PhantomPinned|NotThreadSafe|UnsafeCell|UnsafePinned|Cell|MaybeUninit|ManuallyDrop|Option|Pin|Allocator|Send|Sync|Sized|[A-Z])$/;
/** What says that a contract holds for parameters that it does not name. */
const GENERAL_CONTRACT =
  /\b(?:pointers?|pointees?|arguments?|parameters?|inputs?|referenced|valid|same|see|conditions?|requirements?|contract|fields?|everything|all)\b/i;

export const unfoundedSafetyComment = defineRule({
  id: 'unfounded-safety-comment',
  summary: 'SAFETY comment that relies on a contract, receiver or invariant that does not exist',
  why: 'A SAFETY comment may rely on the contract of the enclosing function ("by the safety requirements of this function"), on `&mut self`, or on the type\'s invariants. If the function is safe, the receiver differs, or the type documents no invariants, that reason does not exist: the comment was copied, or the contract was removed.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'In a patch, reported only when the comment is new or changed, or when the patch removes what it relies on. A note if the comment may mean the invariant of a field, or if the contract exists but does not name the parameter that the comment takes from it.',
  examples: {
    bad: `fn head(&self) -> NonNull<Node> {
    // SAFETY: By the safety requirements of this function, the list
    // is not empty.
    unsafe { NonNull::new_unchecked(self.first) }
}`,
    good: `/// # Safety
///
/// The list must not be empty.
unsafe fn head(&self) -> NonNull<Node> {
    // SAFETY: By the safety requirements of this function, the list
    // is not empty.
    unsafe { NonNull::new_unchecked(self.first) }
}`,
  },
  lints: [],
  misses: [
    'Macro bodies, and types that another file defines.',
    'A contract that exists but says something else, except about a parameter that it does not name.',
    '"The type invariants" without a name if the type is private, or contains a type of this file that documents some: a guard has the invariants of what it guards.',
  ],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      if (site.inMacro !== null) continue;
      const fault = site.kind === 'impl' ? unfoundedImpl(view, text, site) : unfoundedBlock(view, text, site);
      if (fault !== undefined) yield { at, site, key: text, ...fault };
    }
  },
});

interface Fault {
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
}

/** An impl has no function around it whose contract could be meant. */
function unfoundedImpl(view: FileView, text: string, { item }: Site): Fault | undefined {
  if (item?.kind !== 'impl') return undefined;
  if (OWN_CONTRACT.test(text) && /\bthis function\b|\bcurrent function\b/i.test(text)) {
    return {
      message: `SAFETY comment relies on the safety requirements of a function, but no function encloses \`${item.name}\``,
      help: "explain why the type meets the trait's contract",
    };
  }
  return unfoundedInvariant(view, text, item);
}

function unfoundedBlock(view: FileView, text: string, { item, kind }: Site): Fault | undefined {
  const fn = enclosing(item, 'fn');
  if (kind !== 'block' || fn === undefined || (view.isExcerpt && !isHeadShown(view, fn))) return undefined;
  const impl = enclosing(fn.parent, 'impl');
  const isOfUnsafeTrait = impl?.isUnsafe === true || fn.parent?.kind === 'trait';
  if (!fn.isUnsafe && (OWN_CONTRACT.test(text) || (!isOfUnsafeTrait && BARE_CONTRACT.test(text)))) {
    return {
      message: `SAFETY comment relies on the safety requirements of \`${fn.name}\`, which is a safe function`,
      help: 'state the fact, or make the function `unsafe` and document its contract',
    };
  }
  if (!fn.isUnsafe && impl?.ofTrait !== true && CALLER.test(text) && !/`[^`]*`[^.]{0,40}\bcaller|trait/i.test(text)) {
    return {
      message: `SAFETY comment relies on the caller of \`${fn.name}\`, which is a safe function without requirements`,
      help: 'state the fact, or make the function `unsafe` and document its contract',
    };
  }
  const receiver = receiverOf(view, fn);
  if (MUTABLE_RECEIVER.test(text) && receiver !== undefined && !/mut|Pin/.test(receiver) && receiver !== 'self') {
    return {
      message: `SAFETY comment relies on \`&mut self\`, but \`${fn.name}\` takes ${receiver === '' ? 'no receiver' : `\`${receiver}\``}`,
      help: 'say what gives exclusive access here',
    };
  }
  const unnamed = fn.isUnsafe && isListed(view, fn) ? unnamedParameter(view, text, fn) : undefined;
  if (unnamed !== undefined) {
    return {
      message: `SAFETY comment relies on the contract of \`${fn.name}\` for \`${unnamed}\`, which that contract does not name`,
      help: `document under \`# Safety\` of \`${fn.name}\` what \`${unnamed}\` must be`,
      severity: 'info',
    };
  }
  return impl === undefined ? undefined : unfoundedInvariant(view, text, impl, fn);
}

/** An appeal to the type invariants of the type of an impl, where it documents none. */
function unfoundedInvariant(view: FileView, text: string, impl: Item, fn?: Item): Fault | undefined {
  const named = NAMED_INVARIANT.exec(text);
  const type = named !== null || BARE_INVARIANT.test(text) ? typeOf(view, impl) : undefined;
  if (type === undefined) return undefined;
  const isNamed = named !== null && [undefined, 'Self', 'self', type.name].includes(named[1]);
  if (!isNamed && (named !== null || !meansOwnInvariant(view, text, type, fn))) return undefined;
  const docs = documentationOf(view.file.tokens, type);
  if (docs.invariants !== undefined || docs.opaque) return undefined;
  const mayBeOfField = !isNamed && heldTypes(view, type).some((name) => !PLAIN_TYPES.test(name));
  return {
    message: `SAFETY comment relies on a type invariant, but \`${type.name}\` documents none`,
    help: 'document the invariant under `/// # Invariants` of the type, or state the fact here',
    ...(mayBeOfField ? { severity: 'info' as const } : {}),
  };
}

/** Whether "the type invariants" can only be those of the type itself: it is public, and neither a parameter nor what it holds has some. */
function meansOwnInvariant(view: FileView, text: string, type: Item, fn: Item | undefined): boolean {
  const { tokens, items } = view.file;
  if (!tokens.is(type.token, 'pub')) return false;
  const sentence = sentencesOf(text).find((each) => BARE_INVARIANT.test(each)) ?? text;
  // `Ring`'s, or of what a parameter is
  if (/`[A-Z]\w*(?:<[^`]*>)?`(?:['’]s)? type|\btheir\b|invariants of/i.test(sentence)) return false;
  if (fn !== undefined) {
    if ((receiverOf(view, fn) ?? '') === '') return false;
    const names = new Set(parameterNames(view.file.tokens, fn));
    if (namesIn(sentence).some((name) => names.has(name))) return false;
  }
  const held = new Set(heldTypes(view, type));
  return !items.some(
    (item) =>
      held.has(item.name) &&
      ['struct', 'enum', 'union'].includes(item.kind) &&
      documentationOf(tokens, item).invariants !== undefined,
  );
}

/** The types that the fields of a type name, phantoms and their content aside. */
function heldTypes({ file: { tokens } }: FileView, type: Item): readonly string[] {
  const fields = codeText(tokens, tokens.from(type.span.start), tokens.from(type.span.end));
  const body = /[{(].*$/.exec(fields.replace(/\bpub\([^)]*\)/g, ''))?.[0] ?? '';
  const seen = body.replace(/\bPhantomData<[^;{}]*?>(?= ?[,)}>])/g, '');
  return Array.from(seen.matchAll(/(?<!bindings::)\b[A-Z]\w*/g), ([name]) => name);
}

/** A parameter that a sentence takes from the function's contract, which names others or is about something else. */
function unnamedParameter(view: FileView, text: string, fn: Item): string | undefined {
  const { safety, opaque } = documentationOf(view.file.tokens, fn);
  if (safety === undefined || opaque) return undefined;
  const parameters = parameterNames(view.file.tokens, fn);
  const isNamed = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(safety.text);
  if (!parameters.some(isNamed) && GENERAL_CONTRACT.test(safety.text)) return undefined;
  return sentencesOf(text)
    .filter((sentence) => OWN_CONTRACT.test(sentence) || BARE_CONTRACT.test(sentence) || CALLER.test(sentence))
    .flatMap(namesIn)
    .find((name) => parameters.includes(name) && !isNamed(name));
}

/** The identifiers that a sentence quotes. */
function namesIn(sentence: string): readonly string[] {
  return Array.from(sentence.matchAll(/`(?:&(?:mut )?|\*)?([a-z_]\w*)`/g), ([, name]) => name as string);
}

/** Whether a hunk shows that a function is in no impl of a trait, or in which: there nothing is `pub`. */
function isHeadShown({ file: { tokens } }: FileView, { token, parent }: Item): boolean {
  return parent !== undefined || tokens.is(token, 'pub');
}

/** Whether an item's documentation is seen whole: a hunk lists no others. */
function isListed({ file, isExcerpt }: FileView, item: Item): boolean {
  return !isExcerpt || file.items.includes(item);
}

function enclosing(item: Item | undefined, kind: Item['kind']): Item | undefined {
  let at = item;
  while (at !== undefined && at.kind !== kind) at = at.parent;
  return at;
}

/** The receiver as written; empty for a function without one. */
function receiverOf({ file: { tokens } }: FileView, fn: Item): string | undefined {
  let at = fn.token;
  while (at < tokens.count && !tokens.is(at, '(')) {
    if (tokens.is(at, '{')) return undefined;
    // the parenthesis of \`pub(crate)\`, which nothing closes in broken code
    at = tokens.is(at, 'pub') && tokens.is(at + 1, '(') ? Math.max(at + 1, tokens.partner(at + 1)) + 1 : at + 1;
  }
  let end = at + 1;
  while (end < tokens.count && !tokens.is(end, ',') && end !== tokens.partner(at)) end += 1;
  const first = codeText(tokens, at + 1, end);
  return /\bself\b/.test(first) ? first : '';
}

/** The struct, enum or union that an inherent or trait impl is for, where this file defines it. */
function typeOf({ file }: FileView, impl: Item): Item | undefined {
  const target = /(?: for )?([A-Za-z_]\w*)(?:<.*>)?$/.exec(impl.name.replace(/^impl /, '').replace(/^.*\bfor\b ?/, ''));
  const name = target?.[1];
  const types = file.items.filter((item) => ['struct', 'enum', 'union'].includes(item.kind) && item.name === name);
  return types.length === 1 ? types[0] : undefined;
}
