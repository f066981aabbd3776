/**
 * The figures of a whole tree, each defined by find, grep and wc so that anyone can recompute it. They go by paths alone:
 * no setting changes them.
 */
import type { CountedFile, OtherEntry } from './file-census.ts';
import { sum } from './sums.ts';

export interface TreeFigures {
  /** `find . -name '*.rs' | wc -l`; `.git` is skipped. */
  readonly rustFiles: number;
  /** `find . -name '*.rs' -exec cat {} + | wc -l`. */
  readonly lines: number;
  readonly codeLines: number;
  /** `grep -cE '^\s*pub mod ' rust/kernel/lib.rs`. */
  readonly abstractionModules: number;
  /** Below rust/kernel. */
  readonly abstractionFiles: number;
  readonly abstractionLines: number;
  /** Below drivers. */
  readonly driverFiles: number;
  readonly driverLines: number;
  /** Below samples. */
  readonly sampleFiles: number;
  readonly sampleLines: number;
  /** `find rust/helpers -name '*.c' | wc -l`. */
  readonly helperFiles: number;
  /** Rust files below rust/{syn,quote,proc-macro2,zerocopy,zerocopy-derive,alloc}. */
  readonly thirdPartyFiles: number;
  readonly thirdPartyLines: number;
  /** `grep -rhow unsafe --include='*.rs' . | wc -l`. */
  readonly unsafeWords: number;
  /** Those that are keywords: neither in comments nor in strings. */
  readonly unsafeKeywords: number;
}

const THIRD_PARTY = /^rust\/(?:syn|quote|proc-macro2|zerocopy|zerocopy-derive|alloc)\//;

/**
 * @param others what bears a Rust file's name and is not analysed: `find` and `cat` count it as well
 * @param library the text of rust/kernel/lib.rs; undefined where it is not part of what is counted
 */
export function treeFigures(
  files: readonly CountedFile[],
  others: readonly OtherEntry[],
  helperFiles: number,
  library: string | undefined,
): TreeFigures {
  const all = [...files, ...others];
  const below = (folder: string) => all.filter(({ path }) => path.startsWith(folder));
  const lines = ({ lines }: { readonly lines: number }): number => lines;
  const [abstractions, drivers, samples] = [below('rust/kernel/'), below('drivers/'), below('samples/')];
  const thirdParty = all.filter(({ path }) => THIRD_PARTY.test(path));
  return {
    rustFiles: all.length,
    lines: sum(all, lines),
    codeLines: sum(files, ({ codeLines }) => codeLines),
    abstractionModules: abstractionModulesIn(library ?? '').length,
    abstractionFiles: abstractions.length,
    abstractionLines: sum(abstractions, lines),
    driverFiles: drivers.length,
    driverLines: sum(drivers, lines),
    sampleFiles: samples.length,
    sampleLines: sum(samples, lines),
    helperFiles,
    thirdPartyFiles: thirdParty.length,
    thirdPartyLines: sum(thirdParty, lines),
    unsafeWords: sum(files, ({ unsafeWords }) => unsafeWords),
    unsafeKeywords: sum(files, ({ unsafeKeywords }) => unsafeKeywords),
  };
}

/** What follows `pub mod` on each line of rust/kernel/lib.rs that begins so; grep counts the lines, whatever follows. */
export function abstractionModulesIn(library: string): string[] {
  return library.split('\n').flatMap((line) => {
    const [begin] = /^\s*pub mod /.exec(line) ?? [];
    return begin === undefined ? [] : [/^(?:r#)?\w*/.exec(line.slice(begin.length))?.[0].replace(/^r#/, '') ?? ''];
  });
}
