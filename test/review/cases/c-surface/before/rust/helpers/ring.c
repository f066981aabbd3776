#include <linux/ring.h>

void rust_helper_ring_lock(struct ring *ring)
{
	ring_lock(ring);
}
