/*
 * channel.h: what the init of a guest kernel and its host say to each other over one serial line. Written
 * here in C and in dev.hako.guest.channel in Java; GUEST_VERSION names both.
 *
 * All numbers are little-endian. A frame is a header and `size` bytes. It belongs to a stream, or to none (GUEST_NONE).
 * A stream is one end of a socket that the program of a run has at the other; what both send is kept in order and
 * within credit, so no stream ever holds up another.
 *
 * The line itself loses input for good once its reader is slow (the tty's throttle): the host never has more
 * than GUEST_LINE_WINDOW bytes on it of which the guest has not said GUEST_TAKEN. Towards the host nothing is lost.
 *
 * Neither trusts the other: the host ends a guest that breaks a rule, the guest powers off.
 */
#ifndef HAKO_CHANNEL_H
#define HAKO_CHANNEL_H

#include <stdint.h>

#define GUEST_VERSION 2u
#define GUEST_MAX_DATA 2048u      /* payload of any frame */
#define GUEST_LINE_WINDOW 3072u   /* bytes on the line, headers included; the tty throttles at 3968 */
#define GUEST_STREAM_WINDOW 16384u /* credit for GUEST_DATA that each stream begins with, in both directions */
#define GUEST_STREAMS 32u
#define GUEST_NONE 255u

struct guest_frame {
    uint16_t size; /* of the payload that follows */
    uint8_t type;
    uint8_t stream;
};

enum guest_type {
    /* host → guest */
    GUEST_RUN = 1,       /* struct guest_run: run a plan, whose control socket is this stream */
    GUEST_PLAN = 2,      /* bytes of the plan of the GUEST_RUN before, until it is whole; the same stream */
    GUEST_POWER_OFF = 3, /* nothing more */

    /* both */
    GUEST_DATA = 8,   /* bytes, within the credit */
    GUEST_END = 9,    /* no more data in this direction; once both have said so the stream may be used again */
    GUEST_CREDIT = 10, /* uint32_t: so many more bytes of data may be sent */

    /* guest → host */
    GUEST_READY = 16, /* struct guest_ready: first frame */
    GUEST_TAKEN = 17, /* uint32_t: so many bytes were read from the line */
    GUEST_EXITED = 18, /* uint32_t: the first process of the run of this stream has ended with this wait status */
};

struct guest_run {
    uint32_t plan_size;
    uint32_t streams; /* this one and those after it: the program has them as descriptors from CONTROL_FD on, and then
                         the directory /run of the guest, where a monitor leaves what it has to */
};

struct guest_ready {
    uint32_t version;
    uint32_t machine; /* PLAN_MACHINE_… */
};

/*
 * What an engine says to the carrier before anybody else says anything, over a connection of its own: which
 * network interfaces the guest has, with a packet socket (packet(7), with PACKET_VNET_HDR) for each of them. The kernel
 * finds them as the virtio devices "nic0", "nic1" and so on, in its working directory.
 */
#define CARRIER_MAX_NICS 8u
struct carrier_nic {
    uint8_t address[6]; /* of its hardware */
    uint16_t mtu;
};
struct carrier_nics {
    uint32_t version; /* GUEST_VERSION */
    uint32_t count;
    struct carrier_nic nics[CARRIER_MAX_NICS];
};

/*
 * What a stand-in (PLAN_STAND_IN) says to the carrier of a guest, the first process of its jail, over a unix
 * stream socket, once; with these descriptors. The carrier answers nothing, and keeps the connection as a sign that
 * somebody wants the guest: it ends the guest with the last of them. So does an engine for a look at a guest's files;
 * that does not keep a guest whose program has ended.
 */
struct carrier_request {
    uint32_t version; /* GUEST_VERSION */
    uint32_t purpose; /* CARRIER_PROGRAM, CARRIER_LOOK */
};
#define CARRIER_PROGRAM 0u
#define CARRIER_LOOK 1u
#define CARRIER_PLAN 0u    /* a memfd: the plan */
#define CARRIER_CONTROL 1u /* a stream socket: the run's control connection (wire.h) */
#define CARRIER_CLIENT 2u  /* a stream socket: its client in the foreground */
#define CARRIER_FDS 3u

_Static_assert(sizeof(struct guest_frame) == 4, "guest_frame is 4 bytes");
_Static_assert(sizeof(struct carrier_nics) == 72, "carrier_nics is 72 bytes");

#endif
