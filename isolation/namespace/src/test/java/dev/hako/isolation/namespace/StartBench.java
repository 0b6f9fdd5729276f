package dev.hako.isolation.namespace;

import dev.hako.isolation.Task;
import dev.hako.isolation.contract.Draft;
import dev.hako.isolation.contract.Stage;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Spawn;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Root;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// How long a start of `true` takes, from the call until its exit is known, and `crun run` of the
/// same bundle in turn. Its arguments are the number of runs and the path of crun, if that is
/// wanted: `java … StartBench 1000 /usr/bin/crun`.
///
/// Old versions of crun refuse a cgroup2 mount beside version 1: `unshare -m` and `umount` it.
final class StartBench {
    private static final int WARM_UP = 300;

    private final Stage stage;
    private final String crun;
    private final Path bundle;

    private StartBench(Stage stage, String crun) throws IOException {
        this.stage = stage;
        this.crun = crun;
        this.bundle = stage.folder().resolve("bundle");
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        String crun = arguments.length > 1 ? arguments[1] : "";
        Path folder = Files.createTempDirectory("hako-start");
        try (var stage = new Stage(new NamespaceIsolation(), folder)) {
            new StartBench(stage, crun).run(runs);
        }
    }

    private void run(int runs) throws Exception {
        if (!crun.isEmpty()) {
            writeBundle();
        }
        for (int i = 0; i < WARM_UP; i++) {
            start(draft());
        }
        long[] ours = new long[runs];
        long[] theirs = new long[runs];
        long cpu = 0;
        for (int i = 0; i < runs; i++) {
            Draft draft = draft();
            long before = processorNanos();
            ours[i] = start(draft);
            cpu += processorNanos() - before;
            theirs[i] = crun.isEmpty() ? 0 : crun(i);
        }
        print("start to exit known", ours);
        System.out.printf("  JVM CPU per start   %7.3f ms%n", cpu / 1e6 / runs);
        if (!crun.isEmpty()) {
            print("crun run", theirs);
        }
    }

    private static long processorNanos() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private Draft draft() throws IOException {
        return stage.subject("true").withoutInput();
    }

    private static long start(Draft draft) throws Exception {
        long before = System.nanoTime();
        try (Task task = draft.startUnmanaged()) {
            task.exit().get();
            return System.nanoTime() - before;
        }
    }

    private void writeBundle() throws IOException {
        Files.createDirectories(bundle);
        Root root = new Root(stage.root().folder().toString(), false);
        var spec = stage.subject("true").spec().with(s -> s.root(root));
        String json = new String(Json.write(spec), StandardCharsets.UTF_8);
        // What the older versions of crun know.
        json = json.replace("\"ociVersion\":\"1.3.0\"", "\"ociVersion\":\"1.0.2\"");
        Files.writeString(bundle.resolve("config.json"), json);
    }

    private long crun(int number) {
        String id = "bench-" + ProcessHandle.current().pid() + "-" + number;
        try (Fd none = Open.open("/dev/null", Open.O_RDWR)) {
            Spawn run =
                    Spawn.of(crun, "run", "--bundle", bundle.toString(), id)
                            .withDescriptors(Map.of(0, none, 1, none, 2, Fd.borrow(2)));
            long before = System.nanoTime();
            try (Pidfd process = run.start()) {
                if (process.await().code() != 0) {
                    throw new IllegalStateException(crun + " run failed");
                }
            }
            return System.nanoTime() - before;
        }
    }

    private static void print(String title, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-20s min %.2f  p10 %.2f  p50 %.2f  p90 %.2f ms (%d runs)%n",
                title,
                sorted[0] / 1e6,
                sorted[sorted.length / 10] / 1e6,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 9 / 10] / 1e6,
                sorted.length);
    }
}
