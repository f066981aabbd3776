#include <linux/fs.h>
#include <linux/ring.h>
#include <linux/slot.h>
