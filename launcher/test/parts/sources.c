/* sources.c: the parts of the launcher that are tested by themselves, compiled into this program. */
#include <stddef.h>
#include <stdint.h>
/* The kernel's headers leave out what the libc's have, but these here are never read with the libc's. */
#undef __GLIBC__

#include "../../src/text.c"

#include "../../src/clocks.c"
#include "../../src/detach.c"
#include "../../src/guest_fuse.c"
#include "../../src/guest_fuse_data.c"
#include "../../src/guest_fuse_names.c"
#include "../../src/guest_handles.c"
#include "../../src/guest_nodes.c"
#include "../../src/guest_ring.c"
#include "../../src/queue.c"
