/** Rule: a SAFETY comment says why, not what. */
import { commentedSites } from './comment-text.ts';
import { defineRule, everywhere } from './rule.ts';

/** Phrases that reviewers send back, each with what they ask for. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [
    /\bjust an? (?:FFI|C) call\b|^(?:an? )?(?:safe )?FFI call\.?$|^calls? (?:in)?to C\.?$/i,
    'it says what happens, not why that is sound',
  ],
  [
    /^(?:(?:see|same|ditto)\b(?: as)?(?: the)?(?: safety comment| comment)?(?: above| below| before)?|as above|from above|ditto)\.?$/i,
    'it points elsewhere',
  ],
  [
    /^(?:this|it|that|the call)(?:'s| is| should be)? (?:always |perfectly |totally )?safe(?: to (?:(?!\b(?:because|since|as|given|if|when|where|while|once|for|from|outside|in any|without|with|on a|on another|due|by|in parallel)\b)[^.;:,])*)?\.?$/i,
    'it claims what it has to show',
  ],
  [
    /^(?:(?!\b(?:because|since|as|given|by|due|from)\b)(?:`[^`]*`|[^.;:,`]))* is (?:always|guaranteed to be) valid\.?$/i,
    'it claims what it has to show',
  ],
  [
    /\bwe assume\b|\bI think\b|\bhopefully\b|\bshould be (?:fine|ok|okay|safe|valid|sound)\b/i,
    'it assumes what it has to show',
  ],
  [/\bfunction (?:is )?already unsafe\b/i, 'an unsafe function does not make its calls sound'],
];

/** An appeal to a contract or an invariant is a reason, however it begins. */
const GROUNDS = /safety requirements?|type invariants?|by the invariants?|safety contract|preconditions?/i;

export const weakSafetyComment = defineRule({
  id: 'weak-safety-comment',
  summary: 'SAFETY comment that says what the code does, not why it is sound',
  why: 'Reviewers send back comments that repeat the code ("just an FFI call"), point elsewhere ("see above") or claim what they have to show ("it is safe to ..."). The comment has to name the fact that makes the operation sound.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/207',
  severity: everywhere('info'),
  when: 'In a review it reports only a comment that is new or changed.',
  examples: {
    bad: `// SAFETY: Just an FFI call.
unsafe { bindings::ring_kick(self.ptr) };`,
    good: `// SAFETY: \`self.ptr\` points to a live ring for as long as \`self\`
// exists, and kicking it takes no lock.
unsafe { bindings::ring_kick(self.ptr) };`,
  },
  lints: [],
  misses: ['Most weak arguments: only phrases that reviewers object to by their wording are known.'],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      if (GROUNDS.test(text)) continue;
      const phrase = PHRASES.find(([pattern]) => pattern.test(text));
      if (phrase === undefined) continue;
      yield {
        at,
        site,
        key: text,
        message: `SAFETY comment gives no reason: ${phrase[1]}`,
        help: 'name the fact that makes the operation sound here',
      };
    }
  },
});
