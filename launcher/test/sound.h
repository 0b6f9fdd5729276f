/* sound.h: a sound plan that has every verb in it. Tests spoil it; the fuzzer begins with it. */
#ifndef HAKO_TEST_SOUND_H
#define HAKO_TEST_SOUND_H

#include "builder.h"

/* Where what is: step numbers … */
enum {
    AT_CALL,
    AT_CLONE,
    AT_JUMP,
    AT_LOAD,
    AT_STORE,
    AT_DECIMAL,
    AT_WRITE,
    AT_SEND,
    AT_RECEIVE,
    AT_SEND_FD,
    AT_RECEIVE_FD,
    AT_EACH,
    AT_GATE,
    AT_STAND_IN,
    AT_SPAWN,
    AT_REPORT,
    AT_AWAIT_EXEC,
    AT_MONITOR,
    AT_EXEC,
    AT_FAIL,
    AT_CLEANUP,
    AT_END,
    STEPS,
};

/* … and offsets in the data. */
struct sound_places {
    uint32_t number; /* 16 bytes for anything */
    uint32_t clone;
    uint32_t spawn;
    uint32_t monitor;
    uint32_t paths;
    uint32_t argv;
};

struct sound_places sound_plan(struct builder *plan);

#endif
