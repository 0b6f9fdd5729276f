package dev.hako.door.oci;

import dev.hako.plan.LimitWrite;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// Properties of a unit of systemd, as its calls take them: an array of names and values
/// (org.freedesktop.systemd1(5)).
///
/// What a container's limits are in files of its groups, they are here once more: systemd writes
/// its own idea of those files whenever it is reloaded. Limits for which it has no property it
/// leaves alone.
final class UnitProperties {
    private static final long MICROS = 1_000_000;
    private static final long HUNDREDTH_MICROS =
            10_000; // systemd counts in hundredths of a processor
    private static final long UNLIMITED = -1;

    /// Numbers that are the same in a file and in a property.
    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("memory.max", "MemoryMax"),
                    Map.entry("memory.high", "MemoryHigh"),
                    Map.entry("memory.low", "MemoryLow"),
                    Map.entry("memory.min", "MemoryMin"),
                    Map.entry("memory.swap.max", "MemorySwapMax"),
                    Map.entry("memory.limit_in_bytes", "MemoryLimit"),
                    Map.entry("pids.max", "TasksMax"),
                    Map.entry("cpu.weight", "CPUWeight"),
                    Map.entry("cpu.shares", "CPUShares"),
                    Map.entry("io.weight", "IOWeight"),
                    Map.entry("blkio.weight", "BlockIOWeight"));

    private static final Map<String, String> SETS =
            Map.of("cpuset.cpus", "AllowedCPUs", "cpuset.mems", "AllowedMemoryNodes");

    private final BusMessage array = new BusMessage();

    UnitProperties text(String name, String value) {
        begin(name, "s").string(value);
        return this;
    }

    UnitProperties flag(String name, boolean value) {
        begin(name, "b").bool(value);
        return this;
    }

    private UnitProperties number(String name, long value) {
        begin(name, "t").u64(value);
        return this;
    }

    /// The only process of a unit that is to be; its id is the array's last four bytes, and not
    /// known yet.
    UnitProperties process() {
        begin("PIDs", "au").u32(Integer.BYTES).u32(0);
        return this;
    }

    private BusMessage begin(String name, String type) {
        return array.struct().string(name).signature(type);
    }

    BusMessage array() {
        return array;
    }

    UnitProperties limits(List<LimitWrite> writes) {
        long quota = UNLIMITED;
        long period = 0;
        for (LimitWrite write : writes) {
            String file = write.file();
            String value = write.value();
            switch (file) {
                case "cpu.max" -> {
                    String[] words = value.split(" ", -1);
                    quota = parse(words[0]);
                    period = words.length > 1 ? parse(words[1]) : period;
                }
                case "cpu.cfs_quota_us" -> quota = parse(value);
                case "cpu.cfs_period_us" -> period = parse(value);
                default -> limit(file, value);
            }
        }
        return quota > 0 || period > 0 ? time(quota, period > 0 ? period : 100_000) : this;
    }

    private void limit(String file, String value) {
        String number = NUMBERS.get(file);
        String set = SETS.get(file);
        if (number != null && !value.contains(" ")) {
            number(number, parse(value));
        } else if (set != null) {
            begin(set, "ay").bytes(members(value));
        }
    }

    /// `max` and negative numbers are none at all.
    private static long parse(String value) {
        return value.equals("max") || value.startsWith("-")
                ? UNLIMITED
                : Long.parseUnsignedLong(value);
    }

    /// What is not a hundredth is rounded up; the file has the exact limit.
    private UnitProperties time(long quota, long period) {
        long second = UNLIMITED;
        if (quota > 0) {
            long exact = Math.multiplyExact(quota, MICROS) / period;
            second = (exact + HUNDREDTH_MICROS - 1) / HUNDREDTH_MICROS * HUNDREDTH_MICROS;
        }
        return number("CPUQuotaPerSecUSec", second).number("CPUQuotaPeriodUSec", period);
    }

    /// A bit for each member of a list such as `0-2,5`.
    private static byte[] members(String list) {
        BitSet members = new BitSet();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first =
                    Integer.parseInt(dash < 0 ? range.strip() : range.substring(0, dash).strip());
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1).strip());
            members.set(first, last + 1);
        }
        return members.toByteArray();
    }
}
