/*
 * guest.h: the first process of a guest kernel. It serves the line to the host: begins runs, each a
 * process that is a launcher like those of the host, carries their streams, and reaps.
 */
#ifndef HAKO_GUEST_H
#define HAKO_GUEST_H

_Noreturn void guest_main(void);

#endif
