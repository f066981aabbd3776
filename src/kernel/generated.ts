/** Generated code: bindgen's output, which nobody reviews line by line. */
import type { RustFile } from '../rust/file.ts';

/** Names that only bindgen defines; hand-written code uses them, but does not define them. */
const BINDGEN_DEFINITION = /\b(?:struct|union|enum|type|fn)\s+(?:\w*__bindgen_\w+|__IncompleteArrayField)\b/;

/** Says of an offset whether it lies in generated code: a file that defines bindgen's names, or a module under `allow(warnings)`. */
export function generatedIn(file: RustFile): (offset: number) => boolean {
  if (BINDGEN_DEFINITION.test(file.text)) return () => true;
  const scopes = file.attributes
    .filter(({ level, lints }) => level === 'allow' && lints.includes('warnings'))
    .map(({ scope }) => scope)
    .filter((scope) => file.items.some((item) => item.kind === 'mod' && item.span.end === scope.end));
  return (offset) => scopes.some(({ start, end }) => start <= offset && offset < end);
}
