/** What a person found by reading rust/kernel of 7.3.4 for the symbols that leaf code uses: the table of docs/bindings-in-leaf-code.md. */

export interface Judgement {
  readonly isRight: boolean;
  /** Why, in words that stand in the table. */
  readonly why: string;
}

function right(why: string): Judgement {
  return { isRight: true, why };
}

const NO_WRAPPER = right('rust/kernel does not mention it');
const LRU_LIST = right('rust/kernel has nothing for LRU lists');
const SHRINKER = right('rust/kernel has nothing for shrinkers');
const TASK_WORK = right('rust/kernel has nothing for task work');
const OWN_LAYOUT = right(
  'declared by Binder’s own header, which this tree leaves out; with it beside the driver the answer is its own glue',
);

export const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  file: right('`File` is transparent over it; `LocalFile` is the second candidate'),
  get_file: right('taking a reference is `inc_ref` of `File`'),
  fput: right('giving it back is `dec_ref` of `File`'),
  seq_file: right('`SeqFile` is transparent over it'),
  task_struct: right('`Task` is transparent over it'),
  list_head: right('`CListHead` is transparent over it; for lists of its own a driver has `kernel::list`'),
  vm_area_struct: right('`VmaRef` is transparent over it; a driver’s mmap gets a `VmaNew` of the same module'),
  poll_table_struct: right('a C typedef of `poll_table`, which `PollTable` holds; include/linux/poll.h tells'),
  spin_unlock: right(
    'the backend of `SpinLock`; here the lock lies in a C structure, which no Rust lock can take over',
  ),
  SZ_4M: right('the constant of that name'),
  O_CLOEXEC: right('the constant of that name'),
  dentry: right('debugfs keeps entries for itself; no type of rust/kernel stands for a directory entry'),
  inode: right('only handed to callbacks of debugfs and miscdevice; no type stands for it'),
  file_operations: right('debugfs, miscdevice and DRM each fill a table for themselves; no wrapper for other files'),
  compat_ptr_ioctl: right('miscdevice puts it into its own table; no wrapper for other files'),
  PF_KTHREAD: NO_WRAPPER,
  POLLERR: NO_WRAPPER,
  POLLIN: NO_WRAPPER,
  __get_random_u32_below: right('rust/kernel only fills bitmaps with random bits'),
  __poll_t: right('no type for poll masks; `PollTable` only registers'),
  file_close_fd: right('`FileDescriptorReservation` opens descriptors, nothing closes them'),
  filp_close: right('`File` gives references back, it does not close'),
  fl_owner_t: NO_WRAPPER,
  vm_operations_struct: right('`kernel::mm::virt` sets flags and pages, never the table of operations'),
  callback_head: TASK_WORK,
  init_task_work: TASK_WORK,
  task_work_add: TASK_WORK,
  task_work_notify_mode_TWA_RESUME: TASK_WORK,
  shrinker: SHRINKER,
  shrinker_alloc: SHRINKER,
  shrinker_register: SHRINKER,
  shrink_control: SHRINKER,
  __list_lru_init: LRU_LIST,
  list_lru: LRU_LIST,
  list_lru_add: LRU_LIST,
  list_lru_count: LRU_LIST,
  list_lru_del: LRU_LIST,
  list_lru_destroy: LRU_LIST,
  list_lru_isolate: LRU_LIST,
  list_lru_one: LRU_LIST,
  list_lru_walk: LRU_LIST,
  lru_status: LRU_LIST,
  rb_node_layout: OWN_LAYOUT,
  rb_process_layout: OWN_LAYOUT,
  rb_transaction_layout: OWN_LAYOUT,
  rust_binder_layout: OWN_LAYOUT,
  rust_binder_transaction: OWN_LAYOUT,
};
