/** What the subject of a patch mail says: `[PATCH v2 3/5] rust: ring: ...`, and how others write that. */

export interface Subject {
  /** `Re:`, or what other languages and forwarding write in its place. */
  readonly isReply: boolean;
  /** A bracket says PATCH or RFC, or names a version or a number. */
  readonly isTagged: boolean;
  /** 1 where none is named. */
  readonly version: number;
  /** 3 and 5 in `3/5`; null for a patch alone. */
  readonly number: number | null;
  readonly total: number | null;
  /** The subject without the brackets before it. */
  readonly title: string;
}

const LONGEST_SUBJECT = 2000;

const REPLY =
  /^(?:re|aw|antw|sv|vs|fwd?|wg|\u56de\u590d|\u56de\u8986|\u7b54\u590d|\u8f6c\u53d1)(?:\[\d+\])?[:\uff1a] ?/i;

/** What the words of one bracket say. */
interface Tag {
  readonly version: number | null;
  readonly count: readonly [number: number, total: number] | null;
  /** Words that name neither. */
  readonly others: readonly string[];
}

/**
 * Reads a subject. Only the text up to the first bracket with a tag is believed: what follows is the author's title,
 * and a title of `Re: ...` or `[PATCH 0/1] ...` must not take a patch out of the review. A bracket right behind the tag
 * counts where it holds a version or number alone: `[PATCH] [v2] [1/2]`.
 */
export function readSubject(subject: string): Subject {
  let rest = subject.slice(0, LONGEST_SUBJECT).replaceAll(/\s+/g, ' ').trim();
  let [isReply, isTagged] = [false, false];
  let version: number | null = null;
  let count: Tag['count'] = null;
  for (;;) {
    const reply = REPLY.exec(rest);
    const close = closingBracket(rest);
    if (reply !== null) {
      isReply ||= !isTagged;
      rest = rest.slice(reply[0].length);
    } else if (close !== -1) {
      const tag = readTag(rest.slice(1, close));
      const isBelieved = !isTagged || (tag.others.length === 0 && tag.count?.[0] !== 0);
      if (isBelieved) {
        version ??= tag.version;
        count ??= tag.count;
      }
      isTagged ||=
        tag.version !== null || tag.count !== null || tag.others.some((word) => /^(?:PATCH|RFC)/i.test(word));
      rest = rest.slice(close + 1).trimStart();
    } else {
      return {
        isReply,
        isTagged,
        version: version ?? 1,
        number: count?.[0] ?? null,
        total: count?.[1] ?? null,
        title: rest,
      };
    }
  }
}

/** The index of the bracket that closes the one at the start, brackets within counted; -1 where there is none. */
function closingBracket(text: string): number {
  if (!text.startsWith('[')) return -1;
  let depth = 0;
  for (const [index, sign] of [...text.slice(0, LONGEST_TAG)].entries()) {
    if (sign === '[') depth++;
    else if (sign === ']') depth--;
    if (depth === 0) return index;
  }
  return text.indexOf(']');
}

const LONGEST_TAG = 200;

/** `PATCH v2 3/5`, `PATCH v6,1/2` (Patchwork), `PATCH 1 of 2` (Mercurial), `PATCHv3`, `RFC PATCH net-next v3 02/10`. */
function readTag(words: string): Tag {
  const spaced = words.replaceAll(/(\d{1,5}) of (\d{1,5})\b/gi, '$1/$2');
  const others: string[] = [];
  let version: number | null = null;
  let count: Tag['count'] = null;
  for (const word of spaced.split(/[\s,;:()[\]]+/).filter((each) => each !== '')) {
    const named = /^((?:PATCH|RFC|RESEND)?)[-_]?v(\d{1,4})(?:\.\d{1,4})?$/i.exec(word);
    const counted = /^((?:PATCH|RFC|RESEND)?)#?(\d{1,5})\/(\d{1,5})$/i.exec(word);
    const prefix = named?.[1] ?? counted?.[1] ?? word;
    if (prefix !== '') others.push(prefix);
    if (named !== null) version ??= Number(named[2]);
    if (counted !== null) count ??= [Number(counted[2]), Number(counted[3])];
  }
  return { version, count, others };
}
