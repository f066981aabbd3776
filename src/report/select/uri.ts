/** Paths as relative references of URIs (RFC 3986), for SARIF and for links. */
import { wellFormed } from './escape-unprintable.ts';

/** `path` with everything but unreserved characters and `/` percent-encoded, so that it can name nothing but a file. */
export function pathUri(path: string): string {
  return path.split('/').map(segmentUri).join('/');
}

// encodeURIComponent leaves these, of which a parenthesis would end a link in Markdown.
function segmentUri(segment: string): string {
  const rest = /[!'()*]/g;
  return encodeURIComponent(wellFormed(segment)).replace(
    rest,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
