/** YAML of a small, plain kind: one document of mappings, lists and text, each with its place. */
import { Composer, type CST, type ErrorCode, isAlias, isMap, isScalar, isSeq, Parser } from 'yaml';
import { type Failure, failure } from '../text/failure.ts';
import { LineTable } from '../text/lines.ts';
import { quoted } from './suggest.ts';

/** Text is all there is at the leaves: `off`, `2027-03-01` and `0123456` are what they look like. What has to be a number, form.ts makes one. */
export type PlainValue = string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

export interface PlainYaml {
  /** An empty mapping where the document is empty. Mappings have no prototype. */
  readonly value: PlainValue;
  /** The offset of a value, by its JSON pointer. */
  offsetOf(pointer: string): number;
  /** The offset of a value's key. */
  offsetOfKey(pointer: string): number;
  /** An offset in words: `name:line:column`. */
  placeAt(offset: number): string;
}

export const LARGEST_YAML = 64 * 1024;
const DEEPEST_NESTING = 16;

/** Reads one document; `name` is for the places in failures. The answer to broken text is the first thing that is wrong. */
export function readPlainYaml(source: string, name: string): PlainYaml | Failure {
  if (Buffer.byteLength(source) > LARGEST_YAML)
    return failure(name, `larger than ${LARGEST_YAML / 1024} KB`, 'shorten it');

  const text = source.replace(/^\uFEFF/, '');
  const lines = new LineTable(text);
  const placeAt = (offset: number) => {
    const { line, column } = lines.positionOf(Math.min(offset, text.length));
    return `${name}:${line}:${column}`;
  };

  // The composer recurses, and V8 aborts where a regular expression is compiled on a stack that is nearly full: measure first.
  const tokens = [...new Parser().parse(text)];
  const broken = tokens.find((token) => token.type === 'error');
  if (broken !== undefined) return syntaxFailure(placeAt(broken.offset), broken.message);
  const [first, second] = tokens.filter((token) => token.type === 'document');
  if (second !== undefined)
    return failure(placeAt(second.offset), 'a second document begins here', 'keep one document, without `---` lines');
  const tooDeep = first === undefined ? null : deepToken(first);
  if (tooDeep !== null)
    return failure(placeAt(tooDeep.offset), `nested more than ${DEEPEST_NESTING} deep`, 'keep to the schema');

  const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
  const [document] = new Composer(options).compose(tokens, true, text.length);
  const error = document?.errors[0] ?? document?.warnings[0];
  if (error !== undefined) return syntaxFailure(placeAt(error.pos[0]), error.message, error.code);

  const walk: Walk = { placeAt, values: new Map(), keys: new Map(), failures: [] };
  const root = document?.contents ?? null;
  const isEmpty = root === null || (isScalar(root) && root.source === '');
  const value = isEmpty ? emptyMapping() : plainValue(root, '', walk);
  return (
    walk.failures[0] ?? {
      value,
      offsetOf: (pointer) => walk.values.get(pointer) ?? 0,
      offsetOfKey: (pointer) => walk.keys.get(pointer) ?? walk.values.get(pointer) ?? 0,
      placeAt,
    }
  );
}

/** One more step of a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

interface Walk {
  readonly placeAt: (offset: number) => string;
  /** Offsets by JSON pointer. */
  readonly values: Map<string, number>;
  readonly keys: Map<string, number>;
  readonly failures: Failure[];
}

function plainValue(node: unknown, pointer: string, walk: Walk): PlainValue {
  const fail = (offset: number, what: string, remedy: string) => {
    walk.failures.push(failure(walk.placeAt(offset), what, remedy));
    return '';
  };

  if (isAlias(node)) {
    return fail(
      node.range?.[0] ?? 0,
      `${quoted(`*${node.source}`)} is an alias in YAML`,
      'put a glob that begins with `*` in quotes',
    );
  }
  if (!isScalar(node) && !isSeq(node) && !isMap(node)) return '';
  const start = node.range?.[0] ?? 0;
  walk.values.set(pointer, start);
  if (node.anchor !== undefined)
    return fail(
      start,
      `${quoted(`&${node.anchor}`)} is an anchor in YAML`,
      'write the value itself, or put it in quotes',
    );

  if (isScalar(node)) return String(node.value);
  if (isSeq(node)) return node.items.map((item, index) => plainValue(item, pointerTo(pointer, index), walk));

  const mapping = emptyMapping();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) return fail(start, 'a key that is not plain text', 'write `key: value`');
    const word = String(key.value);
    const at = key.range?.[0] ?? start;
    if (word === '<<') return fail(at, '`<<` merges mappings', 'write the keys out');
    if (Object.hasOwn(mapping, word)) return fail(at, `${quoted(word)} appears twice`, 'keep one of the two');
    const below = pointerTo(pointer, word);
    walk.keys.set(below, at);
    walk.values.set(below, at);
    mapping[word] = plainValue(value, below, walk);
  }
  return mapping;
}

/** Without a prototype: no key of hostile text means anything more than itself. */
function emptyMapping(): Record<string, PlainValue> {
  return Object.create(null) as Record<string, PlainValue>;
}

/** A collection that is nested too deep, or null. Does not recurse. */
function deepToken(document: CST.Document): CST.Token | null {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  if (document.value !== undefined) open.push({ token: document.value, depth: 1 });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (!('items' in token)) continue;
    if (depth > DEEPEST_NESTING) return token;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return null;
}

/** The ways out of what people meet most, by the parser's codes. */
const WAYS_OUT: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_SCALAR_START: 'put the value in quotes',
  TAG_RESOLVE_FAILED: 'remove it',
  BAD_DIRECTIVE: 'remove it',
  BLOCK_AS_IMPLICIT_KEY: 'put text that holds `: ` in quotes, and check the indentation',
  MULTILINE_IMPLICIT_KEY: 'put text that holds `: ` in quotes, and check the indentation',
};

/** The parser's own words, with a way out. */
function syntaxFailure(where: string, message: string, code?: ErrorCode): Failure {
  const words = message.replace(/\s+/g, ' ').trim().slice(0, 200).replace(/\.$/, '');
  const what = `not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  const usual = 'check the quotes, brackets and indentation at this place';
  return failure(where, what, (code && WAYS_OUT[code]) ?? usual);
}
