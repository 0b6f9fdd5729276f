/// Docker's HTTP API, as Docker and podman serve it at a unix socket: [DockerApi] speaks it. One
/// request uses one connection; nothing is shared between threads.
@NullMarked
package dev.hako.compare.docker;

import org.jspecify.annotations.NullMarked;
