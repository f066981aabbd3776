//@ without: raw-c-entry

/// Reads a register.
///
/// # Safety
///
/// `regs` must point to a mapped register.
pub unsafe fn read(regs: *const u32) {}

#[doc = "# Safety"]
#[doc = "`regs` is mapped."]
unsafe fn write(regs: *mut u32) {}

/// # Safety
///
/// Implementors must wake every waiter.
pub unsafe trait Backend {}

// SAFETY: all waiters are woken.
unsafe impl Backend for Ring {}

impl RawLock for Ring {
    unsafe fn lock(ring: *mut Ring) {}
}

extern "C" {
    fn ring_lock(ring: *mut Ring);
}

#[doc = include_str!("ring.md")]
pub unsafe fn documented_elsewhere() {} //~? missing-safety-doc: the text stands in another file

#[doc(hidden)]
pub unsafe fn for_macros_only() {}

type Callback = unsafe fn(*mut Ring);

#[expect(clippy::missing_safety_doc, reason = "one caller")] //~ suppressed-safety-lint
unsafe fn callback(ring: *mut Ring) {} //~ suppressed missing-safety-doc

declare_trace! {
    /// A trace point of the ring.
    unsafe fn ring_kicked(ring: *mut Ring);
}
