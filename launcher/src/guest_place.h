/* guest_place.h: what the init of a guest makes of the bare kernel that it is started on. */
#ifndef HAKO_GUEST_PLACE_H
#define HAKO_GUEST_PLACE_H

/*
 * Leaves the initrd, which cannot be pivoted away from, for a root in memory that has its files and the
 * kernel's file systems: 0, or -errno and in `failed` what could not be done.
 */
int guest_place_make(const char **failed);

/* Ends the machine. */
_Noreturn void guest_place_power_off(void);

#endif
