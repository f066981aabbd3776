/** Words that cannot be names, and names that need no import. */

/** Strict keywords that can be where a path could begin, but begin none (The Rust Reference, "Keywords"). */
export const KEYWORDS: ReadonlySet<string> = new Set(
  'as async await break const continue dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return static struct trait true type union unsafe use where while'.split(
    ' ',
  ),
);

/** Crates that kernel code can name without an import (rust/Makefile). */
export const CRATES: ReadonlySet<string> = new Set(
  'kernel core alloc std macros pin_init pin_init_internal bindings uapi ffi build_error compiler_builtins proc_macro proc_macro2 quote syn zerocopy zerocopy_derive'.split(
    ' ',
  ),
);

/** Those of them whose names modules of other crates bear as well: a glob can have brought such a one. */
export const NAMES_OF_MODULES: ReadonlySet<string> = new Set(['bindings', 'uapi', 'ffi', 'macros']);

/** What is in view everywhere, and is therefore not taken for what a glob brings (std, "prelude"; primitive types). */
export const PRELUDE: ReadonlySet<string> = new Set(
  'Self bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 Option Some None Result Ok Err Box Vec String Default Clone Copy Send Sync Sized Unpin Drop Fn FnMut FnOnce From Into TryFrom TryInto AsRef AsMut Iterator IntoIterator Extend PartialEq Eq PartialOrd Ord ToOwned ToString'.split(
    ' ',
  ),
);
