/**
 * What the standard library's macros make of their arguments, as far as it matters to our rules: whether an
 * argument ends up in plain position, in the head of a branch, or in braces (measured with clippy-driver 1.95).
 */
export const STANDARD_MACROS = `
macro_rules! vec {
    ($value:expr; $count:expr) => { from_elem($value, $count) };
    ($($value:expr),* $(,)?) => { into_vec([$($value),*]) };
}
macro_rules! dbg {
    ($value:expr $(,)?) => { match $value { value => value } };
    ($($value:expr),* $(,)?) => { ($(match $value { value => value }),*) };
}
macro_rules! matches { ($value:expr, $($pattern:tt)*) => { match $value { $($pattern)* => true, _ => false } }; }
macro_rules! assert { ($condition:expr $(, $($message:tt)*)?) => { if !$condition { panic!($($($message)*)?) } }; }
macro_rules! assert_eq {
    ($left:expr, $right:expr $(, $($message:tt)*)?) => { match (&$left, &$right) { _ => { panic!($($($message)*)?) } } };
}
macro_rules! assert_ne {
    ($left:expr, $right:expr $(, $($message:tt)*)?) => { match (&$left, &$right) { _ => { panic!($($($message)*)?) } } };
}
macro_rules! debug_assert { ($($inner:tt)*) => { if true { assert!($($inner)*); } }; }
macro_rules! debug_assert_eq { ($($inner:tt)*) => { if true { assert_eq!($($inner)*); } }; }
macro_rules! debug_assert_ne { ($($inner:tt)*) => { if true { assert_ne!($($inner)*); } }; }
macro_rules! addr_of { ($place:expr) => { &raw const $place }; }
macro_rules! addr_of_mut { ($place:expr) => { &raw mut $place }; }
macro_rules! format_args { ($format:expr $(, $($name:ident =)? $value:expr)* $(,)?) => { { ($(&$value),*) } }; }
macro_rules! format { ($($inner:tt)*) => { { format_args!($($inner)*) } }; }
macro_rules! print { ($($inner:tt)*) => { { format_args!($($inner)*) } }; }
macro_rules! println { ($($inner:tt)*) => { { format_args!($($inner)*) } }; }
macro_rules! eprint { ($($inner:tt)*) => { { format_args!($($inner)*) } }; }
macro_rules! eprintln { ($($inner:tt)*) => { { format_args!($($inner)*) } }; }
macro_rules! panic { ($($inner:tt)*) => { panic_fmt(format_args!($($inner)*)) }; }
macro_rules! unreachable { ($($inner:tt)*) => { panic_fmt(format_args!($($inner)*)) }; }
macro_rules! todo { ($($inner:tt)*) => { panic_fmt(format_args!($($inner)*)) }; }
macro_rules! unimplemented { ($($inner:tt)*) => { panic_fmt(format_args!($($inner)*)) }; }
macro_rules! write { ($to:expr, $($inner:tt)*) => { $to.write_fmt(format_args!($($inner)*)) }; }
macro_rules! writeln { ($to:expr, $($inner:tt)*) => { $to.write_fmt(format_args!($($inner)*)) }; }
macro_rules! stringify { ($($inner:tt)*) => { "" }; }
macro_rules! pin { ($value:expr $(,)?) => { Pin { pointer: &mut { $value } } }; }
macro_rules! ready { ($value:expr $(,)?) => { match $value { Ready(value) => value, Pending => { return Pending } } }; }
`;

/** Those that make a literal, a type error or nothing, whatever their arguments are. */
const PLAIN_MACROS =
  'cfg column compile_error concat env file include_bytes include_str line module_path offset_of option_env';

const NAMES: ReadonlySet<string> = new Set([
  ...Array.from(STANDARD_MACROS.matchAll(/^macro_rules! (\w+)/gm), ([, name]) => name as string),
  ...PLAIN_MACROS.split(' '),
]);

/** Whether the standard library has a macro of this name: none of them makes an unsafe block that its caller answers for. */
export function isStandardMacro(name: string): boolean {
  return NAMES.has(name);
}
