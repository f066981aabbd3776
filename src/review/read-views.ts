/** Files as rules see them: read once, with layer and generated code known. */
import type { Layer } from '../finding/finding.ts';
import { isGenerated } from '../kernel/generated.ts';
import { isWithoutRules } from '../kernel/layers.ts';
import { NO_FACTS, type TreeFacts } from '../kernel/tree-facts.ts';
import type { FileView, Rule } from '../rules/rule.ts';
import { readExcerpt } from '../rust/excerpt.ts';
import { READ_LIMITS, type RustFile, readRust, readTokens, unreadFile } from '../rust/file.ts';
import type { Run } from '../rust/run.ts';
import type { Span } from '../text/lines.ts';
import { type Guard, Stopped, UNGUARDED } from './guard.ts';
import type { Policy } from './policy.ts';

/** A file and its documentation examples, each a view. */
export interface Views {
  readonly path: string;
  readonly layer: Layer;
  readonly generated: readonly Span[];
  readonly main: FileView;
  readonly all: readonly FileView[];
  /** The settings say so. */
  readonly isIgnored: boolean;
  /** Whether any rule covers this file. */
  readonly isLinted: boolean;
  /** It defines what only bindgen does, whether or not that counts. */
  readonly looksGenerated: boolean;
  /** Generated code by the name of the file alone: the hunks do not show whether it is. */
  readonly isByName: boolean;
}

/** One file before and after; a side is absent where the file is new, deleted, or a copy. */
export interface ViewChange {
  readonly before: Views | undefined;
  readonly after: Views | undefined;
}

/** Reads files, each distinct text once: in a series the end of one patch is the beginning of the next. */
export class Reader {
  readonly policy: Policy;
  readonly facts: TreeFacts;
  readonly guard: Guard;
  readonly #seen = new Map<string, Views>();

  /** @param guard the limit for each file; one that is stopped is a file of which nothing was read */
  constructor(policy: Policy, facts: TreeFacts = NO_FACTS, guard: Guard = UNGUARDED) {
    this.policy = policy;
    this.facts = facts;
    this.guard = guard;
  }

  /**
   * A whole file.
   * @param mayBeGenerated false where a patch made it look so: its own word does not count
   */
  read(path: string, text: string, mayBeGenerated = true): Views {
    const key = `${path}\0${mayBeGenerated}\0${text}`;
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const file = this.#guarded(path, text, (run) => readRust(text, { ...READ_LIMITS, run }));
    const made = this.#view(path, file, false, undefined, mayBeGenerated);
    this.#seen.set(key, made);
    return made;
  }

  /** All that were read whole. */
  wholeFiles(): Iterable<Views> {
    return this.#seen.values();
  }

  /**
   * A piece of a file that begins at line `firstLine`.
   * @param before the other side of the hunk, for the later one
   * @param isByName the file's name says that it is generated
   */
  readExcerpt(
    path: string,
    piece: string,
    firstLine: number,
    before?: Views,
    mayBeGenerated = true,
    isByName = false,
  ): Views {
    const file = this.#guarded(path, piece, (run) => readExcerpt(piece, firstLine, before?.main.file, run));
    return this.#view(path, file, true, undefined, mayBeGenerated, isByName);
  }

  /** A whole file by its tokens alone: without syntax, so without documentation examples. */
  readTokens(path: string, text: string, generated: readonly Span[]): Views {
    return this.#view(path, readTokens(text), false, generated);
  }

  #guarded(path: string, text: string, read: (run: Run) => RustFile): RustFile {
    const file = this.guard(path, text.length, read);
    return file instanceof Stopped ? unreadFile(file.reason) : file;
  }

  #view(
    path: string,
    file: RustFile,
    isExcerpt: boolean,
    known?: readonly Span[],
    mayBeGenerated = true,
    isByName = false,
  ): Views {
    const layer = this.policy.layerOf(path);
    const { facts } = this;
    const looksGenerated = known === undefined ? isGenerated(file.tokens) : known.length > 0;
    const isGeneratedCode = (looksGenerated && mayBeGenerated) || isByName;
    const generated = known ?? (isGeneratedCode ? [{ start: 0, end: file.text.length + 1 }] : []);
    const includedUnder = facts.includedUnder(path);
    const isWithinGenerated = (offset: number) => generated.some(({ start, end }) => start <= offset && offset < end);
    const { options } = this.policy;
    const common = { path, layer, isExcerpt, isGenerated: isWithinGenerated, facts, includedUnder, options };
    const main: FileView = { ...common, file, inDocExample: false };
    const examples = file.examples.map((example): FileView => ({ ...common, file: example, inDocExample: true }));
    const isIgnored = this.policy.isIgnored(path);
    const isLinted = !isWithoutRules(path, layer) && !isIgnored;
    return { path, layer, generated, main, all: [main, ...examples], isIgnored, isLinted, looksGenerated, isByName };
  }
}

/** Whether a rule looks at code of this layer. */
export function appliesTo(rule: Rule, layer: Layer): boolean {
  return rule.severity[layer] !== undefined;
}
