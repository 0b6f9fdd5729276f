package dev.hako.app.stats;

import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.output.Words;
import dev.hako.app.value.Size;
import dev.hako.isolation.Usage;
import dev.hako.isolation.Usage.Memory;
import dev.hako.isolation.Usage.Traffic;
import java.util.Locale;
import java.util.Optional;

/// A container as `hako stats` shows it, under the names that Docker's templates use.
public final class StatsRow {
    private static final Document HEADINGS =
            Document.with("BlockIO", "BLOCK I/O")
                    .and("CPUPerc", "CPU %")
                    .and("Container", "CONTAINER")
                    .and("ID", "CONTAINER ID")
                    .and("MemPerc", "MEM %")
                    .and("MemUsage", "MEM USAGE / LIMIT")
                    .and("Name", "NAME")
                    .and("NetIO", "NET I/O")
                    .and("PIDs", "PIDS")
                    .build();

    /// The form of the whole list.
    public static final Listing LISTING =
            new Listing(
                    HEADINGS,
                    "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t"
                            + "{{.BlockIO}}\t{{.PIDs}}");

    /// For what this host does not count.
    private static final String UNKNOWN = "--";

    private static final int PERCENT = 100;

    private StatsRow() {}

    /// One row.
    ///
    /// @param machineBytes the memory of a container without a limit
    /// @param whole whether nothing is shortened
    public static Document of(Observation seen, long machineBytes, boolean whole) {
        String id = seen.container().id();
        String shown = whole ? id : Words.shortId(id);
        Optional<Usage> usage = seen.usage();
        Optional<Memory> memory = usage.flatMap(Usage::memory);
        return Document.with("BlockIO", traffic(usage.flatMap(Usage::blocks)))
                .and("CPUPerc", percent(seen.busyProcessors()))
                .and("Container", shown)
                .and("ID", shown)
                .and("MemPerc", percent(memory.map(used -> share(used, machineBytes))))
                .and("MemUsage", memory(memory, machineBytes))
                .and("Name", seen.container().name())
                .and("NetIO", traffic(usage.map(Usage::network)))
                .and("PIDs", tasks(usage))
                .build();
    }

    private static double share(Memory memory, long machineBytes) {
        long limit = limit(memory, machineBytes);
        return limit == 0 ? 0 : (double) memory.usedBytes() / limit;
    }

    private static long limit(Memory memory, long machineBytes) {
        return Math.min(memory.limitBytes().orElse(machineBytes), machineBytes);
    }

    private static String memory(Optional<Memory> memory, long machineBytes) {
        String used = memory.map(each -> Size.binary(each.usedBytes())).orElse(UNKNOWN);
        String limit = memory.map(each -> Size.binary(limit(each, machineBytes))).orElse(UNKNOWN);
        return used + " / " + limit;
    }

    private static String percent(Optional<Double> share) {
        return share.map(each -> String.format(Locale.ROOT, "%.2f%%", each * PERCENT))
                .orElse(UNKNOWN);
    }

    private static String traffic(Optional<Traffic> traffic) {
        return traffic.map(each ->
                        Size.roughly(each.inBytes()) + " / " + Size.roughly(each.outBytes()))
                .orElse(UNKNOWN);
    }

    private static String tasks(Optional<Usage> usage) {
        return usage.map(Usage::tasks)
                .filter(count -> count.isPresent())
                .map(count -> Long.toString(count.getAsLong()))
                .orElse(UNKNOWN);
    }
}
