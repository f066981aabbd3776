#include <linux/fs.h>
#include <linux/ring.h>
