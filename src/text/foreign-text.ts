/** Text from outside within a message: on one line, and of a sensible length. */

/** `text` with runs of what cannot be seen, line breaks among it, as one space each. */
export function onOneLine(text: string): string {
  return text.replace(/\p{C}+/gu, ' ').trim();
}

/** At most `most` UTF-16 units of a text, with `...` where there is more. */
export function shortenedTo(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}
