/**
 * Expressions and statements around a place: which statement a block belongs to, and what a statement holds.
 * The rules are Clippy's (`undocumented_unsafe_blocks`, `unnecessary_safety_comment` as of 1.95), told in terms of the syntax tree.
 */
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

/** What lies between an unsafe block and the statement, if a macro call does: is the argument a plain expression there? */
export type MacroPassage = (call: SyntaxNode) => boolean;

/**
 * The place above which a comment also speaks for the block: the offset of the let, the `=` of the assignment,
 * the const or static, or the outermost expression; undefined where there is none.
 */
export function statementPlace(block: SyntaxNode, passes: MacroPassage): number | undefined {
  let node = block;
  for (;;) {
    const parent = node.parent;
    if (parent === undefined) return place(node);
    switch (parent.type) {
      case 'let_declaration':
        // the block of a let-else stands on its own
        return isElseOf(parent, node) ? undefined : parent.start;
      case 'const_item':
      case 'static_item':
        return isArrayLength(parent, node) ? place(node) : parent.start;
      case 'assignment_expression':
        return parent.children.find((child) => child.type === '=')?.start ?? parent.start;
      case 'array_expression':
        if (isRepeatCount(parent, node)) return place(node);
        break;
      case 'token_tree':
        break;
      case 'macro_invocation':
        if (!passes(parent)) return undefined;
        break;
      default:
        if (!THROUGH.has(parent.type)) return place(node);
    }
    node = parent;
  }
}

function place(outermost: SyntaxNode): number | undefined {
  return BRANCHING.has(outermost.type) ? undefined : outermost.start;
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

/** Whether an unsafe block stands in the statement or item `outer`, braces of plain blocks not entered. */
export function holdsUnsafeBlock(outer: SyntaxNode): boolean {
  const open = [...valueParts(outer)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'unsafe_block') return true;
    if (OWN_SAY.has(node.type) && !isLoopBody(node)) continue;
    if (node.type === 'assignment_expression' && isDestructuring(node)) continue;
    for (const child of node.children) {
      if (node.type === 'array_expression' && isRepeatCount(node, child)) continue;
      open.push(child);
    }
  }
  return false;
}

/** Of a let only its value counts, not what stands in its else. */
function valueParts(outer: SyntaxNode): readonly SyntaxNode[] {
  if (outer.type !== 'let_declaration') return [outer];
  const equals = outer.children.findIndex((child) => child.type === '=');
  const value = outer.children[equals + 1];
  return equals === -1 || value === undefined ? [] : [value];
}

/** The body of `loop` is no expression of its own to the compiler. */
function isLoopBody(block: SyntaxNode): boolean {
  return block.parent?.type === 'loop_expression';
}

/** `(a, b) = f()` becomes a block with a let; `_ = f()` is seen through. */
function isDestructuring(assignment: SyntaxNode): boolean {
  const target = assignment.children[0]?.type;
  return target === 'tuple_expression' || target === 'array_expression' || target === 'struct_expression';
}

/** Whether an unsafe block stands around the node. */
export function isInsideUnsafeBlock(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (outer.type === 'unsafe_block') return true;
    if (outer.type === 'function_item') return false;
  }
  return false;
}
