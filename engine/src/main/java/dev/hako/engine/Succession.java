package dev.hako.engine;

import dev.hako.isolation.Revival;
import dev.hako.isolation.WithoutEngine;
import java.util.Optional;

/// What becomes of an engine's containers when it ends and no other is connected to them.
public sealed interface Succession {
    /// They live on, and one that needs an engine has its monitor start the next.
    record Revived(Revival revival) implements Succession {}

    /// They live on until an engine of the same locations finds them.
    record Found() implements Succession {}

    /// They are killed, even if the engine had no time to say so; what is left of them on disk is
    /// collected by the next engine of the same locations.
    record Ended() implements Succession {}

    /// How a container's monitor starts an engine.
    default Optional<Revival> howToRevive() {
        return this instanceof Revived(Revival revival) ? Optional.of(revival) : Optional.empty();
    }

    /// What a container's monitor does.
    ///
    /// @param needed whether the container needs an engine while it runs
    default WithoutEngine of(boolean needed) {
        return switch (this) {
            case Revived _ -> needed ? WithoutEngine.STARTS_ONE : WithoutEngine.LIVES_ON;
            case Found _ -> WithoutEngine.LIVES_ON;
            case Ended _ -> WithoutEngine.ENDS;
        };
    }
}
