/** The examples on the rules' pages, as code that can be reviewed. */
import { REPLACEMENTS } from '../../src/kernel/tree-facts.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { lex } from '../../src/rust/lexer.ts';
import { type Fixture, findingsOf } from './fixtures.ts';

/** A file of each layer, in the order in which rules are explained. */
const PATHS = { leaf: 'drivers/example.rs', abstraction: 'rust/kernel/example.rs', ffi: 'rust/bindings/example.rs' };

/**
 * How often a rule speaks of one of its examples: in a file of the first layer that it looks at, in a tree that has all that it may ask for.
 * An example with `-` and `+` in its first column is a patch; of a rule that only compares, all of it is new.
 */
export function findingsInExample(rule: Rule, example: string): number {
  const [, path] = Object.entries(PATHS).find(([layer]) => layer in rule.severity) ?? [];
  const lines = example.split('\n');
  const isPatch = lines.every((line) => /^(?:[-+ ] |[-+]?$)/.test(line)) && lines.some((line) => /^[-+]/.test(line));
  const side = (other: string) =>
    closed(
      lines
        .filter((line) => !line.startsWith(other))
        .map((line) => line.slice(2))
        .join('\n'),
    );
  const fixture: Fixture = {
    path: path ?? PATHS.leaf,
    without: [],
    with: rule.isOffByDefault ? [rule.id] : [],
    tree: [...Object.keys(REPLACEMENTS), 'wrappers'],
    before: isPatch ? side('+') : rule.compare === undefined ? null : '',
    code: isPatch ? side('-') : closed(example),
    lines: [],
    expected: [],
  };
  return findingsOf(fixture).filter((finding) => finding.rule === rule.id && finding.suppressed === null).length;
}

/** Examples show a piece: what is open at its end is closed, and statements get a function around them. */
function closed(code: string): string {
  const tokens = lex(code);
  let open = 0;
  let areStatements = false;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.is(at, '{')) open += 1;
    else if (tokens.is(at, '}')) open -= 1;
    else areStatements ||= open === 0 && tokens.is(at, 'let');
  }
  const whole = `${code}\n${'}'.repeat(Math.max(0, open))}\n`;
  return areStatements ? `fn example(&self) {\n${whole}}\n` : whole;
}
