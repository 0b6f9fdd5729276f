package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.kernel.BuildProgress;
import dev.hako.app.value.Numbers;
import dev.hako.guest.build.BuildTools;
import dev.hako.guest.build.KernelBuild;
import dev.hako.guest.build.KernelSource;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `hako kernel build`
final class KernelBuildCommand implements Command {
    private static final int MOST_JOBS = 512;
    private static final List<String> PROXIES =
            List.of(
                    "http_proxy",
                    "https_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "no_proxy",
                    "NO_PROXY");
    private static final Option<String> SOURCE =
            Option.text(
                    "--source",
                    "PATH",
                    "A tarball or a tree of Linux (default: Debian's newest linux-source)");
    private static final Option<Integer> JOBS =
            Option.of(
                    "-j, --jobs",
                    "NUMBER",
                    Numbers.between(1, MOST_JOBS),
                    "So many compilers at once (default: one for each CPU)");
    static final CommandForm FORM =
            new CommandForm(
                    "kernel build",
                    "",
                    "Build a guest kernel",
                    OptionSet.of(SOURCE, JOBS),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("The newest that Debian has", "hako kernel build"),
                            new Example(
                                    "Of a source that is here",
                                    "hako kernel build --source linux-7.2.13.tar.xz")));

    private final KernelStore store;
    private final InstantSource clock;

    KernelBuildCommand(KernelStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        Caller caller = invocation.caller();
        KernelSource source =
                invocation
                        .line()
                        .value(SOURCE)
                        .map(path -> KernelSource.at(Path.of(caller.directory().absolute(path))))
                        .orElseGet(KernelSource.Packaged::new);
        int jobs =
                invocation.line().value(JOBS).orElseGet(Runtime.getRuntime()::availableProcessors);
        KernelBuild build = new KernelBuild(store, BuildTools.OF_MACHINE, clock);
        BuildProgress progress =
                new BuildProgress(
                        invocation.output(),
                        caller.terminal().error(),
                        caller.terminal().size().columns());
        GuestKernel kernel;
        try {
            kernel = build.run(new KernelBuild.Request(source, jobs, proxies(caller)), progress);
        } finally {
            progress.end();
        }
        invocation.output().println(kernel.id());
        return Outcome.DONE;
    }

    private static Map<String, String> proxies(Caller caller) {
        Map<String, String> proxies = new HashMap<>();
        PROXIES.forEach(name -> caller.env(name).ifPresent(value -> proxies.put(name, value)));
        return proxies;
    }
}
