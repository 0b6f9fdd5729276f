package dev.hako.engine.network;

import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.fabric.Fabric;
import dev.hako.engine.network.fabric.Party;
import dev.hako.engine.network.names.NameService;
import dev.hako.engine.network.policy.Gatekeeper;
import dev.hako.engine.network.policy.Policed;
import dev.hako.engine.network.policy.Rights;
import dev.hako.engine.network.policy.Subject;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;
import dev.hako.network.dns.Asker;
import dev.hako.network.namespace.NetworkNamespace;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds containers and pods back that may not send where they like, by the packet filter and by
/// the name server.
///
/// @param gatekeeper has the packet filter
/// @param names answers those, too, that have a name server in their own network namespace
record Custody(Gatekeeper gatekeeper, NameService names, Fabric fabric) {
    private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

    /// Who is connected.
    ///
    /// @param subject as whom he is held back
    /// @param place opens his network namespace
    record Held(Subject subject, NetworkOptions options, Supplier<NetworkNamespace> place) {
        static Held of(Resident who) {
            return new Held(who.subject(), who.options(), who.place());
        }

        static Held of(
                ContainerDocument container,
                ContainerDirectory directory,
                Supplier<NetworkNamespace> place) {
            return new Held(
                    Subject.of(container, directory),
                    container.config().namespaces().connections(),
                    place);
        }
    }

    /// He is about to run, or to be connected otherwise.
    ///
    /// @throws Failure if he cannot be held back: then he must not
    void admit(Held who, Connected how) {
        gatekeeper.admit(who.subject(), how, who.place());
        answer(who, how);
    }

    /// He runs, and has another policy or other connections: what he may not have any more ends.
    void change(Held who, Connected how) {
        Optional<Asker> before = within(who);
        if (who.subject().egress().isPresent() && before.isEmpty()) {
            requireHarmless(who);
        }
        gatekeeper.change(who.subject(), how, who.place());
        answer(who, how);
        if (within(who).isEmpty()) {
            before.ifPresent(asker -> names.leaveWithin(asker, who.place()));
        }
    }

    /// Who is held back in his own network namespace must have no rights over it.
    private void requireHarmless(Held who) {
        if (fabric.nameServerWithin().isPresent()) {
            try (NetworkNamespace own = who.place().get()) {
                Rights.requireNoneIn(own);
            }
        }
    }

    private void answer(Held who, Connected how) {
        within(who).ifPresent(asker -> names.serveWithin(asker, who.options(), how, who.place()));
    }

    private Optional<Asker> within(Held who) {
        return gatekeeper.held(who.subject().id()).flatMap(Policed::within);
    }

    /// He is there, and an earlier engine has held him back. If it cannot be known how, nothing he
    /// sends goes anywhere.
    void found(Party party, Held who, Connected how) {
        if (who.subject().egress().isEmpty()) {
            return;
        }
        try {
            if (how.isEmpty()) {
                throw Failure.of(Failure.Kind.UNAVAILABLE, "its connections are not known");
            }
            gatekeeper.found(who.subject(), how, who.place());
            answer(who, how);
        } catch (Failure e) {
            LOG.warn(
                    "\"{}\" has a policy for egress that cannot be enforced any more, and loses its"
                            + " network: {}; hint: start it again",
                    party.name(),
                    e.getMessage());
            fabric.sever(party);
        }
    }

    /// He has ended, or was not started.
    void release(String id) {
        gatekeeper.held(id).flatMap(Policed::within).ifPresent(names::leaveWithin);
        gatekeeper.release(id);
    }
}
