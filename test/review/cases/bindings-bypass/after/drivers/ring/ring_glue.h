/* SPDX-License-Identifier: GPL-2.0 */
int ring_glue_kick(struct c_ring *ring);
