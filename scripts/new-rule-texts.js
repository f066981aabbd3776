/** What `npm run new:rule` writes: a rule that compiles and finds nothing, with a word on each thing that is still to be written. */

/** Marks what is to be written; test/rules/rules.test.ts lists each place where one is left. */
export const FILL_IN = 'FILL IN:';

/**
 * The name of a rule in the code.
 *
 * @param {string} id as `static-mut`
 * @returns {string} as `staticMut`
 */
export function nameOf(id) {
  return id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** @returns {string} the text of src/rules/ID.ts */
export function ruleText(id) {
  return `/** Rule: ${FILL_IN} what the kernel's code should be free of, in one sentence. */
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

// ${FILL_IN} nothing here: read src/rules/static-mut.ts as an example, then delete this line
export const ${nameOf(id)} = defineRule({
  id: '${id}',
  summary: '${FILL_IN} what it finds, in one line, with a small letter first and no full stop',
  why: '${FILL_IN} why it matters, a paragraph of Markdown: what goes wrong, and what the kernel has for it',
  // ${FILL_IN} the document that asks for it: this one, GENERAL_INFORMATION, or an address; then delete this line
  reference: CODING_GUIDELINES,
  // ${FILL_IN} the usual severity of each layer (leaf, abstraction, ffi); it does not look at a layer that is left out; then delete this line
  severity: everywhere('info'),
  when: '${FILL_IN} in which cases it fires, and in which it does not, or gives another severity',
  examples: {
    bad: '${FILL_IN} the shortest code on which it fires',
    good: '${FILL_IN} the same code as it should be',
  },
  // ${FILL_IN} lints of Clippy or rustc whose allow suppresses it, as 'clippy::missing_safety_doc', or none; then delete this line
  lints: [],
  misses: ['${FILL_IN} what it does not see, one sentence each'],
  differs: [],

  // ${FILL_IN} how it looks: at tokens as here, at unsafe code by \`sitesIn\`, or with \`compare\` at what a patch did; then delete this line
  *check({ file: { tokens } }) {
    for (const at of tokens.allOf('${FILL_IN} the word at which it looks')) {
      yield {
        at: { start: tokens.start(at), end: tokens.end(at) },
        key: '${FILL_IN} the text that is at fault: with the same one at the same place before the patch, it is not new',
        message: '${FILL_IN} what is wrong, with a small letter first and no full stop',
        help: '${FILL_IN} what to do, in the imperative',
      };
    }
  },
});
`;
}

/** @returns {Readonly<Record<string, string>>} the fixtures by their names in test/rules/ID/ */
export function fixtureTexts(id) {
  return {
    'fires.rs': `//@ path: drivers/fixture.rs

// ${FILL_IN} code on which it fires, with the mark behind each such line; \`info\` in front of the rule's name wants that severity
fn example() {} //~ ${id}
`,
    'silent.rs': `//@ path: drivers/fixture.rs

// ${FILL_IN} code that looks alike and is right; a name as silent-macro.rs has room for more
fn example() {}
`,
  };
}

/**
 * The catalogue with one more rule, the last that people read.
 *
 * @param {string} catalogue the text of src/rules/catalogue.ts
 * @returns {string} its new text
 * @throws where the imports or the list are not as they were
 */
export function withRule(catalogue, id) {
  const line = `import { ${nameOf(id)} } from './${id}.ts';`;
  const pathOf = (text) => /from '(\.\/[^']+)';$/.exec(text)?.[1];
  const lines = catalogue.split('\n');
  const own = lines.flatMap((text, index) => (text.startsWith('import ') && pathOf(text) ? [index] : []));
  const end = lines.findIndex(
    (text, index) => text === '];' && lines.lastIndexOf('export const RULES: readonly Rule[] = [', index) !== -1,
  );
  if (own.length === 0 || end === -1)
    throw new Error('src/rules/catalogue.ts is not as scripts/new-rule-texts.js knows it; add the rule by hand');
  const after = own.findLast((index) => pathOf(lines[index]) < pathOf(line));
  lines.splice(end, 0, `  ${nameOf(id)},`);
  lines.splice(after === undefined ? own[0] : after + 1, 0, line);
  return lines.join('\n');
}
