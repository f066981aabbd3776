/**
 * Code that no rule covers: generated, vendored or ignored. The review names it with its `unsafe`; a patch cannot exempt its own code.
 */
import type { Exempt } from '../finding/finding.ts';
import { isGenerated, mayBeGenerated } from '../kernel/generated.ts';
import type { TreeFacts } from '../kernel/tree-facts.ts';
import { lex } from '../rust/lexer.ts';
import type { Step } from './patched-tree.ts';
import type { Views } from './read-views.ts';

const GENERATED = 'generated code: it defines names that only bindgen defines';
const GENERATED_BY_NAME = 'generated code by its file name; pass --tree to check its contents';
const GENERATED_NOW =
  'the patch adds names that only bindgen defines, so the file looks generated; the rules checked it anyway';
const IGNORED = 'ignored by the settings';
const WITHOUT_RULES: Readonly<Record<string, string>> = {
  vendored: 'vendored code',
  host: 'code that runs on the build host',
};
const EXAMPLES = 'programs that use the standard library';

/**
 * The code of one file that no rule covers, as far as it holds an `unsafe`.
 * @param before the earlier side, if any; for an audit the file itself
 */
export function exemptIn(after: Views, before: Views | undefined): Exempt[] {
  const { path, main, isLinted, isIgnored, layer, generated, looksGenerated, isByName } = after;
  const { file } = main;
  const keywords = file.tokens.allOf('unsafe').length;
  if (keywords === 0) return [];
  const line = file.piece === undefined ? 1 : file.lines.lineOf(file.piece.start);
  const whole = (reason: string, isNew: boolean): Exempt[] => [{ path, line, reason, keywords, isNew }];
  if (isIgnored) return whole(IGNORED, before?.isIgnored === false);
  if (!isLinted) return whole(WITHOUT_RULES[layer] ?? EXAMPLES, before?.isLinted === true);
  if (generated.length > 0) return whole(isByName && !looksGenerated ? GENERATED_BY_NAME : GENERATED, false);
  if (looksGenerated) return whole(GENERATED_NOW, true);
  return [];
}

/** Patches with a word to each step: whether its file was Rust code before it, and generated code before the first of them. */
export function withOrigins<Patch extends { readonly steps: readonly Step[] }>(
  patches: readonly Patch[],
  { wasRust: wasRustAtBase }: Pick<TreeFacts, 'wasRust'>,
): Patch[] {
  const known = new Map<string, boolean>();
  const isRustNow = new Set<string>();
  return patches.map((patch) => {
    const steps = patch.steps.map((step) => {
      if (step.kind === 'hunks') return step;
      const { pathBefore, pathAfter, before, isCopy } = step;
      const path = pathBefore ?? pathAfter ?? '';
      const wasGenerated = !isCopy && (known.get(path) ?? looksGenerated(before));
      known.set(path, wasGenerated);
      const wasRust = pathBefore !== null && (isRustNow.has(pathBefore) || wasRustAtBase(pathBefore));
      if (pathAfter !== null) {
        known.set(pathAfter, wasGenerated);
        isRustNow.add(pathAfter);
      }
      return { ...step, wasGenerated, wasRust };
    });
    return { ...patch, steps };
  });
}

/** Whether a text, if there is one, is that of generated code. */
export function looksGenerated(text: string | null): boolean {
  return text !== null && mayBeGenerated(text) && isGenerated(lex(text));
}
