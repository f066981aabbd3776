//@ path: drivers/ring/ring.rs

// static mut in a comment
static RINGS: &str = "static mut";

fn start(ring: &'static mut Ring) -> &'static mut Ring {
    ring
}

fn run(hook: impl Fn(&'static mut Ring)) {
    let r#static = static move || hook;
}

macro_rules! counter {
    (static mut $name:ident) => {
        static $name: Counter = Counter::new();
    };
}
