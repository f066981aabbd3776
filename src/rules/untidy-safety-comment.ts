/** Rule: a SAFETY comment is made of sentences. */
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const untidySafetyComment = defineRule({
  id: 'untidy-safety-comment',
  summary: 'SAFETY comment that does not start with a capital letter or end with a full stop',
  why: 'The guidelines ask for comments that start with a capital letter and end with a full stop. Some maintainers ask for this in SAFETY comments, many do not.',
  reference: `${CODING_GUIDELINES}#comments`,
  severity: everywhere('info'),
  isOffByDefault: true,
  when: 'Off unless the settings give it a severity (`rules: { untidy-safety-comment: info }`) or `--select` names it. Code in backquotes and scripts without capital letters need none; a full stop of any script counts. In a patch, reported only when new or changed.',
  examples: {
    bad: `// SAFETY: the pointer comes from \`ring_new\` and is live
unsafe { bindings::ring_kick(self.ptr) };`,
    good: `// SAFETY: The pointer comes from \`ring_new\` and is live.
unsafe { bindings::ring_kick(self.ptr) };`,
  },
  lints: [],
  practice:
    'Turned on, it reports 100 SAFETY comments in Linux 7.3.4 and 119 in 7.2.13, lists included. Merged code does not follow it everywhere, so it is off by default.',
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
    ? 'write full sentences, as the guidelines ask for comments'
    : `put \`${name}\` into backquotes and write full sentences, as the guidelines ask for comments`;
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
