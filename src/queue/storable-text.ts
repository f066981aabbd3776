/** Text as both databases can hold it. */

/** PostgreSQL refuses NUL, and half of a surrogate pair is not UTF-8: both become U+FFFD. JSON needs none of this, it escapes them. */
export function plain(text: string): string {
  return text.replace(/\0|\p{Cs}/gu, '\ufffd');
}
