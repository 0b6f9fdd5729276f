/* oci_stats.h: what a container uses, as runc's events tell it. */
#ifndef HAKO_OCI_STATS_H
#define HAKO_OCI_STATS_H

#include "oci_home.h"
#include "oci_sink.h"

/* A JSON object: cpu, cpuset, memory, pids, blkio and hugetlb; what no group of the container counts is left out. */
void oci_stats_put(struct sink *sink, const struct oci_home *home);

#endif
