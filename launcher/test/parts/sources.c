/* sources.c: the parts of the launcher that are tested by themselves, compiled into this program. */
#include "../../src/clocks.c"
#include "../../src/detach.c"
#include "../../src/queue.c"
