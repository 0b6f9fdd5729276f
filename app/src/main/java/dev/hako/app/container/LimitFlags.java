package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Size;
import dev.hako.app.value.Throttles;
import dev.hako.app.value.Ulimits;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.Limits.DeviceThrottle.Kind;
import dev.hako.engine.config.Limits.Ulimit;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.stream.Stream;

/// How much the program may use.
public final class LimitFlags {
    private static final long MIN_MEMORY_BYTES = 6L << 20;

    private static final Option<Long> MEMORY =
            Option.of("-m, --memory", "BYTES", LimitFlags::memory, "Most memory, such as 512m");
    private static final Option<Long> MEMORY_SWAP =
            Option.of(
                    "--memory-swap",
                    "BYTES",
                    Size::parseOrUnlimited,
                    "Most memory and swap together; -1 for any amount of swap");
    private static final Option<Long> MEMORY_RESERVATION =
            Option.of(
                    "--memory-reservation",
                    "BYTES",
                    Size::parse,
                    "Memory to leave it under pressure");
    private static final Option<Integer> MEMORY_SWAPPINESS =
            Option.of(
                    "--memory-swappiness",
                    "PERCENT",
                    Numbers.between(-1, 100),
                    "How readily its memory is swapped, 0 to 100");
    private static final Option<Boolean> OOM_KILL_DISABLE =
            Option.flag("--oom-kill-disable", "Let it wait rather than be killed for memory");
    private static final Option<Long> CPUS =
            Option.of("--cpus", "NUMBER", Numbers::nanoCpus, "Most processors, such as 1.5");
    private static final Option<Long> CPU_SHARES =
            Option.of(
                    "-c, --cpu-shares",
                    "WEIGHT",
                    Numbers.atLeast(0),
                    "Share of contended processors, 2 to 262144");
    private static final Option<Long> CPU_PERIOD =
            Option.of("--cpu-period", "MICROS", Numbers.atLeast(0), "Period of the CPU quota");
    private static final Option<Long> CPU_QUOTA =
            Option.of("--cpu-quota", "MICROS", Numbers.atLeast(-1), "CPU time in each period");
    private static final Option<Long> CPU_RT_PERIOD =
            Option.of(
                    "--cpu-rt-period",
                    "MICROS",
                    Numbers.atLeast(0),
                    "Period of the time for real-time threads");
    private static final Option<Long> CPU_RT_RUNTIME =
            Option.of(
                    "--cpu-rt-runtime",
                    "MICROS",
                    Numbers.atLeast(0),
                    "Time for real-time threads in each period");
    private static final Option<String> CPUSET_CPUS =
            Option.of(
                    "--cpuset-cpus",
                    "LIST",
                    LimitFlags::list,
                    "Processors to run on, such as 0-2,4");
    private static final Option<String> CPUSET_MEMS =
            Option.of("--cpuset-mems", "LIST", LimitFlags::list, "Memory nodes to use, such as 0");
    private static final Option<Long> PIDS =
            Option.of(
                    "--pids-limit",
                    "NUMBER",
                    Numbers.atLeast(-1),
                    "Most processes and threads; -1 for any number");
    private static final Option<Integer> BLKIO_WEIGHT =
            Option.of(
                    "--blkio-weight",
                    "WEIGHT",
                    LimitFlags::blkioWeight,
                    "Share of contended disks, 10 to 1000; 0 for the default");
    private static final Option<DeviceThrottle> READ_BPS =
            throttle("--device-read-bps", Kind.READ_BPS, "Most bytes read a second from a device");
    private static final Option<DeviceThrottle> WRITE_BPS =
            throttle(
                    "--device-write-bps",
                    Kind.WRITE_BPS,
                    "Most bytes written a second to a device");
    private static final Option<DeviceThrottle> READ_IOPS =
            throttle("--device-read-iops", Kind.READ_IOPS, "Most reads a second from a device");
    private static final Option<DeviceThrottle> WRITE_IOPS =
            throttle("--device-write-iops", Kind.WRITE_IOPS, "Most writes a second to a device");
    private static final Option<Ulimit> ULIMIT =
            Option.of(
                    "--ulimit",
                    "NAME=SOFT[:HARD]",
                    Ulimits::parse,
                    "Resource limit, such as nofile=1024");

    /// Those that a container can be given anew.
    public static final List<Option<?>> LIVE =
            List.of(
                    MEMORY,
                    MEMORY_SWAP,
                    MEMORY_RESERVATION,
                    CPUS,
                    CPU_SHARES,
                    CPU_PERIOD,
                    CPU_QUOTA,
                    CPU_RT_PERIOD,
                    CPU_RT_RUNTIME,
                    CPUSET_CPUS,
                    CPUSET_MEMS,
                    PIDS,
                    BLKIO_WEIGHT);

    static final List<Option<?>> ALL =
            Stream.concat(
                            LIVE.stream(),
                            Stream.of(
                                    MEMORY_SWAPPINESS,
                                    OOM_KILL_DISABLE,
                                    READ_BPS,
                                    WRITE_BPS,
                                    READ_IOPS,
                                    WRITE_IOPS,
                                    ULIMIT))
                    .toList();

    private LimitFlags() {}

    /// What a command line says of limits.
    public static Limits read(ParsedLine line) {
        Limits.Builder limits = new Limits.Builder();
        readMemory(line, limits);
        readCpu(line, limits);
        line.value(PIDS).ifPresent(count -> limits.pids(count == 0 ? -1 : count));
        line.value(BLKIO_WEIGHT).filter(weight -> weight != 0).ifPresent(limits::blkioWeight);
        limits.deviceThrottles(line.valuesOf(List.of(READ_BPS, WRITE_BPS, READ_IOPS, WRITE_IOPS)));
        return limits.ulimits(line.values(ULIMIT)).build();
    }

    private static void readMemory(ParsedLine line, Limits.Builder limits) {
        line.value(MEMORY).ifPresent(limits::memoryBytes);
        line.value(MEMORY_SWAP).ifPresent(limits::memorySwapBytes);
        line.value(MEMORY_RESERVATION).ifPresent(limits::memoryReservationBytes);
        line.value(MEMORY_SWAPPINESS)
                .filter(percent -> percent >= 0)
                .ifPresent(limits::memorySwappiness);
        limits.oomKillDisable(line.flag(OOM_KILL_DISABLE));
    }

    private static void readCpu(ParsedLine line, Limits.Builder limits) {
        if (line.has(CPUS) && (line.has(CPU_PERIOD) || line.has(CPU_QUOTA))) {
            throw Failure.invalid("--cpus cannot be given with --cpu-period or --cpu-quota");
        }
        line.value(CPUS).filter(cpus -> cpus > 0).ifPresent(limits::nanoCpus);
        line.value(CPU_SHARES).filter(shares -> shares > 0).ifPresent(limits::cpuShares);
        line.value(CPU_PERIOD).filter(micros -> micros > 0).ifPresent(limits::cpuPeriodMicros);
        line.value(CPU_QUOTA).filter(micros -> micros != 0).ifPresent(limits::cpuQuotaMicros);
        line.value(CPU_RT_PERIOD)
                .filter(micros -> micros > 0)
                .ifPresent(limits::cpuRealtimePeriodMicros);
        line.value(CPU_RT_RUNTIME)
                .filter(micros -> micros > 0)
                .ifPresent(limits::cpuRealtimeRuntimeMicros);
        line.value(CPUSET_CPUS).ifPresent(limits::cpusetCpus);
        line.value(CPUSET_MEMS).ifPresent(limits::cpusetMems);
    }

    private static long memory(String text) {
        long bytes = Size.parse(text);
        if (bytes < MIN_MEMORY_BYTES) {
            throw Failure.invalid("less than 6m, with which no program starts");
        }
        return bytes;
    }

    private static int blkioWeight(String text) {
        int weight = Numbers.between(0, 1000).apply(text);
        if (weight > 0 && weight < 10) {
            throw Failure.invalid("not from 10 to 1000");
        }
        return weight;
    }

    private static String list(String text) {
        if (!text.matches("\\d+(-\\d+)?(,\\d+(-\\d+)?)*")) {
            throw Failure.invalid("not a list such as 0-2,4");
        }
        return text;
    }

    private static Option<DeviceThrottle> throttle(String name, Kind kind, String help) {
        return Option.of(name, "DEVICE:RATE", Throttles.of(kind), help);
    }
}
