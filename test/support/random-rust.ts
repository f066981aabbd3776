/** Small Rust files by chance: as plain data, and written down in any layout. */
import fc from 'fast-check';

/** The words of a SAFETY comment: good, weak, wrong, none; null without a comment. */
const PROOFS = [
  null,
  'TODO',
  'Just an FFI call.',
  '`ring` is live for as long as its device is bound, and the call takes no lock.',
  'By the safety requirements of this function, `ring` is live and locked by the caller.',
  'By the type invariants of `Ring`, the pointer is live.',
  'It is always safe to call `ring_pause_for_a_while`, as `ring` is live.',
];
const CALLS = ['ring_start_with_flags', 'ring_pause_for_a_while', 'ring_read_next_word', 'ring_wake_all_waiters'];
const TEXTS = [null, 'Works on a ring of descriptors, which may be empty.'];
const CONTRACTS = [null, '`ring` must be live, and nobody else may use it.', '`ring` must be live and locked.'];

export interface Statement {
  readonly proof: string | null;
  readonly isUnsafe: boolean;
  readonly call: string;
  readonly argument: number;
  readonly form: 'let' | 'call' | 'tail';
}

/** What is said above an item. */
interface Preamble {
  readonly text: string | null;
  readonly contract: string | null;
  readonly example: Statement | null;
  readonly attribute: string | null;
}

export interface Function {
  readonly kind: 'fn';
  readonly name: string;
  readonly isUnsafe: boolean;
  readonly preamble: Preamble;
  readonly body: readonly Statement[];
}

export type Item =
  | Function
  | { readonly kind: 'impl'; readonly name: string; readonly methods: readonly Function[] }
  | { readonly kind: 'unsafe impl'; readonly name: string; readonly proof: string | null }
  | { readonly kind: 'trait'; readonly name: string; readonly isUnsafe: boolean; readonly preamble: Preamble }
  | { readonly kind: 'struct'; readonly name: string; readonly invariant: string | null }
  | { readonly kind: 'macro'; readonly name: string; readonly statement: Statement };

const oneOf = <Value>(values: readonly Value[]) => fc.constantFrom(...values);

export const statement: fc.Arbitrary<Statement> = fc.record({
  proof: oneOf(PROOFS),
  isUnsafe: fc.boolean(),
  call: oneOf(CALLS),
  argument: fc.nat(9),
  form: oneOf(['let', 'call', 'tail'] as const),
});

const preamble: fc.Arbitrary<Preamble> = fc.record({
  text: oneOf(TEXTS),
  contract: oneOf(CONTRACTS),
  example: fc.option(statement, { freq: 4 }),
  attribute: oneOf([null, null, 'allow(dead_code)', 'expect(clippy::missing_safety_doc)', 'allow(static_mut_refs)']),
});

export const functionNamed = (name: string): fc.Arbitrary<Function> =>
  fc.record({
    kind: fc.constant('fn' as const),
    name: fc.constant(name),
    isUnsafe: fc.boolean(),
    preamble,
    body: fc.array(statement, { maxLength: 3 }),
  });

/** An item; `number` makes its name one of its own, so that two items of a file are never the same one. */
export const itemNumbered = (number: number): fc.Arbitrary<Item> => {
  const name = `Ring${number}`;
  return fc.oneof(
    { arbitrary: functionNamed(`ring_function_${number}`), weight: 3 },
    fc
      .tuple(functionNamed('first_method'), functionNamed('second_method'))
      .map((methods): Item => ({ kind: 'impl', name, methods })),
    oneOf(PROOFS).map((proof): Item => ({ kind: 'unsafe impl', name, proof })),
    fc
      .tuple(fc.boolean(), preamble)
      .map(([isUnsafe, said]): Item => ({ kind: 'trait', name, isUnsafe, preamble: said })),
    oneOf(CONTRACTS).map((invariant): Item => ({ kind: 'struct', name, invariant })),
    statement.map((each): Item => ({ kind: 'macro', name: `ring_macro_${number}`, statement: each })),
  );
};

/** Items of one file. */
export const items = (most = 4): fc.Arbitrary<readonly Item[]> =>
  fc.nat(most).chain((count) => fc.tuple(...Array.from({ length: count }, (_, number) => itemNumbered(number))));

/** How a file is laid out: 0 is plain, every other number breaks and wraps its lines in a way of its own. */
export function writeRust(all: readonly Item[], layout = 0): string {
  const layouter = new Layouter(layout);
  return all.map((item) => writeItem(item, layouter)).join(layouter.blank('\n'));
}

/** Decides at each place where Rust leaves the choice. */
class Layouter {
  #state: number;
  readonly #isPlain: boolean;

  constructor(layout: number) {
    this.#isPlain = layout === 0;
    this.#state = layout;
  }

  #chance(): boolean {
    this.#state = (Math.imul(this.#state, 1103515245) + 12345) >>> 0;
    return !this.#isPlain && ((this.#state >>> 16) & 1) === 1;
  }

  /** A blank between two tokens, or a line break. */
  get gap(): string {
    return this.#chance() ? '\n            ' : ' ';
  }

  /** Nothing between two tokens, or a line break. */
  get seam(): string {
    return this.#chance() ? '\n            ' : '';
  }

  blank(least: string): string {
    return this.#chance() ? `${least}\n` : least;
  }

  list(parts: readonly string[]): string {
    const end = this.#chance() ? `,${this.seam}` : this.seam;
    return `(${this.seam}${parts.join(`,${this.gap}`)}${end})`;
  }

  /** Words as comment lines; never an empty one. */
  comment(sign: string, words: string): string {
    let text = sign;
    for (const word of words.split(' '))
      text += text === sign ? ` ${word}` : this.#chance() ? `\n${sign} ${word}` : ` ${word}`;
    return `${text}\n`;
  }
}

function writeItem(item: Item, to: Layouter): string {
  switch (item.kind) {
    case 'fn':
      return writeFunction(item, to);
    case 'impl':
      return `impl${to.gap}${item.name}${to.gap}{\n${item.methods.map((each) => writeFunction(each, to)).join('\n')}}\n`;
    case 'unsafe impl':
      return `${proofAbove(item.proof, to)}unsafe${to.gap}impl${to.gap}Send${to.gap}for${to.gap}${item.name}${to.gap}{}\n`;
    case 'trait':
      return `${above(item.preamble, to)}pub ${item.isUnsafe ? `unsafe${to.gap}` : ''}trait${to.gap}Of${item.name}${to.gap}{}\n`;
    case 'struct':
      return `${section('Invariants', item.invariant, to)}pub${to.gap}struct${to.gap}${item.name}${to.list(['*mut u8'])};\n`;
    case 'macro':
      // in a macro's body a proof speaks for the very next line alone
      return `macro_rules! ${item.name} {\n    ($ring:expr) => {\n${writeStatement({ ...item.statement, form: 'tail' }, to)}    };\n}\n`;
  }
}

function writeFunction({ name, isUnsafe, preamble: said, body }: Function, to: Layouter): string {
  const head = `pub${to.gap}${isUnsafe ? `unsafe${to.gap}` : ''}fn${to.gap}${name}`;
  const parameters = to.list(['ring: *mut bindings::ring', `flags:${to.gap}usize`]);
  const statements = body.map((each, index) =>
    writeStatement({ ...each, form: each.form === 'tail' && index < body.length - 1 ? 'call' : each.form }, to),
  );
  return `${above(said, to)}${head}${parameters}${to.gap}->${to.gap}u32${to.gap}{\n${statements.join('')}}\n`;
}

function writeStatement({ proof, isUnsafe, call, argument, form }: Statement, to: Layouter): string {
  const called = `bindings::${call}${to.list(['ring', `FLAGS_OF_RING_${argument}`])}`;
  const value = isUnsafe ? `unsafe${to.gap}{${to.gap}${called}${to.gap}}` : called;
  const code = form === 'let' ? `let${to.gap}word${to.gap}=${to.gap}${value};` : form === 'call' ? `${value};` : value;
  return `${proofAbove(proof, to)}${code}\n`;
}

function proofAbove(proof: string | null, to: Layouter): string {
  return proof === null ? '' : to.blank(to.comment('//', `SAFETY: ${proof}`));
}

function above({ text, contract, example, attribute }: Preamble, to: Layouter): string {
  const plain = new Layouter(0);
  const code =
    example === null
      ? ''
      : `/// \`\`\`\n${writeStatement(example, plain)
          .replace(/^/gm, '/// ')
          .replace(/\/\/\/ $/, '')}/// \`\`\`\n`;
  const words = text === null ? '' : to.comment('///', text);
  return `${words}${section('Safety', contract, to)}${code}${attribute === null ? '' : `#[${attribute}]\n`}`;
}

function section(title: string, words: string | null, to: Layouter): string {
  return words === null ? '' : `/// # ${title}\n///\n${to.comment('///', words)}`;
}

/** An item before and after a change; at least one side is there. */
export interface Change {
  readonly before: Item | null;
  readonly after: Item | null;
}

/** Changes of the items of one file: most stay, some come, go, or become another of the same name. */
export const changes = (most = 4): fc.Arbitrary<readonly Change[]> =>
  fc.nat(most).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, number) =>
        fc.tuple(itemNumbered(number), itemNumbered(number), oneOf(['stays', 'stays', 'comes', 'goes', 'changes'])).map(
          ([item, other, fate]): Change => ({
            before: fate === 'comes' ? null : item,
            after: fate === 'goes' ? null : fate === 'changes' ? other : item,
          }),
        ),
      ),
    ),
  );

/** One side of a file's changes. */
export function sideOf(all: readonly Change[], side: 'before' | 'after'): readonly Item[] {
  return all.flatMap((change) => change[side] ?? []);
}
