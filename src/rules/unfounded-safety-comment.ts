/** Rule: a SAFETY comment appeals only to what is there. */
import { codeText, documentationOf, type Item } from '../rust/items.ts';
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView } from './rule.ts';

const OWN_CONTRACT =
  /\b(?:safety (?:requirements?|contract|preconditions?|section) (?:of|for|on) (?:this|the current) (?:function|method|fn)|(?:this|the) (?:function|method)'s safety (?:requirements?|contract)|function (?:safety )?(?:requirements?|preconditions?))\b/i;
const CALLER =
  /\b(?:the |our |its )?callers? (?:of this (?:function|method) )?(?:ha(?:s|ve) to|is (?:required|responsible)|must|ensures?d?|guarantees?d?|promises?d?|upholds?|asserts?)\b|\b(?:guaranteed|ensured|promised|upheld) by (?:the|our) callers?\b/i;
const MUTABLE_RECEIVER =
  /\b(?:by|due to|because of|since|as|have|has|with|through) (?:the )?(?:[\w-]+ ){0,3}`&mut self`/i;
/** A type invariant of a type that is named; without a name it may be that of a field or an argument. */
const NAMED_INVARIANT = /\btype[- ]invariants? of (?:`(\w+)(?:<[^`]*>)?`|this type)/i;

export const unfoundedSafetyComment = defineRule({
  id: 'unfounded-safety-comment',
  summary: 'SAFETY comment that appeals to a contract, receiver or invariant that is not there',
  why: 'A proof may rest on the contract of the function around it ("by the safety requirements of this function"), on `&mut self`, or on the invariants of the type. Where the function is safe, the receiver another one, or the type documents no invariants, there is nothing to rest on: the comment was copied, or the contract went away.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'In a review it reports only a comment that is new or changed, or one whose ground the patch took away.',
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
  misses: ['Macro bodies, and types that another file defines.', 'A contract that is there but says something else.'],
  differs: [],

  *check(view) {
    if (view.isExcerpt) return;
    for (const { site, text, at } of commentedSites(view)) {
      if (site.inMacro !== null || site.kind !== 'block') continue;
      const fault = unfoundedIn(view, text, site.item);
      if (fault !== undefined) yield { at, site, key: text, ...fault };
    }
  },
});

function unfoundedIn(
  view: FileView,
  text: string,
  item: Item | undefined,
): { message: string; help: string } | undefined {
  const fn = enclosing(item, 'fn');
  if (fn === undefined) return undefined;
  const impl = enclosing(fn.parent, 'impl');
  if (!fn.isUnsafe && OWN_CONTRACT.test(text)) {
    return {
      message: `SAFETY comment appeals to the safety requirements of \`${fn.name}\`, which is a safe function`,
      help: 'name the fact itself, or make the function `unsafe` and document its contract',
    };
  }
  if (!fn.isUnsafe && impl?.ofTrait !== true && CALLER.test(text) && !/`[^`]*`[^.]{0,40}\bcaller|trait/i.test(text)) {
    return {
      message: `SAFETY comment appeals to the caller of \`${fn.name}\`, which is a safe function and asks nothing of its callers`,
      help: 'name the fact itself, or make the function `unsafe` and document its contract',
    };
  }
  const receiver = receiverOf(view, fn);
  if (MUTABLE_RECEIVER.test(text) && receiver !== undefined && !/mut|Pin/.test(receiver) && receiver !== 'self') {
    return {
      message: `SAFETY comment appeals to \`&mut self\`, but \`${fn.name}\` takes ${receiver === '' ? 'no receiver' : `\`${receiver}\``}`,
      help: 'name what gives exclusive access here',
    };
  }
  const named = NAMED_INVARIANT.exec(text);
  const type = named !== null && impl !== undefined ? typeOf(view, impl) : undefined;
  if (type !== undefined && named !== null && [undefined, 'Self', 'self', type.name].includes(named[1])) {
    const docs = documentationOf(view.file.tokens, type);
    if (docs.invariants === undefined && !docs.opaque) {
      return {
        message: `SAFETY comment appeals to a type invariant, but \`${type.name}\` documents none`,
        help: 'state the invariant under `/// # Invariants` of the type, or name the fact itself',
      };
    }
  }
  return undefined;
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
