package dev.hako.bench.scenario;

import java.util.List;

/// All scenarios, in the order in which they run.
public final class Scenarios {
    /// The most telling first.
    public static final List<Scenario> ALL =
            List.of(
                    new WarmRun(),
                    new WarmRunParts(),
                    new OciCommands(),
                    new CriService(),
                    new FreshEngine(),
                    new FirstUse(),
                    new PlanCompile(),
                    new LauncherSize(),
                    new IdleBoxes(),
                    new ParallelStarts(),
                    new ManyBoxes(),
                    new LogThroughput(),
                    new LogsAcrossDeaths(),
                    new EventLatency(),
                    new Looking(),
                    new NetworkedStart(),
                    new Throughput(),
                    new NamesOfBoxes(),
                    new Pull(),
                    new Exchanges(),
                    new ImageBuilds());

    private Scenarios() {}
}
