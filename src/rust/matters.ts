/** Which code is worth reading: that with a word of which some rule or figure speaks. */

/** What a file or example has to hold for any rule or figure to need its syntax. */
const MATTERS =
  /\bgit-lfs\b|\bunsafe\b|safety|\bbindings\b|\bstatic\s+mut\b|transmute|asm!|no_mangle|export_name|#\[export\]|\batomic\b|\bffi(?:::[c{*]|\s+as\b)|\b(?:allow|expect)\s*\(|\bextern\b/i;

/** Whether reading the syntax could tell anything; code without any of our words has no site, mark or lint attribute. */
export function matters(text: string): boolean {
  return text.includes('unsafe') || MATTERS.test(text);
}

/** A word that matters on a line of documentation, or a block of it; each line is looked at once. */
const IN_DOCUMENTATION = new RegExp(`^[ \\t]*//[/!].*(?:${MATTERS.source})|/\\*[*!]|\\bdoc\\b`, 'im');

/** Whether any example in the documentation of a file can matter. */
export function examplesMayMatter(text: string): boolean {
  return IN_DOCUMENTATION.test(text);
}
