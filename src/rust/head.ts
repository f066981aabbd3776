/** The head of a site: what is marked in its code, without its body. */
import type { Span } from '../text/lines.ts';
import type { RustFile } from './file.ts';
import type { Site } from './site.ts';

/**
 * From the site's keyword: of a block up to and with its brace, as `unsafe {`; of anything else up to its body, as
 * `unsafe impl Send for Ring`. It ends with its first line at the latest, so that its place is one line.
 */
export function headOf({ tokens, lines }: RustFile, { kind, keyword }: Site): Span {
  const line = lines.lineOf(keyword.start);
  const lineEnd = lines.startOf(line) + lines.lineText(line).length;
  let { end } = keyword;
  let at = tokens.next(tokens.from(keyword.start));
  while (at < tokens.count && tokens.end(at) <= lineEnd && !tokens.is(at, '{') && !tokens.is(at, ';')) {
    end = tokens.end(at);
    // a `;` within brackets, as of `[u8; 4]`, ends nothing
    const partner = tokens.partner(at);
    at = partner > at ? partner : tokens.next(at);
  }
  const isOpened = kind === 'block' && tokens.is(at, '{') && tokens.end(at) <= lineEnd;
  return { start: keyword.start, end: isOpened ? tokens.end(at) : end };
}
