/*
 * id_map.h: which ids a user may map into a user namespace, by /etc/subuid and /etc/subgid, and
 * mapping them with the set-user-id programs newuidmap and newgidmap.
 */
#ifndef HAKO_ID_MAP_H
#define HAKO_ID_MAP_H

#include "places.h"

#define ID_MAP_RANGES 8u

struct id_map {
    const char *program; /* newuidmap's or newgidmap's path */
    uint32_t own;        /* becomes 0; from 1 on come the ranges */
    uint32_t count;
    uint32_t first[ID_MAP_RANGES], size[ID_MAP_RANGES];
};

/* Fills both in; returns why that is not possible, or null. */
const char *id_map_find(const struct places *places, struct id_map *users, struct id_map *groups);

/* Runs the program on a process: its exit code, or another number than 0. */
int id_map_apply(const struct id_map *map, int pid);

#endif
