package dev.hako.compare.walls;

import java.util.List;
import java.util.function.Predicate;

/// What a published way out of containers needs; that it is there does not say that the way is
/// open.
///
/// @param name of the way
/// @param need what it needs of a container, in words
/// @param holds whether that is there
record Precondition(String name, String need, Predicate<Walls> holds) {
    private static final String CORE_PATTERN = "/proc/sys/kernel/core_pattern";

    /// Those that can be told from inside, the oldest first.
    static final List<Precondition> ALL =
            List.of(
                    new Precondition(
                            "open_by_handle_at (Shocker, 2014)",
                            "CAP_DAC_READ_SEARCH, and the call",
                            walls -> walls.can("open-by-handle")),
                    new Precondition(
                            "AF_PACKET (CVE-2017-7308, CVE-2020-14386)",
                            "packet sockets: CAP_NET_RAW",
                            walls -> walls.can("packet-socket")),
                    new Precondition(
                            "core_pattern",
                            "the kernel's file may be written to",
                            walls -> walls.writable().contains(CORE_PATTERN)),
                    new Precondition(
                            "containerd-shim's abstract socket (CVE-2020-15257)",
                            "the host's network namespace",
                            walls -> walls.sharedNamespaces().contains("net")),
                    new Precondition(
                            "eBPF verifier (CVE-2021-31440, CVE-2021-3490)",
                            "bpf(2)",
                            walls -> walls.can("bpf")),
                    new Precondition(
                            "fsconfig (CVE-2022-0185)",
                            "mounts in a user namespace, or CAP_SYS_ADMIN",
                            walls -> walls.can("mount-in-user-namespace") || walls.can("mount")),
                    new Precondition(
                            "release_agent (CVE-2022-0492)",
                            "mounts, or a release_agent that may be written to",
                            walls ->
                                    walls.can("mount-in-user-namespace")
                                            || walls.can("mount")
                                            || walls.writable().stream()
                                                    .anyMatch(p -> p.endsWith("release_agent"))),
                    new Precondition(
                            "io_uring (CVE-2022-29582, CVE-2023-2598)",
                            "io_uring_setup(2)",
                            walls -> walls.can("io_uring")),
                    new Precondition(
                            "nf_tables (CVE-2023-32233, CVE-2024-1086)",
                            "a user namespace, or CAP_NET_ADMIN",
                            walls ->
                                    walls.can("make-user-namespace")
                                            || walls.capabilities().contains("NET_ADMIN")),
                    new Precondition(
                            "leaked descriptors (CVE-2024-21626)",
                            "a descriptor of the runtime's in the program",
                            walls -> !walls.descriptors().isEmpty()),
                    new Precondition(
                            "the engine's own socket",
                            "a socket of Docker or containerd inside",
                            walls -> walls.writable().stream().anyMatch(p -> p.endsWith(".sock"))),
                    new Precondition(
                            "devices of the host",
                            "block devices that may be made and opened",
                            walls -> walls.can("open-block-device")));
}
