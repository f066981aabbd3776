/** Generated code: bindgen's output, which people do not review line by line. Decided on tokens of code, never on text. */
import type { RustFile, ScopedAttribute } from '../rust/file.ts';
import type { Tokens } from '../rust/lexer.ts';

/** Names that only bindgen defines; hand-written code uses them, but does not define them. */
const BINDGEN_NAME = /\b(?:\w*__bindgen_\w+|__IncompleteArrayField)\b/g;
const DEFINES = ['struct', 'union', 'enum', 'type', 'fn'];

/** Whether a text may be that of generated code; quicker than its tokens. */
export function mayBeGenerated(text: string): boolean {
  return text.includes('__bindgen_') || text.includes('__IncompleteArrayField');
}

/** Whether a file defines what only bindgen does. */
export function isGenerated(tokens: Tokens): boolean {
  if (!mayBeGenerated(tokens.text)) return false;
  for (const { index } of tokens.text.matchAll(BINDGEN_NAME)) {
    const word = tokens.from(index);
    const before = tokens.previous(word);
    if (tokens.start(word) === index && DEFINES.some((keyword) => tokens.is(before, keyword))) return true;
  }
  return false;
}

/** `bindings.rs` below a folder of registers, of firmware or of bindings: there the tree keeps what bindgen wrote for a driver. */
const BINDINGS_OF_DRIVER = /(?:^|\/)(?:fw|firmware|regs|registers|bindings)\/(?:[^/]+\/)*(?:\w+_)?bindings\.rs$/;

/**
 * Whether a file is generated code by its name. A name is in its author's hand: it counts only for a file that was there
 * before the patch and of which only hunks are available, and the review names what it leaves out.
 */
export function isNamedAsGenerated(path: string): boolean {
  return BINDINGS_OF_DRIVER.test(path);
}

/** Folders of which the tree holds only what people write: what bindgen writes there comes with the build. */
const AROUND_BINDGEN = /^rust\/(?:bindings|uapi|helpers)\//;

/**
 * Whether a lint attribute is there for what bindgen writes: in these folders one that covers a file or a module, which includes that.
 * It says nothing of the code that people write beside it.
 */
export function isForGenerated(path: string, { items }: RustFile, { span, scope, inner }: ScopedAttribute): boolean {
  if (!AROUND_BINDGEN.test(path)) return false;
  const on = inner
    ? items.findLast((item) => item.span.start < span.start && span.end <= item.span.end)
    : items.find((item) => scope.start <= item.span.start && item.span.end <= scope.end);
  return on === undefined ? inner : on.kind === 'mod';
}
