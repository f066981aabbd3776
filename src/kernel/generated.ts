/** Generated code: bindgen's output, which nobody reviews line by line. */
import type { RustFile } from '../rust/file.ts';

/** Names that only bindgen defines; hand-written code uses them, but does not define them. */
const BINDGEN_DEFINITION = /\b(?:struct|union|enum|type|fn)\s+(?:\w*__bindgen_\w+|__IncompleteArrayField)\b/;

/**
 * Says of an offset whether it lies in generated code: a file that defines bindgen's names, one that is included under an
 * `allow`, or a module under `allow(warnings)`.
 */
export function generatedIn(file: RustFile, isIncluded: boolean): (offset: number) => boolean {
  if (isIncluded || BINDGEN_DEFINITION.test(file.text)) return () => true;
  const scopes = file.attributes
    .filter(({ level, lints }) => level === 'allow' && lints.includes('warnings'))
    .map(({ scope }) => scope)
    .filter((scope) => file.items.some((item) => item.kind === 'mod' && item.span.end === scope.end));
  return (offset) => scopes.some(({ start, end }) => start <= offset && offset < end);
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
