/** Calls to abstractions in samples and small drivers of 7.3.4, replaced by the C functions that they wrap, in every spelling. */

import { NO_CACHE } from '../../src/app/ports/source-tree.ts';
import { abstractionIndex } from '../../src/app/review/abstraction-index.ts';
import { workTree } from '../../src/git/work-tree.ts';
import { NO_FACTS, type TreeFacts } from '../../src/kernel/tree-facts.ts';
import { compareFiles } from '../../src/review/compare.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { bypassMutants, type Wrapper, wrappersIn } from './bypass-mutants.ts';
import { folderOf, rustFiles } from './trees.ts';

/** In lines: a small driver. */
const SMALL = 700;

const FILES = [...rustFiles('v7.3.4')];
const WRAPPERS = FILES.flatMap(([path, text]) => (path.startsWith('rust/kernel/') ? wrappersIn(path, text) : []));
const DRIVERS = FILES.filter(
  ([path, text]) =>
    /^(?:samples|drivers)\//.test(path) && text.split('\n').length < SMALL && !text.includes('bindings'),
);

test('every one is found, and in each the abstraction is named that was passed by', async () => {
  const index = await abstractionIndex(workTree(folderOf('v7.3.4')), NO_CACHE);
  const facts: TreeFacts = { ...NO_FACTS, index };
  const missed: string[] = [];
  const misnamed: string[] = [];
  let mutants = 0;
  for (const [path, text] of DRIVERS) {
    const before = new Reader(DEFAULT_POLICY, facts).read(path, text);
    for (const wrapper of WRAPPERS) {
      for (const mutant of bypassMutants(text, wrapper)) {
        const reader = new Reader(DEFAULT_POLICY, facts);
        const { findings } = compareFiles([{ before, after: reader.read(path, mutant.text) }], [], RULES, reader);
        const found = findings.find(({ rule, line }) => rule === 'bindings-bypass' && line === mutant.line);
        const origin = `${path}: ${wrapper.type}::${wrapper.fn} -> ${wrapper.symbol} (${mutant.spelling})`;
        mutants += 1;
        if (found === undefined || found.severity === 'info') missed.push(origin);
        else if (!names(found.message, wrapper)) misnamed.push(`${origin}: ${found.message}`);
      }
    }
  }
  expect(missed).toEqual([]);
  expect({ mutants, misnamed }).toEqual({ mutants: 1342, misnamed: [] });
});

/** Whether a message names the wrapper's type, or at least its module. */
function names(message: string, { module, type }: Wrapper): boolean {
  const [, name = ''] = /bypasses `([\w:]+)`/.exec(message) ?? [];
  return name.endsWith(`::${type}`) || name.split('::').slice(0, -1).join('::') === module;
}
