struct poll_table_struct;

typedef void (*poll_handler)(struct poll_table_struct *);

typedef struct poll_table_struct {
	union {
		int key;
	} u;
	poll_handler handler;
} poll_table;

typedef struct wait_queue_head wait_queue_head_t;
