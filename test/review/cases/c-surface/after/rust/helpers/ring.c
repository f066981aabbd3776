#include <linux/ring.h>

void rust_helper_ring_lock(struct ring *ring)
{
	ring_lock(ring);
}

__rust_helper void rust_helper_ring_unlock(struct ring *ring)
{
	ring_unlock(ring);
}
