package dev.hako.app.command;

import dev.hako.app.build.BuildView;
import dev.hako.app.build.FailureExcerpt;
import dev.hako.app.build.OpenContext;
import dev.hako.app.caller.Caller;
import dev.hako.app.caller.Output;
import dev.hako.build.solve.BuildRequest;
import dev.hako.build.solve.StepFailure;
import dev.hako.engine.Container;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// `--debug-shell`: gives the caller's terminal to a shell where the first program has failed.
///
/// After that the connection is the shell's, and whoever builds says nothing any more.
final class BuildShell implements BuildRequest.DebugShell {
    private static final Attachment ALL = new Attachment(true, true, true, true, true, new byte[0]);

    private final Invocation invocation;
    private final AtomicBoolean entered = new AtomicBoolean();
    private volatile Optional<Shown> shown = Optional.empty();

    /// What is shown until then.
    ///
    /// @param context whose Dockerfile is quoted
    private record Shown(BuildView view, OpenContext context) {}

    BuildShell(Invocation invocation) {
        this.invocation = invocation;
    }

    /// @throws Failure without a terminal
    void check() {
        Caller.Terminal terminal = invocation.caller().terminal();
        if (!terminal.input() || !terminal.output()) {
            throw Failure.conflict("--debug-shell needs a terminal, and your streams are none")
                    .hint("leave it out, or call hako from a terminal");
        }
    }

    /// Whether somebody was in it.
    boolean wasEntered() {
        return entered.get();
    }

    void showing(BuildView view, OpenContext context) {
        shown = Optional.of(new Shown(view, context));
    }

    @Override
    public void enter(Container shell, StepFailure failure) {
        Optional<Shown> now = shown;
        now.ifPresent(each -> each.view.close());
        if (entered.compareAndSet(false, true)) {
            Output output = invocation.output();
            now.ifPresent(each -> FailureExcerpt.show(failure, each.context, output));
            output.errorln("hako: cannot build: " + failure.text());
            output.errorln(
                    "This is the state before that step. What you change here is in no image.");
            output.flush();
            shell.start(invocation.handover().apply(ALL));
            shell.ended().join();
        }
    }
}
