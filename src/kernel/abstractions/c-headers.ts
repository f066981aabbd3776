/** C headers, as far as the index needs them: which ones a module is made for, and the other names of a type. */

/** A C header: its path from include/ on, and its text. */
export interface Header {
  readonly path: string;
  readonly text: string;
}

const LINK = 'srctree/include/';

/** How long a path may be. */
const LONGEST_PATH = 200;

/** The headers that documentation links to, from include/ on, each once. */
export function headersLinkedIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (let at = text.indexOf(LINK); at !== -1; at = text.indexOf(LINK, at + LINK.length)) {
    const from = at + LINK.length;
    const [path] = /^[\w./-]+\.h\b/.exec(text.slice(from, from + LONGEST_PATH)) ?? [];
    if (path !== undefined) found.add(path);
  }
  return [...found];
}

/** How long a name may be; kernel code has no longer ones. */
const LONGEST_NAME = 128;

/**
 * Other names of the types that headers define by `typedef struct name other;` or `typedef struct name { ... } other;`, both ways round.
 */
export function typedefsIn(text: string): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (let at = text.indexOf('typedef'); at !== -1; at = text.indexOf('typedef', at + 7)) {
    const head = /^typedef\s+(?:struct|union|enum)\s+(\w+)\s*(\{|\w+\s*;)/.exec(text.slice(at, at + 2 * LONGEST_NAME));
    const [all, name, rest] = head ?? [];
    if (all === undefined || name === undefined || rest === undefined) continue;
    const other = rest === '{' ? nameBehindBraces(text, at + all.length) : rest.slice(0, -1).trim();
    if (other !== undefined && other !== name) pairs.push([name, other]);
  }
  return pairs;
}

/** The longest body of a type. */
const LONGEST_BODY = 4000;

function nameBehindBraces(text: string, from: number): string | undefined {
  let depth = 1;
  const limit = Math.min(text.length, from + LONGEST_BODY);
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth += 1;
    else if (code === 0x7d) depth -= 1;
    if (depth === 0) return /^\}\s*(\w+)/.exec(text.slice(at, at + LONGEST_NAME))?.[1];
  }
  return undefined;
}

/** The longest text before a name in its declaration. */
const LONGEST_LINE = 200;

/** Whether a header declares a symbol, and does not only mention it: `struct file *f` declares `f` at the most. */
export function declares(header: Header, symbol: string): boolean {
  const { text } = header;
  for (let at = text.indexOf(symbol); at !== -1; at = text.indexOf(symbol, at + symbol.length)) {
    const end = at + symbol.length;
    if (isWordCode(text.charCodeAt(at - 1)) || isWordCode(text.charCodeAt(end))) continue;
    const before = text.slice(Math.max(0, at - LONGEST_LINE), at);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    const behind = text.slice(end, end + 80).trimStart();
    if (line.length < LONGEST_LINE && isDeclaration(line, behind)) return true;
  }
  return false;
}

/** Judges by the text before the name on its line, and by what follows. */
function isDeclaration(line: string, behind: string): boolean {
  if (/^\s*(?:\*|\/\*|\/\/)/.test(line)) return false;
  if (/^\s*#\s*define\s+$/.test(line)) return true;
  if (/\b(?:struct|union|enum)\s+$/.test(line)) return behind.startsWith('{');
  // a function or variable: a type before it, on this line or the one before; an enumerator: nothing before it
  if (behind.startsWith('('))
    return /^(?:[\w\s*]*[\s*])?$/.test(line) && !/\b(?:return|if|while|for|switch)\b/.test(line);
  if (/^[;[=]/.test(behind)) return /^\s*(?:\}|(?:extern|typedef|static|const)\b)/.test(line) || /^\s+$/.test(line);
  return /^\s+$/.test(line) && /^[,}]/.test(behind);
}

function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}
