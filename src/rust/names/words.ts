/** Words that are no names. */

/** Strict keywords that can stand where a path could begin, but begin none (The Rust Reference, "Keywords"). */
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
