/** What the subject of a patch mail says: `[PATCH v2 3/5] rust: ring: ...`. */

export interface Subject {
  /** `Re:`, or what other languages and forwarding write in its place. */
  readonly isReply: boolean;
  /** 1 where none is named. */
  readonly version: number;
  /** 3 and 5 in `3/5`; null for a patch alone. */
  readonly number: number | null;
  readonly total: number | null;
  /** The subject without what stands in brackets before it, as `git am` takes it. */
  readonly title: string;
}

const LONGEST_SUBJECT = 2000;

/**
 * Reads a subject. Only what stands up to the first bracket that says PATCH or RFC is believed: what follows is the
 * author's title, and a title of `Re: ...` or `[PATCH 0/1] ...` must not take a patch out of the review.
 */
export function readSubject(subject: string): Subject {
  let rest = subject.slice(0, LONGEST_SUBJECT).replaceAll(/\s+/g, ' ').trim();
  let isReply = false;
  let isTitle = false;
  let version = 1;
  let [number, total]: [number | null, number | null] = [null, null];
  for (;;) {
    const reply = /^(?:re|aw|antw|sv|vs|fwd?|wg)(?:\[\d+\])?: ?/i.exec(rest);
    const bracket = rest.startsWith('[') ? rest.indexOf(']') : -1;
    if (reply !== null) {
      isReply ||= !isTitle;
      rest = rest.slice(reply[0].length);
    } else if (bracket !== -1) {
      const words = rest.slice(1, bracket);
      const named = /(?:^|\s|PATCH)v(\d{1,4})(?:\s|$)/i.exec(words);
      if (named !== null && !isTitle) version = Number(named[1]);
      const counted = /(?:^|\s)(\d{1,5})\/(\d{1,5})(?:\s|$)/.exec(words);
      if (counted !== null && !isTitle) [number, total] = [Number(counted[1]), Number(counted[2])];
      isTitle ||= /\b(?:PATCH|RFC)/i.test(words);
      rest = rest.slice(bracket + 1).trimStart();
    } else {
      return { isReply, version, number, total, title: rest };
    }
  }
}

/** Why a mail with this subject holds no patch of a series; null where it may hold one. */
export function reasonToPassOver({ isReply, number }: Subject): string | null {
  if (isReply) return 'it is a reply';
  return number === 0 ? 'it is a cover letter' : null;
}
