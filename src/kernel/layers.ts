/** Where code belongs between C and drivers (Documentation/rust/general-information.rst, "Abstractions vs. bindings"). */
import type { Layer } from '../finding/finding.ts';

/** A rule of the table: the first whose pattern matches a path gives its layer. */
export interface LayerRule {
  readonly matches: (path: string) => boolean;
  readonly layer: Layer;
}

const TABLE: readonly (readonly [RegExp, Layer])[] = [
  [/^rust\/(?:bindings|uapi|helpers)\//, 'ffi'],
  [/^rust\/ffi\.rs$/, 'ffi'],
  [/^rust\/(?:syn|quote|proc-macro2|zerocopy|zerocopy-derive|alloc)\//, 'vendored'],
  [/^rust\//, 'abstraction'],
  [/^(?:tools|scripts)\//, 'host'],
  [/^samples\/(?:.*\/)?hostprogs\//, 'host'],
];

/** The built-in table; everything else is leaf code. */
const BUILT_IN: readonly LayerRule[] = TABLE.map(([pattern, layer]) => ({
  matches: (path) => pattern.test(path),
  layer,
}));

/**
 * The layer of a file.
 * @param path relative to the tree's root, with `/`
 * @param overrides checked before the built-in table
 */
export function layerOf(path: string, overrides: readonly LayerRule[] = []): Layer {
  return [...overrides, ...BUILT_IN].find((rule) => rule.matches(path))?.layer ?? 'leaf';
}

/** Code on which no rule speaks although its layer has rules: pin-init's examples are programs for the standard library. */
export function isWithoutRules(path: string, layer: Layer): boolean {
  return layer === 'vendored' || layer === 'host' || path.startsWith('rust/pin-init/examples/');
}
