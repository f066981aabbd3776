/** Which calls need `unsafe`, as far as the call itself shows. */
import type { Call } from './operations.ts';

/** Methods and functions of core and of the kernel crate that are safe whatever they are called on. */
const SAFE = new Set(
  [
    // pointers and references: what they give is another spelling of one
    'as_ptr as_mut_ptr as_raw as_char_ptr as_ref as_mut cast cast_mut cast_const cast_slice get get_mut addr addr_of',
    'from_ref from_mut slice_from_raw_parts slice_from_raw_parts_mut is_null null null_mut dangling without_provenance wrapping_add wrapping_sub wrapping_byte_add',
    'deref deref_mut borrow borrow_mut into_raw into_inner as_non_null ffi_init opaque',
    // conversions
    'into from try_into try_from into_iter as_bytes as_slice as_mut_slice as_str to_bytes to_bytes_with_nul to_str to_owned',
    'to_result to_ptr from_result from_err_ptr into_foreign as_uninit',
    // numbers
    'len is_empty min max pow count_ones trailing_zeros wrapping_mul saturating_add saturating_sub checked_add checked_sub',
    'checked_mul index size_of size_of_val align_of align_of_val offset_of bits',
    // Option, Result, iterators
    'is_some is_none is_ok is_err map map_err map_or and_then or_else ok ok_or ok_or_else err unwrap unwrap_or unwrap_or_else',
    'unwrap_or_default expect filter take replace iter iter_mut next collect any all find position enumerate',
    // values
    'clone default drop forget eq ne lt gt cmp not',
  ].flatMap((line) => line.split(' ')),
);

/** Macros that hold no unsafe code of their own, or bring its justification with them. */
const SAFE_MACROS = new Set(
  [
    'addr_of addr_of_mut offset_of c_str fmt format_args concat stringify env cfg matches line file column',
    'assert assert_eq assert_ne debug_assert build_assert static_assert const_assert build_error panic unreachable todo',
    'pr_emerg pr_alert pr_crit pr_err pr_warn pr_notice pr_info pr_debug pr_cont dev_err dev_warn dev_info dev_dbg',
    'pin_init try_pin_init init try_init stack_pin_init new_mutex new_spinlock new_condvar new_work new_delayed_work',
    'static_lock_class optional_name this_module vec kvec write',
  ].flatMap((line) => line.split(' ').map((name) => `${name}!`)),
);

/** Names that say themselves that they ask something of their callers. */
const ASKS =
  /(?:^|_)(?:unchecked|assume_init|from_raw|from_ptr|raw|unaligned|volatile|zeroed|nonoverlapping|transmute)(?:_|$)|^__|^(?:byte_)?(?:add|sub|offset)$/;

/** C functions of the kernel's bindings. */
const C = /^(?:(?:crate|kernel|\$)(?:::)?)*(?:bindings|uapi)(?:::|$)/;

/**
 * What the call shows: `unsafe` where it calls C, or its name says so; `safe` where it is a constructor or in the lists above;
 * `open` otherwise.
 */
export function callSafety(call: Call): 'unsafe' | 'safe' | 'open' {
  if (call.name.endsWith('!')) return SAFE_MACROS.has(call.name) ? 'safe' : 'open';
  if (C.test(call.qualifier)) return 'unsafe';
  if (SAFE.has(call.name) && (call.isMethod || call.qualifier === '' || /(?:^|::)(?:ptr|mem)$/.test(call.qualifier)))
    return 'safe';
  if (/^[A-Z]/.test(call.name)) return 'safe';
  if (ASKS.test(call.name)) return 'unsafe';
  return 'open';
}
