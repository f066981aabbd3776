/**
 * Expressions and statements around a place: which statement a block belongs to, and what a statement holds.
 * The rules are Clippy's (`undocumented_unsafe_blocks`, `unnecessary_safety_comment` as of 1.95; what an assignment takes
 * apart as of 1.99), put in terms of the syntax tree.
 */
import type { Tokens } from './lexer.ts';
import type { SyntaxNode } from './syntax.ts';

/** Nodes through which an expression is part of a greater one. */
const THROUGH = new Set([
  'call_expression',
  'arguments',
  'generic_function',
  'field_expression',
  'binary_expression',
  'unary_expression',
  'reference_expression',
  'try_expression',
  'await_expression',
  'index_expression',
  'tuple_expression',
  'parenthesized_expression',
  'type_cast_expression',
  'range_expression',
  'return_expression',
  'break_expression',
  'yield_expression',
  'compound_assignment_expr',
  'let_condition',
  'let_chain',
  'base_field_initializer',
  'field_initializer_list',
  'struct_expression',
  'if_expression',
  'else_clause',
  'match_expression',
  'while_expression',
  'for_expression',
  'closure_expression',
  'array_expression',
]);

/** Expressions that decide or repeat: a comment above them does not speak for a block in their head. `?` and `.await` become a match. */
const BRANCHING = new Set([
  'if_expression',
  'match_expression',
  'while_expression',
  'for_expression',
  'loop_expression',
  'try_expression',
  'await_expression',
]);

/**
 * The node above which a comment also speaks for the block: the let, the `=` of the assignment, the const or static, or the
 * outermost expression; undefined where there is none. An unknown macro is taken to leave its argument a
 * plain expression.
 */
export function statementAround(tokens: Tokens, block: SyntaxNode): SyntaxNode | undefined {
  let node = block;
  for (;;) {
    const parent = node.parent;
    if (parent === undefined) return unlessBranching(node);
    switch (parent.type) {
      case 'let_declaration':
        // the block of a let-else is separate
        return isElseOf(parent, node) ? undefined : parent;
      case 'const_item':
      case 'static_item':
        return isArrayLength(parent, node) ? unlessBranching(node) : parent;
      case 'assignment_expression':
        return isDestructuring(tokens, parent)
          ? parent
          : (parent.children.find((child) => child.type === '=') ?? parent);
      case 'array_expression':
        if (isRepeatCount(parent, node)) return unlessBranching(node);
        break;
      case 'range_expression':
        if (isRangeLiteral(parent)) return unlessBranching(node);
        break;
      case 'token_tree':
      case 'macro_invocation':
        break;
      default:
        if (!THROUGH.has(parent.type)) return unlessBranching(node);
    }
    node = parent;
  }
}

function unlessBranching(outermost: SyntaxNode): SyntaxNode | undefined {
  let node = outermost;
  while (node.type === 'parenthesized_expression' && node.children[1] !== undefined) node = node.children[1];
  // the compiler itself writes the call that `a..=b` becomes
  const isMade = node.type === 'range_expression' && !isRangeLiteral(node);
  return isMade || BRANCHING.has(node.type) ? undefined : outermost;
}

/** To the compiler every range is a struct literal, except for `a..=b`. */
function isRangeLiteral(range: SyntaxNode): boolean {
  return range.children[0]?.type === '..' || range.children[0]?.type === '..=' || range.children[1]?.type !== '..=';
}

function isElseOf(declaration: SyntaxNode, child: SyntaxNode): boolean {
  const index = declaration.children.indexOf(child);
  return declaration.children[index - 1]?.type === 'else';
}

function isArrayLength(item: SyntaxNode, child: SyntaxNode): boolean {
  const index = item.children.indexOf(child);
  return !item.children.slice(0, index).some((each) => each.type === '=');
}

/** `[value; count]` */
function isRepeatCount(array: SyntaxNode, child: SyntaxNode): boolean {
  return array.children[array.children.indexOf(child) - 1]?.type === ';';
}

/** Nodes in which statements have their own say: a block in there does not answer for a comment above the whole. */
const OWN_SAY = new Set(['block', 'const_block', 'async_block', 'gen_block', 'try_block']);

/**
 * Whether the statement `outer` holds an unsafe block, braces of plain blocks not entered.
 * @param isUnsafeCall whether a call of an unknown macro holds an unsafe block
 */
export function holdsUnsafeBlock(outer: SyntaxNode, isUnsafeCall: (call: SyntaxNode) => boolean): boolean {
  const open = [...valueParts(outer)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'unsafe_block') return true;
    if (node.type === 'macro_invocation' && isUnsafeCall(node)) return true;
    if (OWN_SAY.has(node.type) && !isLoopBody(node)) continue;
    for (const child of node.children) {
      if (node.type === 'array_expression' && isRepeatCount(node, child)) continue;
      open.push(child);
    }
  }
  return false;
}

/** Of a let only its value counts, not its else. */
function valueParts(outer: SyntaxNode): readonly SyntaxNode[] {
  if (outer.type !== 'let_declaration') return [outer];
  const value = valueBehindEquals(outer);
  return value === undefined ? [] : [value];
}

/** The value after the `=`. */
export function valueBehindEquals(declaration: SyntaxNode): SyntaxNode | undefined {
  const equals = declaration.children.findIndex((child) => child.type === '=');
  return equals === -1
    ? undefined
    : declaration.children.slice(equals + 1).find(({ type }) => !/^attribute_item$|comment$/.test(type));
}

/** The compiler does not treat the body of `loop` as an expression of its own. */
function isLoopBody(block: SyntaxNode): boolean {
  return block.parent?.type === 'loop_expression';
}

const PLACES_TAKEN_APART = new Set(['tuple_expression', 'array_expression', 'struct_expression', 'call_expression']);

/** `(a, b) = f()` and `_ = f()` become a block with a let. */
function isDestructuring(tokens: Tokens, { start, children }: SyntaxNode): boolean {
  return tokens.is(tokens.from(start), '_') || PLACES_TAKEN_APART.has(children[0]?.type ?? '');
}

/** Whether the node is inside an unsafe block. */
export function isInsideUnsafeBlock(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (outer.type === 'unsafe_block') return true;
    if (outer.type === 'function_item') return false;
  }
  return false;
}
