package dev.hako.isolation.monitor;

import dev.hako.isolation.Attachment;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.LogSettings;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.Revival;
import dev.hako.isolation.Stdio;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.TaskSpec;
import dev.hako.plan.Monitoring;
import java.util.ArrayList;
import java.util.Optional;

/// What an engine asks for, in the plan compiler's terms.
public final class PlanTerms {
    private PlanTerms() {}

    public static dev.hako.plan.Stdio stdio(Stdio stdio) {
        return switch (stdio) {
            case Stdio.Pipes(boolean openInput) -> new dev.hako.plan.Stdio.Pipes(openInput);
            case Stdio.Terminal(var size) ->
                    new dev.hako.plan.Stdio.Terminal(size.rows(), size.columns());
        };
    }

    public static Monitoring monitoring(TaskSpec spec) {
        MonitorSettings settings = spec.monitor();
        return new Monitoring(
                settings.durableExit(),
                settings.inputOnce(),
                settings.awaitRelease(),
                switch (settings.withoutEngine()) {
                    case LIVES_ON -> Monitoring.WithoutEngine.LIVES_ON;
                    case STARTS_ONE -> Monitoring.WithoutEngine.STARTS_ONE;
                    case ENDS -> Monitoring.WithoutEngine.ENDS;
                },
                TaskAddress.EXIT_FILE,
                spec.log().map(PlanTerms::log),
                spec.foreground().map(PlanTerms::foreground),
                spec.revival().map(PlanTerms::revival));
    }

    /// An exec'd program's monitor: nothing but its streams, which end with its client, and its
    /// end.
    public static Monitoring monitoring(Optional<Foreground> foreground) {
        return new Monitoring(
                false,
                true,
                false,
                Monitoring.WithoutEngine.LIVES_ON,
                TaskAddress.EXIT_FILE,
                Optional.empty(),
                foreground.map(PlanTerms::foreground),
                Optional.empty());
    }

    private static Monitoring.Log log(LogSettings log) {
        return new Monitoring.Log(log.name(), log.maxBytes(), log.maxFiles());
    }

    private static Monitoring.Foreground foreground(Foreground foreground) {
        Attachment attachment = foreground.attachment();
        var keys = new ArrayList<Byte>(Attachment.MAX_DETACH_KEYS);
        for (byte key : attachment.detachKeys()) {
            keys.add(key);
        }
        return new Monitoring.Foreground(AttachFlags.of(attachment), keys);
    }

    private static Monitoring.Revival revival(Revival revival) {
        return new Monitoring.Revival(
                revival.command(), revival.environment(), revival.socket().toString());
    }
}
