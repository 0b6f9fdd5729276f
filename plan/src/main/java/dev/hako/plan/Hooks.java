package dev.hako.plan;

import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Hook;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.State;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.Programs.Input;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hooks of the specification: programs that read the container's state (config.md,
/// "POSIX-platform Hooks").
///
/// The state is written when the plan is compiled, with a number of ten digits where the process id
/// goes; the plan writes the id over it, followed by blanks.
final class Hooks {
    private static final int PLACEHOLDER = Integer.MAX_VALUE;
    private static final String KEY = "\"pid\":";
    private static final int DIGITS = 10;
    private static final int SECOND_MILLIS = 1000;

    /// For hooks that name no time.
    private static final int TIMEOUT_MILLIS = 30_000;

    private final PlanBuilder plan;
    private final ContainerLaunch launch;
    private final dev.hako.oci.runtime.Hooks hooks;

    Hooks(PlanBuilder plan, ContainerLaunch launch) {
        this.plan = plan;
        this.launch = launch;
        this.hooks = launch.spec().hooks();
    }

    /// Whether the launcher runs hooks while the container's process waits.
    boolean inRuntime() {
        return !hooks.prestart().isEmpty() || !hooks.createRuntime().isEmpty();
    }

    /// Whether the container's process runs hooks, and so must know its own id outside.
    boolean inContainer() {
        return !hooks.createContainer().isEmpty() || !hooks.startContainer().isEmpty();
    }

    /// By the launcher, before the root is pivoted.
    void createRuntime(Register pid) {
        run("prestart", hooks.prestart(), State.Status.CREATING, pid);
        run("createRuntime", hooks.createRuntime(), State.Status.CREATING, pid);
    }

    /// By the container's process, before it pivots.
    void createContainer(Register pid) {
        run("createContainer", hooks.createContainer(), State.Status.CREATING, pid);
    }

    /// By the container's process, right before its program.
    void startContainer(Register pid) {
        run("startContainer", hooks.startContainer(), State.Status.CREATED, pid);
    }

    /// By the launcher, once the program runs.
    void poststart(Register pid) {
        run("poststart", hooks.poststart(), State.Status.RUNNING, pid);
    }

    /// By the monitor, after everything of the container is gone.
    void poststop() {
        run("poststop", hooks.poststop(), State.Status.STOPPED, Register.NONE);
    }

    /// How long all hooks before the program may take.
    int timeoutMillis() {
        long sum = 0;
        for (List<Hook> list :
                List.of(
                        hooks.prestart(),
                        hooks.createRuntime(),
                        hooks.createContainer(),
                        hooks.startContainer())) {
            for (Hook hook : list) {
                sum += millis(hook);
            }
        }
        return (int) Math.min(sum, Integer.MAX_VALUE / 2);
    }

    private int millis(Hook hook) {
        Integer seconds = hook.timeout();
        return seconds == null
                ? TIMEOUT_MILLIS
                : (int) Math.min((long) seconds * SECOND_MILLIS, Integer.MAX_VALUE / 2);
    }

    private void run(String kind, List<Hook> list, State.Status status, Register pid) {
        if (list.isEmpty()) {
            return;
        }
        plan.doing("tell " + kind + " hooks the state", "");
        Input state = state(status, pid);
        for (Hook hook : list) {
            plan.doing("run the " + kind + " hook", hook.path());
            List<String> args = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
            Data argv = plan.data().texts(args, args);
            Programs.spawn(plan, plan.text(hook.path()), argv, hook.env(), state, millis(hook));
        }
    }

    private Input state(State.Status status, Register pid) {
        Spec spec = launch.spec();
        @Nullable Long placeholder = pid.exists() ? Long.valueOf(PLACEHOLDER) : null;
        State state =
                new State(
                        Spec.VERSION,
                        launch.id(),
                        status,
                        placeholder,
                        launch.bundle(),
                        spec.annotations());
        String json = new String(Json.write(state), StandardCharsets.UTF_8);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Data data = plan.data().bytes(bytes, json.replaceAll("\\s+", " "));
        if (pid.exists()) {
            String before = json.substring(0, json.indexOf(KEY + PLACEHOLDER) + KEY.length());
            int at = ProcessPaths.utf8Length(before);
            plan.add(new Action.Decimal(new Data(data.offset() + at, "pid"), pid, DIGITS, ' '));
        }
        return new Input(data, bytes.length);
    }
}
