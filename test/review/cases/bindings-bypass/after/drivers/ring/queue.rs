//! Queues.

use crate::bindings;

fn restart(queue: &Queue) {
    // SAFETY: `queue.clk` is valid, and `queue.ring` as well.
    unsafe {
        bindings::clk_enable(queue.clk);
        bindings::c_ring_drain(queue.ring);
        bindings::c_ring_reset(queue.ring);
        bindings::ring_glue_kick(queue.ring);
    }
}
