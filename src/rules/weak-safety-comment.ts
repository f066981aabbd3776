/** Rule: a SAFETY comment says why, not what. */
import { commentedSites, sentencesOf } from './comment-text.ts';
import { defineRule, everywhere } from './rule.ts';

/** What begins a reason, so that the sentence is more than a claim. */
const REASON =
  /\b(?:because|since|as|given|if|when|where|while|once|for|from|outside|in any|without|with|on a|on another|due|by|in parallel|after|thus|so|between|requirements?|that)\b/;
/** Words up to the sentence's end, none of which begins a reason; what is in backquotes counts as one. */
const WORDS = `(?:(?!${REASON.source})(?:${'`[^`]*`'}|[^.;:,${'`'}]))*`;
/** Only the name of a thing. */
const THING = String.raw`(?:${'`[^`]+`'}|(?:(?:the|this|both|all) )?(?:(?!caller|callee)[\w${'`'}]+ ){0,4}(?:pointers?|references?|handles?|objects?)|self|ptr|this)`;

const CLAIM = 'it asserts safety without saying why';
const HAPPENS = 'it says what the code does, not why that is sound';

/** Sentences that reviewers send back where a comment says nothing else, each with what is wrong. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [pattern(`^(?:(?:just|only|simply|this is|it is|an?|the) )*(?:safe )?(?:FFI|C)(?: function)? calls?$`), HAPPENS],
  [pattern(`^(?:C|FFI) function call, `), HAPPENS],
  [pattern(`^calls? (?:in)?to C$`), HAPPENS],
  [
    pattern(
      String.raw`^(?:(?:we|here we|this|it) )?(?:(?:need|have|has|needs) to )?(?:calls?|calling|call of|call to) (?:an? |the |to an? )?unsafe (?:C )?(?:function|fn|method)s?\b${WORDS}$`,
    ),
    HAPPENS,
  ],
  [
    pattern(
      String.raw`^(?:(?:we|here we|this|it) )?(?:(?:need|have|has|needs) to )?dereferenc\w+ (?:of )?(?:an? |the )?raw pointers?\b${WORDS}$`,
    ),
    HAPPENS,
  ],
  [
    /^(?:(?:see|same|ditto)\b(?: as)?(?: the)?(?: safety comment| comment)?(?: above| below| before)?|as above|from above|ditto)$/i,
    'it only refers to another place',
  ],
  [
    pattern(
      String.raw`^(?:the |a )?(?:${'`[^`]*`'} |raw )?pointer (?:is |comes? |came )?from above(?:, (?:and )?(?:is )?valid\b.*)?$`,
    ),
    'it only refers to another place',
  ],
  [
    pattern(`^(?:this|it|that|the call)(?:'s| is| should be)? (?:always |perfectly |totally )?safe(?: to ${WORDS})?$`),
    CLAIM,
  ],
  [
    pattern(
      String.raw`^(?=\S)${WORDS} (?:is|are) (?:always |perfectly |totally )?safe(?: to (?:call|use|access|dereference|read|write|make))?$`,
    ),
    CLAIM,
  ],
  [pattern(`^(?:this|it)(?:'s| is) (?:always )?valid to ${WORDS}$`), CLAIM],
  [
    pattern(
      `^${THING} (?:is|are) (?:an? )?(?:non-null and )?valid(?: (?:raw )?pointers?)?(?: (?:to|of) (?:an? )?${'`[^`]*`'})?(?: and (?:(?:has|have) been |is |are )?(?:properly |fully |correctly )?initiali[sz]ed(?: (?:during|in|on) construction)?)?$`,
    ),
    CLAIM,
  ],
];

/** Claims that are one too many, whatever the other sentences say. */
const ANY_SENTENCE: readonly (readonly [RegExp, string])[] = [
  [pattern(String.raw`^(?=\S)${WORDS} (?:is|are) (?:always|guaranteed to be) valid$`), CLAIM],
];

/** Words that reviewers send back anywhere. */
const ANYWHERE: readonly (readonly [RegExp, string])[] = [
  [/\bjust an? (?:FFI|C) call\b/i, HAPPENS],
  [
    /\bwe assume\b|\bI think\b|\bhopefully\b|\bshould be (?:fine|ok|okay|safe|valid|sound)\b/i,
    'it assumes that the code is sound',
  ],
  [/\bfunction (?:is )?already unsafe\b/i, 'an unsafe function does not make the calls in it sound'],
];

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}

/** What is wrong with a comment that gives no reason; undefined for one that may give one. */
function weaknessOf(text: string): string | undefined {
  const fault = (phrases: typeof SENTENCES, words: string) => phrases.find(([phrase]) => phrase.test(words))?.[1];
  const sentences = sentencesOf(text).map((sentence) => sentence.replace(/[.;!]+$/, ''));
  const claim = sentences.map((sentence) => fault(ANY_SENTENCE, sentence)).find((each) => each !== undefined);
  const weak = sentences.map((sentence) => fault(SENTENCES, sentence));
  return fault(ANYWHERE, text) ?? claim ?? (weak.includes(undefined) ? undefined : weak[0]);
}

/** An appeal to a contract or an invariant is a reason, however it begins. */
const GROUNDS = /safety requirements?|type invariants?|by the invariants?|safety contract|preconditions?/i;

export const weakSafetyComment = defineRule({
  id: 'weak-safety-comment',
  summary: 'SAFETY comment that does not say why the code is sound',
  why: 'Reviewers reject comments that repeat the code ("just an FFI call"), refer elsewhere ("see above") or assert safety without a reason ("it is safe to ...", "`ptr` is a valid pointer"). The comment must state the fact that makes the operation sound.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/207',
  severity: everywhere('info'),
  when: 'In a patch, reported only when new or changed.',
  examples: {
    bad: `// SAFETY: Just an FFI call.
unsafe { bindings::ring_kick(self.ptr) };`,
    good: `// SAFETY: \`self.ptr\` points to a live ring for as long as \`self\`
// exists, and kicking it takes no lock.
unsafe { bindings::ring_kick(self.ptr) };`,
  },
  lints: [],
  misses: [
    'Most weak justifications: it knows only phrases that reviewers object to, and most of these only if the comment says nothing else.',
  ],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      if (GROUNDS.test(text)) continue;
      const weakness = weaknessOf(text);
      if (weakness === undefined) continue;
      yield {
        at,
        site,
        key: text,
        message: `SAFETY comment gives no reason: ${weakness}`,
        help: 'state the fact that makes the operation sound',
      };
    }
  },
});
