package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Numbers;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako engine`, which never reaches an engine: the client starts one in its own place.
public final class EngineCommand implements Command {
    /// Whether it was started by a client, to leave when it is idle.
    public static final Option<Boolean> AUTO =
            Option.flag("--auto", "Leave when idle, as an engine does that a command has started");

    /// The lock, taken by whoever started the engine.
    public static final Option<Integer> LOCK_FD =
            Option.of(
                    "--lock-fd",
                    "NUMBER",
                    Numbers.between(3, 1 << 20),
                    "Descriptor of the taken lock");

    /// The socket, bound by whoever started the engine.
    public static final Option<Integer> LISTEN_FD =
            Option.of(
                    "--listen-fd",
                    "NUMBER",
                    Numbers.between(3, 1 << 20),
                    "Descriptor of the listening socket");

    /// Where it serves the kubelet; the client finds the word, too, and adds what that needs to the
    /// class path.
    public static final Option<String> CRI =
            Option.text(
                    "--cri",
                    "ADDRESS",
                    "Serve the kubelet (CRI v1), too, such as at unix:///run/hako/cri.sock");

    /// Who makes the control groups of pods.
    public static final Option<String> CGROUP_DRIVER =
            Option.text(
                            "--cgroup-driver",
                            "DRIVER",
                            "Who makes the control groups of pods, with --cri")
                    .offering("cgroupfs", "systemd");

    /// Where the kubelet's clients get the streams of programs.
    public static final Option<String> STREAMS =
            Option.text(
                    "--streams",
                    "ADDRESS:PORT",
                    "Serve streams of programs and ports here, with --cri (127.0.0.1:0, any free port)");

    public static final CommandForm FORM =
            new CommandForm(
                    "engine",
                    "",
                    "Serve commands in the foreground, as a service does",
                    OptionSet.of(AUTO, LOCK_FD, LISTEN_FD, CRI, CGROUP_DRIVER, STREAMS),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example(
                                    "Keep an engine for others in one terminal",
                                    "HAKO_ROOT=/tmp/root HAKO_RUN=/tmp/run hako engine"),
                            new Example(
                                    "Be the runtime of a Kubernetes node",
                                    "hako engine --cri unix:///run/hako/cri.sock")));

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        throw Failure.conflict("cannot start an engine: one is running, and has answered you");
    }
}
