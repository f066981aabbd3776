/** The figures of a tree as anybody counts them: by find, grep and wc. */
import { execFileSync } from 'node:child_process';
import type { TreeFigures } from '../../../src/kernel/census/tree-census.ts';

/** Runs a line of shell in a folder, and gives the number that it prints. */
export function number(folder: string, line: string): number {
  const out = execFileSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [digits] = /\d+/.exec(out) ?? [];
  if (digits === undefined) throw new Error(`no number from: ${line}`);
  return Number(digits);
}

/** Runs a line of shell in a folder, and gives the lines that it prints. */
export function lines(folder: string, line: string): string[] {
  const out = execFileSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return out.split('\n').filter((each) => each !== '');
}

const RUST = "-name '*.rs'";
const THIRD_PARTY = 'rust/syn rust/quote rust/proc-macro2 rust/zerocopy rust/zerocopy-derive rust/alloc';
/** Comments on lines of their own and at the ends of lines; block comments are not known to it. */
export const WITHOUT_COMMENTS = "sed 's#//.*##'";

/** Files below folders, and their lines: links are counted, and what they lead to is read, as `find` and `cat` do. */
const files = (where: string): string => `find ${where} ${RUST} 2>/dev/null | wc -l`;
const linesOf = (where: string): string => `find ${where} ${RUST} -exec cat {} + 2>/dev/null | wc -l`;

/** What shell commands give to the unit; the figures that take a lexer are not among them. */
export function shellFigures(folder: string): Omit<TreeFigures, 'codeLines' | 'unsafeKeywords'> {
  const count = (line: string): number => number(folder, line);
  return {
    rustFiles: count(files('.')),
    lines: count(linesOf('.')),
    abstractionModules: count("grep -cE '^\\s*pub mod ' rust/kernel/lib.rs || true"),
    abstractionFiles: count(files('rust/kernel')),
    abstractionLines: count(linesOf('rust/kernel')),
    driverFiles: count(files('drivers')),
    driverLines: count(linesOf('drivers')),
    sampleFiles: count(files('samples')),
    sampleLines: count(linesOf('samples')),
    helperFiles: count("find rust/helpers -name '*.c' 2>/dev/null | wc -l"),
    thirdPartyFiles: count(files(THIRD_PARTY)),
    thirdPartyLines: count(linesOf(THIRD_PARTY)),
    unsafeWords: count("grep -rhow unsafe --include='*.rs' . | wc -l"),
  };
}
