//! Polling.
//!
//! C header: [`include/linux/poll.h`](srctree/include/linux/poll.h)

pub struct PollTable<'a> {
    table: *mut bindings::poll_table,
    //~ poll_table: bypasses kernel::poll::PollTable
    //~ poll_table_struct: bypasses kernel::poll::PollTable
    queue: Opaque<bindings::wait_queue_head_t>,
    //~ wait_queue_head_t: bypasses kernel::poll::PollTable
    //~ wait_queue_head: bypasses kernel::poll::PollTable
}
//~ poll_handler: none
