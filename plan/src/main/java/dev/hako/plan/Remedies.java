package dev.hako.plan;

import dev.hako.kernel.Errno;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What users can do about the failures that are met most.
final class Remedies {
    /// A remedy for a kind of step: the first whose verb begins the step's intent counts.
    private record Remedy(String verb, String text) {}

    private static final Map<Errno, List<Remedy>> TABLE = new EnumMap<>(Errno.class);

    static {
        TABLE.put(
                Errno.EPERM,
                List.of(
                        new Remedy(
                                "mount proc",
                                "a container inside another one may mount procfs only if nothing"
                                        + " covers parts of the outer one's /proc"),
                        new Remedy(
                                "mount sysfs",
                                "sysfs can only be mounted by who owns the network namespace: give"
                                        + " the container one, or bind /sys"),
                        new Remedy(
                                "make the container's process",
                                "user namespaces may be forbidden here: see sysctl"
                                        + " kernel.unprivileged_userns_clone"),
                        new Remedy(
                                "set the resource limit",
                                "raising a limit takes CAP_SYS_RESOURCE: ask for no more than the"
                                        + " engine has (ulimit -H)"),
                        new Remedy(
                                "make the device",
                                "the engine lacks CAP_MKNOD, or its cgroup forbids device nodes"),
                        new Remedy(
                                "write the",
                                "the ids to map must belong to the engine's user: see /etc/subuid"
                                        + " and /etc/subgid")));
        TABLE.put(
                Errno.EACCES,
                List.of(
                        new Remedy(
                                "set oom_score_adj",
                                "lowering it below the engine's own takes CAP_SYS_RESOURCE"),
                        new Remedy(
                                "open the source",
                                "the engine's user may not reach it: check the permissions of all"
                                        + " directories above")));
        TABLE.put(
                Errno.ENOSPC,
                List.of(
                        new Remedy(
                                "make the container's process",
                                "a limit on namespaces is reached: see sysctl"
                                        + " user.max_net_namespaces and its like"),
                        new Remedy(
                                "make the cgroup", "a limit on cgroups is reached: remove some")));
        TABLE.put(
                Errno.EAGAIN,
                List.of(
                        new Remedy(
                                "make the container's process",
                                "a limit on processes is reached: see ulimit -u and pids.max of"
                                        + " the cgroup")));
        TABLE.put(
                Errno.ENOENT,
                List.of(
                        new Remedy("open the source", "the directory or file to bind must exist"),
                        new Remedy("bind on", "the directory or file to bind must exist"),
                        new Remedy(
                                "open a terminal",
                                "a terminal needs a mount of type devpts on /dev/pts"),
                        new Remedy(
                                "set memory.memsw",
                                "this kernel does not account swap: boot with swapaccount=1, or"
                                        + " leave the swap limit out"),
                        new Remedy("set ", "this kernel does not have it: leave the setting out"),
                        new Remedy("enter the working directory", "it must exist in the image")));
        TABLE.put(
                Errno.EINVAL,
                List.of(
                        new Remedy(
                                "become user",
                                "its ids must be mapped in the container's user namespace: an"
                                        + " ordinary user's engine maps those of /etc/subuid and"
                                        + " /etc/subgid"),
                        new Remedy(
                                "map the ids of",
                                "files on this file system have the same owners everywhere: ext4,"
                                        + " xfs, btrfs and from Linux 6.3 tmpfs can show others;"
                                        + " HAKO_ROOT moves images and containers, or leave out"
                                        + " --userns"),
                        new Remedy(
                                "join the",
                                "there is no such namespace at the path any more, or the process"
                                        + " has been in it all along")));
        TABLE.put(
                Errno.ELOOP,
                List.of(
                        new Remedy(
                                "",
                                "a symbolic link lies where none is followed: below /dev, /proc and"
                                        + " /sys, or a link of procfs in the working directory")));
        TABLE.put(
                Errno.ENODEV, List.of(new Remedy("mount ", "this kernel has no such file system")));
        TABLE.put(
                Errno.EBUSY,
                List.of(
                        new Remedy(
                                "enable controllers",
                                "the engine's cgroup holds processes: run it with Delegate=yes, or"
                                        + " in a cgroup of its own")));
    }

    private Remedies() {}

    static Optional<String> of(Step step, Errno errno) {
        String intent = step.intent().verb();
        return TABLE.getOrDefault(errno, List.of()).stream()
                .filter(remedy -> intent.startsWith(remedy.verb))
                .findFirst()
                .map(Remedy::text);
    }
}
