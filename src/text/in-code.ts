/** Names that people write, as the program writes them: `fail-on` is `failOn`, `_extends` is `extends`. */

export type InCode<Name extends string> = Name extends `_${infer Rest}`
  ? InCode<Rest>
  : Name extends `${infer Head}-${infer Tail}`
    ? `${Head}${Capitalize<InCode<Tail>>}`
    : Name;

/** The same for a value. */
export function inCode(name: string): string {
  return name.replace(/^_/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
