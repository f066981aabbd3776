#![feature(unsafe_fields)]

struct Ring {
    /// # Safety
    ///
    /// Is below `slots`.
    unsafe head: usize,
    #[doc = "# Safety\n\nIs a power of two."]
    pub unsafe slots: usize,
    #[doc(hidden)]
    unsafe raw: *mut u8,
    #[doc = include_str!("ring.md")]
    unsafe tail: usize, //~? missing-safety-doc: the text is in another file
    #[expect(clippy::missing_safety_doc, reason = "set once")] //~ suppressed-safety-lint
    unsafe irq: u32, //~ suppressed missing-safety-doc
    wake: unsafe fn(*mut u8),
    name: &'static str,
}

declare_ring! {
    struct Made {
        unsafe head: usize, //~? missing-safety-doc: the macro may write the section
    }
}
