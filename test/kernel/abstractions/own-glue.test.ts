/** Symbols that a driver's own C code declares, in a header beside it: nobody else can wrap them. */
import { evidenceOf } from '../../../src/kernel/abstractions/evidence.ts';
import { answerTo, type Header, makeIndex } from '../../../src/kernel/abstractions/index.ts';
import { lex } from '../../../src/rust/lexer.ts';

const HEADER: Header = {
  path: 'drivers/ring/ring_glue.h',
  text: `/* SPDX-License-Identifier: GPL-2.0 */
#define RING_SLOTS 16

enum ring_state {
	RING_IDLE,
	RING_BUSY = 3,
};

struct ring_layout {
	size_t lock;
	size_t slots;
};

struct inode;
typedef void *ring_handle;
extern const struct ring_layout ring_main_layout;

struct dentry *ring_create_file(struct inode *inode, const char *name);

static inline void ring_kick(struct ring_layout *layout, unsigned int slot)
{
	return kick(layout, RING_SLOTS, clk_of(slot));
}
`,
};

const INDEX = makeIndex([
  evidenceOf(
    'rust/kernel/fs.rs',
    lex('pub struct Inode(Opaque<bindings::inode>); impl Inode { pub fn get(&self) { bindings::iget() } }'),
  ),
]);

test.each([
  'RING_SLOTS',
  'ring_state',
  'RING_IDLE',
  'RING_BUSY',
  'ring_layout',
  'ring_handle',
  'ring_main_layout',
  'ring_create_file',
  'ring_kick',
])('%s is declared there', (symbol) => {
  expect(answerTo(INDEX, symbol, [HEADER])).toEqual({ kind: 'own-glue', header: HEADER.path });
  expect(answerTo(INDEX, symbol)).toEqual({ kind: 'none' });
});

test.each(['dentry', 'size_t', 'kick', 'clk_of', 'name', 'slot', 'ring', 'GPL'])('%s is only used there', (symbol) => {
  expect(answerTo(INDEX, symbol, [HEADER])).toEqual({ kind: 'none' });
});

test('what the kernel crate wraps is no glue, whoever declares it again', () => {
  const again = { path: 'drivers/ring/again.h', text: 'struct inode {\n};\nvoid iget(void);\n' };
  expect(answerTo(INDEX, 'inode', [HEADER, again])).toMatchObject({
    kind: 'bypasses',
    abstraction: { name: 'kernel::fs::Inode' },
  });
  expect(answerTo(INDEX, 'iget', [again])).toMatchObject({ kind: 'bypasses', abstraction: { member: 'get', line: 1 } });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])('%p is no symbol', (symbol) => {
  expect(answerTo(INDEX, symbol)).toEqual({ kind: 'none' });
  const file = evidenceOf('rust/kernel/odd.rs', lex(`pub struct Odd(Opaque<bindings::${symbol || 'x'}>);`));
  expect(answerTo(JSON.parse(JSON.stringify(makeIndex([file]))), symbol || 'x')).toMatchObject({ kind: 'bypasses' });
});
