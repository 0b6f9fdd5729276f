package dev.hako.app.command;

import dev.hako.engine.Engine;
import dev.hako.engine.config.PodConfig;
import dev.hako.failure.Failure;
import java.util.Optional;

/// Says on standard error why somebody has no network who did not ask for none.
final class NetworkNotice {
    private NetworkNotice() {}

    /// @param who is spoken of
    /// @param asked the network that was asked for
    /// @param got the one that it is
    static void give(
            Invocation invocation,
            Engine engine,
            String who,
            Optional<String> asked,
            Optional<String> got) {
        if (asked.isEmpty() && got.equals(Optional.of(PodConfig.NO_NETWORK))) {
            engine.networks().whyNoStandard().ifPresent(why -> tell(invocation, who, why));
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
