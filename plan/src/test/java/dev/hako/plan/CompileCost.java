package dev.hako.plan;

import java.util.Arrays;
import java.util.function.Supplier;

/// How long a warm compiler takes for a plan and its bytes: a program, not a test, as the figure
/// depends on the machine. Run its `main` from an IDE, or with the test class path.
public final class CompileCost {
    private static final int WARM_UP = 20_000;
    private static final int RUNS = 5_000;

    private CompileCost() {}

    public static void main(String[] args) {
        ContainerLaunch container = Launches.dockerLike(Launches.HYBRID);
        ExecLaunch exec = Launches.exec(new Stdio.Pipes(true));
        measure("docker-like container", () -> ContainerPlan.compile(container));
        measure("exec", () -> ExecPlan.compile(exec));
    }

    private static void measure(String what, Supplier<Plan> compile) {
        for (int i = 0; i < WARM_UP; i++) {
            compile.get().encode();
        }
        long[] nanos = new long[RUNS];
        int size = 0;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            size = compile.get().encode().length;
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %.1f µs, best %.1f µs; %d steps, %d bytes%n",
                what,
                nanos[RUNS / 2] / 1000.0,
                nanos[0] / 1000.0,
                compile.get().steps().size(),
                size);
    }
}
