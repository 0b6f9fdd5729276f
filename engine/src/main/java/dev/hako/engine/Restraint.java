package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.network.policy.Rights;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;

/// What containers are not given because of where they may send: an ordinary user's container with
/// a policy has a packet filter in its own network, and so no rights over that.
///
/// @param neighbours know whose network a container has
/// @param rootless whether the engine works for an ordinary user
record Restraint(Neighbours neighbours, boolean rootless) {
    private boolean isFor(ContainerDocument container) {
        return rootless && neighbours.egress(container).isPresent();
    }

    /// The same container without what it may not have.
    ///
    /// @throws Failure `UNSUPPORTED` if it was asked for
    ContainerDocument of(ContainerDocument container) {
        ContainerConfig config = container.config();
        return isFor(container)
                ? container.with(config.withSecurity(Rights.without(config.security())))
                : container;
    }

    /// Refuses a program with all rights in a container that may not have them.
    void require(ContainerDocument container, ExecConfig program) {
        if (program.privileged() && isFor(container)) {
            throw Rights.refusal("--privileged")
                    .during("cannot exec in container \"" + container.name() + "\"");
        }
    }
}
