package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.CommandLine;
import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.isolation.TaskSpec;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.Hooks;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import java.util.List;
import java.util.Objects;

/// A container's specification, divided between the guest and the host.
///
/// @param inside what the guest's launcher is to make of it
/// @param outside where the jail's control groups are, and what the host limits in them
/// @param memoryMib of the guest
/// @param mode how many walls stand between the guest's programs and its kernel
/// @param files of the host's that the guest has
record GuestSpec(Spec inside, Linux outside, int memoryMib, Mode mode, CarriedFiles files) {
    /// Of a guest for which nothing is said. What it does not touch costs nothing.
    static final int STANDARD_MIB = 512;

    /// Chooses the mode: `strict` or `fast`.
    static final String MODE = "dev.hako.kernel.mode";

    private static final String GUESTS_NETWORK = "/proc/self/ns/net";
    private static final long MIB = 1L << 20;
    private static final long STANDARD_PERIOD = 100_000;

    /// What the host's limit leaves beyond the guest's memory: the kernel itself, the processes
    /// that stand for the guest's, and the carrier.
    private static final int HOST_ROOM_MIB = 64;

    /// @throws Failure `UNSUPPORTED` naming what a guest kernel does not do, and the remedy
    static GuestSpec of(TaskSpec task) {
        Spec spec = task.spec();
        Linux linux = Objects.requireNonNullElse(spec.linux(), Linux.NONE);
        refuse(task, linux);
        refuseHooks(spec);
        Resources resources = linux.resources();
        refuseProcessors(resources.cpu());
        CarriedFiles files = CarriedFiles.of(spec.mounts(), task.stateDirectory());
        Linux inner =
                linux.with(l ->
                        l.cgroupsPath(null)
                                .namespaces(namespaces(task, linux))
                                .resources(
                                        Resources.NONE.with(r ->
                                                r.devices(resources.devices())
                                                        .pids(resources.pids()))));
        Spec inside = spec.with(s -> s.linux(inner).mounts(files.mounts()));
        int memory = memoryMib(resources.memory());
        return new GuestSpec(inside, outside(linux, resources, memory), memory, mode(spec), files);
    }

    private static void refuse(TaskSpec task, Linux linux) {
        if (!task.joins().isEmpty()) {
            throw no("a namespace of another container", "leave `container:` modes out");
        }
        if (task.network().isEmpty() && isShared(linux, Namespace.Type.NETWORK)) {
            throw no("the host's network", "leave out `--network host`, and publish its ports");
        }
        if (isShared(linux, Namespace.Type.PID) || isShared(linux, Namespace.Type.IPC)) {
            throw no("namespaces of the host", "leave out `--pid host` and `--ipc host`");
        }
        if (isShared(linux, Namespace.Type.UTS)) {
            throw no("the host's name", "leave out `--uts host`");
        }
        if (has(linux, Namespace.Type.USER) || task.root().idMapped()) {
            throw no(
                    "users of its own",
                    "leave out `--userns`: the guest's root is nobody to the host in any case");
        }
        if (!linux.netDevices().isEmpty()) {
            throw no("devices of the host's network", "leave them out");
        }
        if (!linux.devices().isEmpty()) {
            throw no("devices of the host", "leave out `--device` and `--privileged`");
        }
    }

    /// A container that is connected has the network of its whole guest; any other one of its own.
    private static List<Namespace> namespaces(TaskSpec task, Linux linux) {
        return linux.namespaces().stream()
                .map(each ->
                        task.network().isPresent() && each.type() == Namespace.Type.NETWORK
                                ? new Namespace(Namespace.Type.NETWORK, GUESTS_NETWORK)
                                : each)
                .toList();
    }

    private static boolean isShared(Linux linux, Namespace.Type type) {
        return linux.namespaces().stream()
                .noneMatch(each -> each.type() == type && each.path() == null);
    }

    private static boolean has(Linux linux, Namespace.Type type) {
        return linux.namespaces().stream().anyMatch(each -> each.type() == type);
    }

    private static void refuseHooks(Spec spec) {
        if (!spec.hooks().equals(Hooks.NONE)) {
            throw no("hooks", "leave them out");
        }
    }

    private static void refuseProcessors(@org.jspecify.annotations.Nullable CpuResources cpu) {
        Long quota = cpu == null ? null : cpu.quotaMicros();
        if (cpu == null || quota == null) {
            return;
        }
        long period = Objects.requireNonNullElse(cpu.periodMicros(), STANDARD_PERIOD);
        if (quota > period) {
            throw no(
                    "more than one processor",
                    "ask for `--cpus 1` at most: its kernel runs on one at a time");
        }
    }

    /// Refuses limits that a guest keeps itself, or that are more than it can have.
    ///
    /// @throws Failure `UNSUPPORTED`, with what one may do instead
    static void requireOfHost(Resources limits) {
        refuseProcessors(limits.cpu());
        Resources rest = limits.with(r -> r.cpu(null).blockIo(null).devices(List.of()));
        if (!rest.equals(Resources.NONE)) {
            throw no(
                    "another limit of memory or processes while it runs",
                    "stop it, update it, and start it again");
        }
    }

    static Failure no(String what, String remedy) {
        return Failure.unsupported("isolation \"unikernel\" cannot give a container " + what)
                .hint(remedy);
    }

    private static Linux outside(Linux linux, Resources resources, int memoryMib) {
        MemoryResources memory = resources.memory();
        boolean limited = memory != null && memory.limitBytes() != null;
        MemoryResources host =
                limited
                        ? new MemoryResources(
                                (memoryMib + HOST_ROOM_MIB) * MIB,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                false,
                                false)
                        : null;
        return Linux.NONE.with(l ->
                l.cgroupsPath(linux.cgroupsPath())
                        .resources(
                                Resources.NONE.with(r ->
                                        r.cpu(resources.cpu())
                                                .blockIo(resources.blockIo())
                                                .memory(host))));
    }

    private static int memoryMib(@org.jspecify.annotations.Nullable MemoryResources memory) {
        Long limit = memory == null ? null : memory.limitBytes();
        if (limit == null || limit <= 0) {
            return STANDARD_MIB;
        }
        long mib = limit / MIB;
        if (mib < CommandLine.LEAST_MIB) {
            throw Failure.invalid("a guest kernel needs at least " + CommandLine.LEAST_MIB + " MiB")
                    .hint("ask for `--memory " + CommandLine.LEAST_MIB + "m` or more");
        }
        return Math.toIntExact(Math.min(mib, Integer.MAX_VALUE >> 1));
    }

    private static Mode mode(Spec spec) {
        String wanted = spec.annotations().getOrDefault(MODE, "strict");
        return switch (wanted) {
            case "strict" -> Mode.STRICT;
            case "fast" -> Mode.FAST;
            default ->
                    throw Failure.invalid("no mode \"" + wanted + "\" of guest kernels")
                            .hint("say " + MODE + "=strict or " + MODE + "=fast");
        };
    }
}
