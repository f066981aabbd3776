/** Texts that were made to take long, by kind: each a function of its size in characters, about. */

const UNSAFE = 'unsafe { *p }';
const pointers = (code) => `pub fn f(p: *const u8) { ${code} unsafe { g(*p) } }\n`;
const within = (code) => `fn f(p: *const u8) { ${code} }\n`;
/** What `piece` gives, again and again, so that all of it is about `size` characters. */
const many = (size, piece) => {
  const make = typeof piece === 'string' ? () => piece : piece;
  const each = Math.max(1, make(1000).length);
  return Array.from({ length: Math.ceil(size / each) }, (_, index) => make(index)).join('');
};
const nested = (size, opening, middle, closing) => {
  const depth = Math.ceil(size / (opening.length + closing.length));
  return opening.repeat(depth) + middle + closing.repeat(depth);
};
const OWN = 'macro_rules! m { ($($x:tt)*) => { unsafe { $($x)* } } }\n';
const PASSES_ON = 'macro_rules! m { ($($x:tt)*) => { $($x)* } }\n';
const EXPR = 'macro_rules! m { ($x:expr) => { $x } }\n';

/**
 * By name the text of about so many characters.
 * @type {Readonly<Record<string, (size: number) => string>>}
 */
export const HOSTILE_KINDS = {
  'calls in calls of unknown macros': (size) => within(nested(size, 'm!(', UNSAFE, ')')),
  'calls in calls with braces': (size) => within(nested(size, 'm!{', UNSAFE, '}')),
  'calls in calls in items': (size) => nested(size, 'm!{', `fn f() { ${UNSAFE} }`, '}'),
  'calls in calls with an unsafe in each': (size) => within(nested(size, 'm!(unsafe { a }, ', UNSAFE, ')')),
  'calls in calls of a macro of the file': (size) => OWN + within(nested(size, 'm!(', 'x', ')')),
  'calls in calls of a macro that passes on': (size) => PASSES_ON + within(nested(size, 'm!(', UNSAFE, ')')),
  'calls in calls of a macro of an expression': (size) => EXPR + within(nested(size, 'm!(', UNSAFE, ')')),
  'calls in calls of two macros': (size) =>
    OWN + PASSES_ON.replace('m', 'n').replace(' m', ' n') + within(nested(size, 'm!(n!(', UNSAFE, '))')),
  'calls of a macro in a row': (size) => OWN + within(many(size, 'm!(a);')),
  'calls of a macro with unsafe in a row': (size) => OWN + within(many(size, 'm!(unsafe { a });')),
  'calls of unknown macros in a row': (size) => within(many(size, 'm!(unsafe { a });')),
  'many macros': (size) => many(size, (n) => `macro_rules! m${n} { ($x:expr) => { unsafe { $x } } }\n`),
  'many macros that call the next': (size) =>
    many(size, (n) => `macro_rules! m${n} { ($($x:tt)*) => { m${n + 1}!($($x)*) } }\n`) + within(`m0!(${UNSAFE})`),
  'many macros that call the one before': (size) =>
    `macro_rules! m0 { () => { unsafe {} } }\n${many(size, (n) => `macro_rules! m${n + 1} { () => { m${n}!() } }\n`)}`,
  'macros that hand a pointer on, many times each': (size) => {
    // few calls in each, as one macro more multiplies them
    const calls = (n, what) => many(size / 4, `m${n}!(${what}); // ${'-'.repeat(180)}\n`);
    const macros = [0, 1, 2].map((n) => `macro_rules! m${n} { ($a:expr) => { ${calls(n + 1, '$a')} } }\n`);
    return `${macros.join('')}macro_rules! m3 { ($a:expr) => { $a } }\n${pointers(calls(0, 'p'))}`;
  },
  'pointers given to a macro of many arms': (size) =>
    `macro_rules! m { ${many(size / 2, (n) => `(a${n} $a:expr) => { $a };`)} }\n${pointers(many(size / 2, 'm!(p);'))}`,
  'pointers given to a macro with many variables': (size) =>
    `macro_rules! m { (${many(size / 2, (n) => `$a${n}:expr,`)} $b:expr) => { ${many(size / 2, (n) => `$a${n};`)} } }\n${pointers(`m!(${many(size / 2, () => 'p, ').slice(0, -2)})`)}`,
  'pointers in unsafe blocks in each other': (size) => pointers(nested(size, 'unsafe { h(p); ', '', '}')),
  'conditions that take the name of a pointer': (size) => pointers(many(size, 'if let p ')),
  'closures that take the name of a pointer': (size) => pointers(many(size, '|p| ')),
  'pointers in functions of one name, safe and unsafe': (size) =>
    many(size, (n) => `impl S${n} { pub fn f(p: *const u8) { unsafe { f(p) } } unsafe fn f(p: *const u8) {} }\n`),
  'pointers of many functions': (size) => many(size, (n) => `pub fn f${n}(p: *mut bindings::a) { unsafe { g(p) } }\n`),
  'a macro of many arms': (size) =>
    `macro_rules! m { ${many(size / 2, (n) => `(a${n}) => { unsafe { a${n} } };`)} }\n${within(many(size / 2, (n) => `m!(a${n});`))}`,
  'a macro with many variables': (size) =>
    `macro_rules! m { (${many(size / 2, (n) => `$a${n}:expr,`)}) => { unsafe { ${many(size / 2, (n) => `$a${n};`)} } } }\n${within(`m!(${many(size / 2, 'x, ')})`)}`,
  'matchers in matchers': (size) =>
    `macro_rules! m { (${nested(size, '$(', '', ')*')}) => { unsafe {} } }\n${within('m!()')}`,
  'one macro defined again and again': (size) => many(size, 'macro_rules! m { () => { unsafe {} } } fn f() { m!() }\n'),
  'attributes in attributes': (size) => `${nested(size, '#[a(', 'x', ')]')}\n${within(UNSAFE)}`,
  'attributes in attributes on unsafe': (size) => `${nested(size, '#[a(', UNSAFE, ')]')}\n${within(UNSAFE)}`,
  'lint attributes in attributes': (size) => `${nested(size, '#[allow(', 'warnings', ')]')}\n${within(UNSAFE)}`,
  'conditional attributes in each other': (size) =>
    `${nested(size, '#[cfg_attr(all(), ', 'allow(warnings)', ')]')}\nunsafe fn f() {}\n`,
  'conditions in a condition': (size) =>
    `${nested(size / 2, 'all(', '', ')').replace(/^/, '#[cfg(')})]\nunsafe fn f() {}\n`,
  'attributes in a row': (size) => `${many(size, '#[a]\n')}unsafe fn f() {}\n`,
  'lint attributes in a row': (size) => `${many(size, '#[allow(warnings)]\n')}unsafe fn f() {}\n`,
  'lints in an attribute': (size) =>
    `#[allow(${many(size, 'clippy::undocumented_unsafe_blocks, ')})]\nunsafe fn f() {}\n`,
  'attributes on blocks': (size) => within(many(size, '#[allow(warnings)] { unsafe { a } } ')),
  'attributes that never close': (size) => `${many(size, '#[a(')}\n${within(UNSAFE)}`,
  'unclosed angles': (size) => within(`a${many(size, '<')} ${UNSAFE}`),
  'types in types': (size) => within(`let x: ${nested(size, 'A<', 'B', '>')} = ${UNSAFE};`),
  'types in types of an item': (size) => `unsafe fn f(x: ${nested(size, 'A<', 'B', '>')}) {}\n`,
  'impls of deep types': (size) => `unsafe impl Send for ${nested(size, 'A<', 'B', '>')} {}\n`,
  'generics in a row': (size) => `unsafe fn f<${many(size, (n) => `A${n}: B, `)}>() {}\n`,
  'bounds in a row': (size) => `unsafe fn f<A>() where ${many(size, (n) => `A: B${n}, `)} {}\n`,
  'shifts without an end': (size) => within(`let x: A${many(size, '<<')} ${UNSAFE}`),
  references: (size) => within(many(size, '&') + UNSAFE),
  negations: (size) => within(many(size, '!') + UNSAFE),
  'binary operators': (size) => within(many(size, 'a+') + UNSAFE),
  'chain of comparisons': (size) => within(many(size, 'a<b>') + UNSAFE),
  closures: (size) => within(many(size, '|x| ') + UNSAFE),
  'returns in returns': (size) => within(many(size, 'return ') + UNSAFE),
  'conditions in conditions': (size) => within(nested(size, 'if a { ', UNSAFE, ' }')),
  'else if': (size) => within(`${many(size, 'if a { b } else ')}{ ${UNSAFE} }`),
  'else if with unsafe': (size) => within(`${many(size, 'if a { unsafe { b } } else ')}{ ${UNSAFE} }`),
  'matches in matches': (size) => within(nested(size, 'match a { _ => ', UNSAFE, ' }')),
  'arms of a match': (size) => within(`match a { ${many(size, (n) => `${n} => unsafe { a },`)} }`),
  braces: (size) => within(nested(size, '{', UNSAFE, '}')),
  'unsafe in unsafe': (size) => within(nested(size, 'unsafe {', '', '}')),
  'blocks in a row': (size) => within(many(size, '{} ') + UNSAFE),
  'unsafe blocks in a row': (size) => within(many(size, 'unsafe { a } ')),
  'unsafe blocks on lines': (size) => within(many(size, 'unsafe { a }\n')),
  'unsafe blocks in a sum': (size) => within(`${many(size, 'unsafe { a } + ')}1`),
  'unsafe blocks as arguments': (size) => within(`a(${many(size, 'unsafe { a }, ')})`),
  'unsafe blocks in an array of lines': (size) => within(`[${many(size, 'unsafe { a },\n')}]`),
  parentheses: (size) => within(nested(size, '(', UNSAFE, ')')),
  'parentheses that never close': (size) => within(many(size, '(') + UNSAFE),
  'braces that never close': (size) => within(many(size, '{') + UNSAFE),
  'brackets of three kinds that never close': (size) => within(many(size, '([{') + UNSAFE),
  'brackets that close nothing': (size) => within(UNSAFE + many(size, ')}]')),
  'brackets that close another': (size) => within(many(size, '(]') + UNSAFE),
  'arrays in arrays': (size) => within(nested(size, '[', UNSAFE, ']')),
  'calls in calls of functions': (size) => within(nested(size, 'a(', UNSAFE, ')')),
  'chain of calls': (size) => within(`a${many(size, '.b()')}.c(${UNSAFE})`),
  'chain of calls with unsafe': (size) => within(`a${many(size, '.b(unsafe { c })')}`),
  'chain of calls on lines with unsafe': (size) => within(`a${many(size, '\n.b(unsafe { c })')}`),
  'chain of calls below a comment': (size) => within(`// SAFETY: a\na${many(size, '\n.b(unsafe { c })')}`),
  'chain of questions': (size) => within(`${UNSAFE}${many(size, '?')}`),
  'path without an end': (size) => within(`${many(size, 'a::')}b(${UNSAFE})`),
  'path of a use': (size) => `use ${many(size, 'a::')}b;\n${within(UNSAFE)}`,
  'use trees in use trees': (size) => `use ${nested(size, 'a::{', 'b', '}')};\n${within(UNSAFE)}`,
  'use trees of bindings in each other': (size) =>
    `use kernel::bindings::{${nested(size, 'a::{', 'b', '}')}};\n${within('unsafe { bindings::a() }')}`,
  'names in a use': (size) => `use a::{${many(size, (n) => `b${n}, `)}};\n${within(UNSAFE)}`,
  'aliases of aliases': (size) =>
    `use kernel::bindings as a0;\n${many(size, (n) => `use a${n} as a${n + 1};\n`)}${within(UNSAFE)}`,
  'aliases of aliases, backwards': (size) => {
    const count = Math.ceil(size / 22);
    const lines = Array.from({ length: count }, (_, n) => `use a${count - n - 1} as a${count - n};\n`);
    return `${lines.join('')}use kernel::bindings as a0;\n${within(`unsafe { a${count}::f() }`)}`;
  },
  'aliases of one name': (size) => `${many(size, 'use kernel::bindings as a;\n')}${within('unsafe { a::f() }')}`,
  'globs in a row': (size) => `${many(size, (n) => `use a${n}::*;\n`)}${within('unsafe { bindings::f(); b() }')}`,
  'globs of own modules': (size) =>
    `${many(size, (n) => `mod a${n} { pub use super::a${n + 1}::*; }\nuse a${n}::*;\n`)}${within('unsafe { bindings::f(); b() }')}`,
  'modules in modules': (size) => nested(size, 'mod a {', within(UNSAFE), '}'),
  'modules in a row': (size) => many(size, (n) => `mod a${n} { unsafe fn f() {} }\n`),
  'modules of one name': (size) => many(size, 'mod a { unsafe fn f() {} }\n'),
  'uses of bindings in modules': (size) =>
    many(size, (n) => `mod a${n} { use kernel::bindings; fn f() { unsafe { bindings::f() } } }\n`),
  'functions in functions': (size) => nested(size, 'fn f() {', UNSAFE, '}'),
  'impls in functions in impls': (size) => nested(size, 'impl A { fn f() {', UNSAFE, '}}'),
  'functions of one name': (size) => many(size, 'fn f() { unsafe { *p } }\n'),
  'unsafe functions of one name': (size) => many(size, 'pub unsafe fn f() {}\n'),
  'functions of other names': (size) => many(size, (n) => `fn f${n}() { unsafe { *p } }\n`),
  'functions of one name, other code': (size) => many(size, (n) => `fn f() { unsafe { *p${n} } }\n`),
  'bindings in a function': (size) => within(many(size, 'unsafe { bindings::f() };')),
  'names of bindings': (size) => within(many(size, (n) => `bindings::f${n}; `)),
  'impls of a trait': (size) => many(size, 'unsafe impl Send for A {}\n'),
  'impls of other traits': (size) => many(size, (n) => `unsafe impl T${n} for A${n} {}\n`),
  'impls of a type': (size) => many(size, (n) => `impl A { pub unsafe fn f${n}() {} }\n`),
  statics: (size) => many(size, (n) => `static mut A${n}: u8 = 0;\n`),
  'extern blocks': (size) => many(size, (n) => `extern "C" { fn f${n}(); }\n`),
  'functions in an extern block': (size) => `extern "C" { ${many(size, (n) => `fn f${n}();`)} }\n`,
  'functions of C': (size) => many(size, (n) => `#[no_mangle] pub unsafe extern "C" fn f${n}(p: *mut u8) {}\n`),
  fields: (size) => `struct A { ${many(size, (n) => `a${n}: *mut u8,\n`)} }\n${within(UNSAFE)}`,
  'SAFETY comments in a row': (size) => `${many(size, '// SAFETY: a\n')}${within(UNSAFE)}`,
  'SAFETY comments in a row above a block': (size) => within(`\n${many(size, '// SAFETY: a\n')}${UNSAFE}`),
  'SAFETY comments, each above a statement': (size) => within(many(size, '\n// SAFETY: a\nlet a = 1;')),
  'SAFETY comments, each above a block': (size) => within(many(size, '\n// SAFETY: a\nunsafe { *p };')),
  'SAFETY comments with an empty line between': (size) => `${many(size, '// SAFETY: a\n\n')}${within(UNSAFE)}`,
  'SAFETY comments in one line': (size) => within(many(size, '/* SAFETY: a */') + UNSAFE),
  'SAFETY comments in one line with blocks': (size) => within(many(size, '/* SAFETY: a */ unsafe { a } ')),
  'comments in a row below a mark': (size) => within(`\n// SAFETY: a\n${many(size, '// a\n')}${UNSAFE}`),
  'comments in a row above a block': (size) => within(`\n${many(size, '// a\n')}${UNSAFE}`),
  'empty lines': (size) => within(many(size, '\n') + UNSAFE),
  'empty lines above blocks': (size) => within(many(size / 2, '\n') + many(size / 2, UNSAFE)),
  'comments in comments': (size) => `${nested(size, '/*', ' SAFETY: ', '*/')}\n${within(UNSAFE)}`,
  'comments that never close': (size) => `${within(UNSAFE)}${many(size, '/*')}`,
  'a string that never closes': (size) => `${within(UNSAFE)}"${many(size, 'unsafe \n')}`,
  'raw strings that never close': (size) => `${within(UNSAFE)}${many(size, 'r#"')}`,
  'raw strings with ever more marks': (size) => `${within(UNSAFE)}r${'#'.repeat(size / 2)}"${'"#'.repeat(size / 4)}`,
  'quotes in a row': (size) => `${within(UNSAFE)}${many(size, "'")}`,
  lifetimes: (size) => within(many(size, "'a: ") + UNSAFE),
  'names in backticks': (size) => `// SAFETY: ${many(size, (n) => `\`a${n}\` `)}\nunsafe impl Send for Ring {}\n`,
  backticks: (size) => `// SAFETY: ${many(size, '`a')}\nunsafe impl Send for Ring {}\n`,
  'a long line': (size) => within(`unsafe { a(${many(size, 'b, ')}) }`),
  'long lines': (size) => within(many(size, `\nunsafe { a(${'b, '.repeat(3000)}) };`)),
  'a long comment': (size) => within(`\n// SAFETY: ${many(size, 'a ')}\n${UNSAFE}`),
  'a long name': (size) => within(`unsafe { ${many(size, 'a')} }`),
  'documentation in a row': (size) => `${many(size, '/// a\n')}pub unsafe fn f() {}\n`,
  'sections in a row': (size) => `${many(size, '/// # Safety\n')}pub unsafe fn f() {}\n`,
  'sections with words': (size) => `${many(size, '/// # Safety\n///\n/// a\n///\n')}pub unsafe fn f() {}\n`,
  'sections, each on its function': (size) => many(size, '/// # Safety\n///\n/// a\npub unsafe fn f() {}\n'),
  'sections, each on a safe function': (size) => many(size, '/// # Safety\n///\n/// a\npub fn f() {}\n'),
  'fences that never close': (size) => `${many(size, '/// ```\n')}pub unsafe fn f() {}\n`,
  'examples in a row': (size) => `${many(size, '/// ```\n/// unsafe { a }\n/// ```\n')}pub unsafe fn f() {}\n`,
  'a long example': (size) => `/// \`\`\`\n${many(size, '/// unsafe { a }\n')}/// \`\`\`\npub unsafe fn f() {}\n`,
  'lists in lists': (size) => `${many(size, '/// > - a `b` *c* [d](e) <f>\n')}/// # Safety\npub unsafe fn f() {}\n`,
  'quotes in quotes': (size) => `/// ${many(size, '> ')}# Safety\npub unsafe fn f() {}\n`,
  'a heading without an end': (size) => `/// # ${many(size, '*_`[<&')} Safety\npub unsafe fn f() {}\n`,
  'documentation as attributes': (size) => `${many(size, '#[doc = "a"]\n')}pub unsafe fn f() {}\n`,
  transmutes: (size) => within(many(size, 'unsafe { core::mem::transmute::<A, B>(a) };')),
  'transmutes in transmutes': (size) => within(`unsafe { ${nested(size, 'transmute(', 'a', ')')} }`),
  assembler: (size) => within(many(size, 'unsafe { core::arch::asm!("nop") };')),
  lets: (size) => within(many(size, (n) => `let a${n} = unsafe { *p };\n`)),
  'lets without unsafe': (size) => within(many(size, (n) => `let a${n} = p;\n`) + UNSAFE),
  'lets of one name': (size) => within(many(size, 'let bindings = a; bindings::f();\n') + UNSAFE),
  'conditions on bindings': (size) => within(many(size, '{ use kernel::bindings::*; unsafe { f() } }\n')),
  'characters that rustc refuses': (size) => within(many(size, '\u00a0') + UNSAFE),
  'marks that mean nothing': (size) => within(many(size, '@$\\') + UNSAFE),
  'CR alone': (size) => within(many(size, '\r') + UNSAFE),
  'raw names': (size) => within(many(size, 'r#unsafe ') + UNSAFE),
  'lone unsafe words': (size) => within(many(size, 'unsafe ')),
  'lone unsafe words in a macro': (size) => `m!(${many(size, 'unsafe ')});\n`,
  'unsafe words behind marks': (size) => within(many(size, 'unsafe; ')),
  'unions and raw pointers': (size) => within(many(size, '&raw const a; union; ') + UNSAFE),
  'where clauses without an end': (size) => `impl A where ${many(size, 'A: ?Sized + ')} {}\n${within(UNSAFE)}`,
  'binders in binders': (size) => `fn f(x: ${many(size, "for<'a> fn(")}) {}\n${within(UNSAFE)}`,
};
