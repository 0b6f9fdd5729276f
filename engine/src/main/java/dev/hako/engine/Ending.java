package dev.hako.engine;

import dev.hako.engine.config.LifecycleOptions;
import java.time.Duration;

/// Ends a container's running program.
///
/// @param program what runs
/// @param control sends signals
/// @param events where they are told
/// @param intent what cannot be done if it does not end, such as `cannot stop container "web"`
record Ending(
        Life.Program program, ContainerControl control, ContainerEvents events, String intent) {
    private static final int SIGTERM = 15;
    private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(10);

    /// Asks it to end, and kills it if it has not ended in time.
    void gently(StopRequest request, LifecycleOptions options) {
        send(request.signal().or(options::stopSignal).orElse(SIGTERM));
        Duration timeout = request.timeout().or(options::stopTimeout).orElse(STANDARD_TIMEOUT);
        if (!new Patience(program.end()).endsWithin(timeout)) {
            atOnce();
        }
    }

    /// Kills it.
    void atOnce() {
        send(Patience.SIGKILL);
        new Patience(program.end()).requireEnd(intent);
    }

    /// Sends it a signal.
    void send(int signal) {
        control.signal(program.task(), signal);
        events.kill(signal);
    }

    /// Whether a signal says that the container is to end, rather than something to its program.
    static boolean isMeantBy(int signal, LifecycleOptions options) {
        return switch (signal) {
            case 2, 3, Patience.SIGKILL, SIGTERM -> true;
            default -> options.stopSignal().filter(own -> own == signal).isPresent();
        };
    }
}
