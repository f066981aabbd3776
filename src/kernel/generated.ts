/** Generated code: bindgen's output, which nobody reviews line by line. */
import type { RustFile } from '../rust/file.ts';
import type { Span } from '../text/lines.ts';

/** Names that only bindgen defines; hand-written code uses them, but does not define them. */
const BINDGEN_DEFINITION = /\b(?:struct|union|enum|type|fn)\s+(?:\w*__bindgen_\w+|__IncompleteArrayField)\b/;

/**
 * The generated stretches of a file: all of it where it defines bindgen's names or is included under an `allow`, else the
 * modules under `allow(warnings)`.
 */
export function generatedSpans(file: RustFile, isIncluded: boolean): readonly Span[] {
  if (isIncluded || BINDGEN_DEFINITION.test(file.text)) return [{ start: 0, end: file.text.length + 1 }];
  return file.attributes
    .filter(({ level, lints }) => level === 'allow' && lints.includes('warnings'))
    .map(({ scope }) => ({ start: scope.start, end: scope.end }))
    .filter(({ end }) => file.items.some((item) => item.kind === 'mod' && item.span.end === end));
}

/** Whether an offset lies in one of them. */
export function isWithin(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}

const INCLUDE = /\binclude!\s*[([{]\s*"([^"\n]+)"/g;

/**
 * The files that a file includes under an `allow`: what nobody reviews is brought in so.
 * @param path of the including file; those of the included ones are relative to the same root
 */
export function includedUnderAllow(path: string, text: string): string[] {
  if (!text.includes('include!') || !/#!?\[\s*allow\s*\(/.test(text)) return [];
  return Array.from(text.matchAll(INCLUDE), ([, name = '']) => joined(path.split('/').slice(0, -1), name.split('/')));
}

function joined(folder: readonly string[], steps: readonly string[]): string {
  const at = [...folder];
  for (const step of steps) {
    if (step === '..') at.pop();
    else if (step !== '.' && step !== '') at.push(step);
  }
  return at.join('/');
}
