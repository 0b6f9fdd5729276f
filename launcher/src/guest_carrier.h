/*
 * guest_carrier.h: the first process of a guest kernel's jail. It starts the kernel, holds the host's end
 * of its line, and lets whoever connects run programs inside. So all that a guest says is first read in its own jail.
 */
#ifndef HAKO_GUEST_CARRIER_H
#define HAKO_GUEST_CARRIER_H

/*
 * Starts `argv` with the line at descriptor 0, and carries until the kernel has ended, or nobody is connected any
 * more; nobody was ever, for a minute, is the same. Descriptor 0 is a listening unix stream socket. The first connection
 * brings the guest's network interfaces (channel.h: struct carrier_nics). Any later one asks for one run (struct
 * carrier_request) and ends with it.
 */
_Noreturn void guest_carrier_main(char **argv, char **envp);

#endif
