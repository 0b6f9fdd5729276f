/*
 * control.h: the connections of engines to a monitor. A few small frames go each way; a peer that
 * breaks a rule, or does not read what it is told, is disconnected.
 */
#ifndef HAKO_CONTROL_H
#define HAKO_CONTROL_H

#include <stdint.h>

#include "frames.h"

#define CONTROL_MAX 8

struct control {
    int fd; /* -1: a free place */
    int passed[FRAME_MAX_FDS]; /* what came with a frame which is not complete yet; -1: none */
    struct frame_reader frame;
};

struct controls {
    struct control places[CONTROL_MAX];
};

void control_begin(struct controls *all);

/* Takes over a connection; null when there is no place (it is closed then). */
struct control *control_add(struct controls *all, int fd);

/* Accepts from a listener, whom its uid allows to: null for anybody else. */
struct control *control_accept(struct controls *all, int listener);

void control_close(struct control *control);

int control_any(const struct controls *all);

/* Closes the descriptors that came with the last frame; how many there were. */
int control_refuse_passed(struct control *control);

/* Sends one frame; who does not take it is disconnected. */
void control_send(struct control *control, uint16_t type, const void *payload, uint32_t size);

/* Answers WIRE_NAMESPACES with this process's own. */
void control_send_namespaces(struct control *control);

#endif
