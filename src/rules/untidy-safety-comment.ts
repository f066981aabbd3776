/** Rule: a SAFETY comment is made of sentences. */
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const untidySafetyComment = defineRule({
  id: 'untidy-safety-comment',
  summary: 'SAFETY comment without a capital letter at its start or a full stop at its end',
  why: 'The guidelines want comments as sentences: a capital letter at the beginning, a full stop at the end. Some maintainers ask for it in SAFETY comments, many do not.',
  reference: `${CODING_GUIDELINES}#comments`,
  severity: everywhere('info'),
  isOffByDefault: true,
  when: 'Only where the settings give it a severity (`rules: { untidy-safety-comment: info }`) or `--select` names it. What begins with code in backquotes needs no capital letter, nor does a script that has none; a full stop of any script counts. In a review it reports only a comment that is new or changed.',
  examples: {
    bad: `// SAFETY: the pointer comes from \`ring_new\` and is live
unsafe { bindings::ring_kick(self.ptr) };`,
    good: `// SAFETY: The pointer comes from \`ring_new\` and is live.
unsafe { bindings::ring_kick(self.ptr) };`,
  },
  lints: [],
  practice:
    'With it on, it reports 100 SAFETY comments in the code of Linux 7.3.4 and 119 in that of 7.2.13. Merged code does not follow it everywhere, so it is off. A list counts as well.',
  misses: ['Sentences in the middle of a comment, and `# Safety` sections.'],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      const faults = faultsOf(text.trim());
      if (faults.length === 0) continue;
      yield {
        at,
        site,
        key: text,
        message: `SAFETY comment has no ${faults.join(' and no ')}`,
        help: helpFor(text.trim()),
      };
    }
  },
});

/** A word that is a name of code: `mmap_lock`, `ring::kick`, `kick()`, `dmaAddress`. */
const CODE = /^(?:[-*]\s+)?(\p{Ll}\w*(?:_|::|\p{Lu}|\(\))[\w:]*(?:\(\))?)/u;

function helpFor(text: string): string {
  const name = CODE.exec(text)?.[1];
  return name === undefined
    ? 'write it as sentences, as the guidelines ask of comments'
    : `put \`${name}\` into backquotes, and write it as sentences, as the guidelines ask of comments`;
}

/** Behind these nothing has to follow: the end of a sentence, of code in a fence, of a link's address. */
const ENDED = /(?:[.!?…。．！？।॥؟۔።](?:["'”’)\]`*_]*)|```|https?:\/\/\S+)$/;

/** What is missing. A comment without any words is another rule's. */
function faultsOf(text: string): readonly string[] {
  const words = text.replace(/^[-*]\s+/, '');
  if (!/\p{L}/u.test(words)) return [];
  return [
    ...(/^\p{Ll}/u.test(words) && !/^https?:/.test(words) ? ['capital letter at its start'] : []),
    ...(ENDED.test(words) ? [] : ['full stop at its end']),
  ];
}
