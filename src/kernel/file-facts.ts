/** What the census has to know of one file beyond its figures: plain data, so that it can come from another thread or a cache. */
import type { Layer } from '../finding/finding.ts';
import type { Tokens } from '../rust/lexer.ts';
import { type DeclaredModule, declaredModules } from '../rust/names/modules.ts';
import { type FileNames, namesOf } from '../rust/names/names.ts';
import { evidenceOf, type FileEvidence } from './abstractions/evidence.ts';
import { KERNEL_BINDINGS, mayNameBindings } from './bindings.ts';
import { inclusionsIn } from './inclusions.ts';

export interface FileFacts {
  /** The modules that it leaves to other files. */
  readonly modules: readonly DeclaredModule[];
  /** Whether it holds the call that makes a crate a kernel module: `module!`, `module_platform_driver!` and the like. */
  readonly isRoot: boolean;
  /** The files that it brings in by `include!` and `#[path]`, relative to the tree. */
  readonly included: readonly string[];
  /** Of a file outside of rust/kernel that mentions bindings. */
  readonly names: FileNames | null;
  /** Of a file of rust/kernel. */
  readonly evidence: FileEvidence | null;
}

/** Of code that has no crates of the kernel and does not use the bindings. */
export const NO_FACTS_OF_FILE: FileFacts = { modules: [], isRoot: false, included: [], names: null, evidence: null };

/** The folder whose Rust files are the abstractions. */
export const ABSTRACTIONS = 'rust/kernel/';

/** What an index or census needs of one file: plain data. */
export function fileFacts(path: string, layer: Layer, tokens: Tokens): FileFacts {
  if (path.startsWith(ABSTRACTIONS)) return { ...NO_FACTS_OF_FILE, evidence: evidenceOf(path, tokens) };
  if (layer !== 'leaf' && layer !== 'abstraction') return NO_FACTS_OF_FILE;
  const { text } = tokens;
  return {
    modules: DECLARES.test(text) ? declaredModules(tokens) : [],
    isRoot: text.includes('module') && isModuleRoot(tokens),
    included: inclusionsIn(path, tokens).flatMap(({ paths }) => paths),
    names: mayNameBindings(text) ? namesOf(tokens, KERNEL_BINDINGS) : null,
    evidence: null,
  };
}

/** What every `mod name;` begins with. */
const DECLARES = /\bmod[\s/]/;

/** `module! {`, `kernel::module_pci_driver! {`, `module_misc_device! {`; not the standard library's `module_path!()`. */
const MODULE_CALL = /\bmodule(?:_(?:\w+_)?(?:driver|device))?\s*!\s*[{([]/g;

function isModuleRoot(tokens: Tokens): boolean {
  for (const { index } of tokens.text.matchAll(MODULE_CALL)) {
    const word = tokens.from(index);
    const isCode = tokens.start(word) === index && tokens.is(tokens.next(word), '!');
    // a macro that makes such calls holds one as well, but within its braces
    if (isCode && tokens.enclosing(word) === -1) return true;
  }
  return false;
}
