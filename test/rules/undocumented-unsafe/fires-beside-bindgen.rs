//@ path: rust/bindings/lib.rs
//@ without: suppressed-safety-lint allow-over-expect

#![allow(clippy::all, clippy::undocumented_unsafe_blocks)]

#[allow(clippy::undocumented_unsafe_blocks)]
mod bindings_raw {
    unsafe impl Zeroable for Unit {} //~ error undocumented-unsafe
    include!(concat!(env!("OBJTREE"), "/rust/bindings/bindings_generated.rs"));

    mod inner {
        #![allow(clippy::undocumented_unsafe_blocks)]
        fn start() {
            unsafe { ring::start() } //~ error undocumented-unsafe
        }
    }

    macro_rules! stop {
        () => { unsafe { ring::stop() } } //~ error undocumented-unsafe
    }
    fn stop() {
        stop!();
    }

    // this one says it of the code itself
    #[allow(clippy::undocumented_unsafe_blocks)]
    fn id() -> u32 {
        unsafe { ring::id() } //~ suppressed undocumented-unsafe
    }
}
