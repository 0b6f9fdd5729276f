package dev.hako.app.command;

import dev.hako.engine.config.PodConfig;
import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/// Says on standard error why somebody has no network who did not ask for none.
final class NetworkNotice {
    private NetworkNotice() {}

    /// @param who is spoken of
    /// @param asked the network that was asked for
    /// @param got the one that it is
    /// @param cause why nobody gets one unless he asks, if so
    static void give(
            Invocation invocation,
            String who,
            Optional<String> asked,
            Optional<String> got,
            Supplier<Optional<Failure>> cause) {
        if (asked.isEmpty() && got.equals(Optional.of(PodConfig.NO_NETWORK))) {
            cause.get().ifPresent(why -> tell(invocation, who, why));
        }
    }

    private static void tell(Invocation invocation, String who, Failure why) {
        invocation
                .output()
                .errorln(
                        "hako: the "
                                + who
                                + " has no network: "
                                + why.getMessage()
                                + "; --network none asks for that and says nothing");
    }
}
