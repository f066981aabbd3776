//@ path: drivers/ring/slots.rs

fn head(&self) -> u8 {
    // SAFETY: `self.head` is below the length. //+
    let head = unsafe { *self.bytes.get_unchecked(self.head) }; //+
    //~^ warning new-unsafe
    head
}

fn name(bytes: &[u8]) -> &str {
    // SAFETY: The device gives ASCII. //+
    unsafe { core::str::from_utf8_unchecked(bytes) } //+
}
