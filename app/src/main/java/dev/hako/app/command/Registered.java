package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.progress.Progress;
import dev.hako.app.progress.Vocabulary;
import dev.hako.engine.Engine;
import dev.hako.engine.library.ImageExchange;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.configuration.Environment;

/// Images of registries, as the caller of a command may have them.
final class Registered {
    private Registered() {}

    /// With the caller's logins, proxies, configuration and policy.
    static ImageExchange of(Engine engine, Caller caller) {
        return engine.images().exchange(access(caller), policy(caller));
    }

    /// The caller's logins, proxies and configuration.
    static Access access(Caller caller) {
        return Access.of(Environment.of(caller.environment()));
    }

    /// Which images the caller may use.
    static Policy policy(Caller caller) {
        return Policy.of(Environment.of(caller.environment()));
    }

    /// How a pull is shown.
    ///
    /// @param error whether on standard error, since standard output is another program's
    static Progress pulling(Invocation invocation, boolean error) {
        return Progress.of(invocation.caller(), invocation.output(), Vocabulary.PULL, error);
    }
}
