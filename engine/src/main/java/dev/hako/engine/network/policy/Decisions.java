package dev.hako.engine.network.policy;

import dev.hako.engine.egress.EgressDecision;
import dev.hako.engine.event.Actions;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.dns.Egress;
import dev.hako.network.dns.EgressPolicy.Resolved;
import dev.hako.network.dns.QuestionType;
import dev.hako.network.egress.Pin;
import dev.hako.network.egress.RefusedPackets.Refused;
import dev.hako.network.egress.SpecialAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Decides what containers are told that are held back, lets them to it, and puts that on record.
public final class Decisions {
    private static final String NO_RULE = "no rule allows it";

    /// How much longer than it may keep an answer a container is let to its addresses: for who has
    /// kept it to the last moment, and takes another to connect.
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Ledger ledger;
    private final Predicate<InetAddress> isOfANetwork;
    private final Supplier<GateWorks> works;

    /// @param isOfANetwork whether an address may be a container's
    Decisions(Ledger ledger, Predicate<InetAddress> isOfANetwork, Supplier<GateWorks> works) {
        this.ledger = ledger;
        this.isOfANetwork = isOfANetwork;
        this.works = works;
    }

    /// What becomes of a question for a name of the world; nothing if it is to be asked.
    ///
    /// Who may not know a name hears that it does not exist, and does so at once: of "refused" some
    /// resolvers (musl's) make seconds of waiting, and others (glibc's) a failure that is called
    /// temporary. Records that tell how a service is reached (RFC 9460) are kept from him, for they
    /// name addresses and other names; who asks for them asks for addresses as well.
    public Optional<Egress> about(Policed who, String name, int type) {
        String word = QuestionType.word(type);
        if (who.options().rulesFor(name).isEmpty()) {
            record(who, EgressDecision.ofName(false, name, word, List.of(), NO_RULE));
            return Optional.of(new Egress.Unknown());
        }
        if (QuestionType.isOfServices(type)) {
            return Optional.of(new Egress.Nothing());
        }
        if (!QuestionType.isOfAddresses(type)) {
            record(who, EgressDecision.ofName(true, name, word, List.of(), ""));
        }
        return Optional.empty();
    }

    /// Lets a container to boxes whose name it is about to be told.
    public Optional<CompletionStage<?>> aboutBoxes(Policed who, String name, List<Resolved> boxes) {
        if (who.options().rulesFor(name).isEmpty()) {
            record(who, EgressDecision.ofName(false, name, words(boxes), List.of(), NO_RULE));
            return Optional.empty();
        }
        return Optional.of(letTo(who, name, boxes));
    }

    /// Lets a container to the addresses that a server outside has for a name, but for those that a
    /// name may not be trusted with.
    public CompletionStage<?> aboutAnswer(Policed who, String name, List<Resolved> addresses) {
        List<Resolved> good = new ArrayList<>();
        boolean reached = false;
        for (Resolved each : addresses) {
            Optional<String> special = special(each.address());
            if (special.isEmpty()) {
                good.add(each);
            } else if (who.options().reaches(each.address())) {
                reached = true;
            } else {
                record(who, special(name, each.address(), special.get()));
            }
        }
        if (good.isEmpty()) {
            return reached
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(Failure.invalid("no address of the world"));
        }
        return letTo(who, name, good);
    }

    private Optional<String> special(InetAddress address) {
        return isOfANetwork.test(address)
                ? Optional.of("of a network of this host")
                : SpecialAddresses.words(address);
    }

    private static EgressDecision special(String name, InetAddress address, String special) {
        String text = Addresses.text(address);
        return EgressDecision.ofName(
                false,
                name,
                QuestionType.wordFor(address),
                List.of(text),
                "this address is " + special + ", and only allowed by --egress-allow " + text);
    }

    private CompletionStage<?> letTo(Policed who, String name, List<Resolved> addresses) {
        List<Pin> pins =
                addresses.stream()
                        .flatMap(each -> who.pins(name, each.address(), lasts(each)).stream())
                        .distinct()
                        .toList();
        return CompletableFuture.runAsync(
                () -> pin(who, name, pins, addresses), works.get().changes());
    }

    private static Duration lasts(Resolved address) {
        Duration lasts = address.timeToLive().plus(GRACE);
        return lasts.compareTo(LONGEST) < 0 ? lasts : LONGEST;
    }

    private void pin(Policed who, String name, List<Pin> pins, List<Resolved> addresses) {
        List<String> texts =
                addresses.stream().map(each -> Addresses.text(each.address())).toList();
        try {
            works.get().barrier().pin(who.box().id(), pins);
        } catch (Failure e) {
            record(who, EgressDecision.ofName(false, name, words(addresses), texts, e.text()));
            throw e;
        }
        addresses.forEach(each -> who.remember(name, each.address(), lasts(each)));
        record(who, EgressDecision.ofName(true, name, words(addresses), texts, ""));
    }

    private static String words(List<Resolved> addresses) {
        return QuestionType.wordFor(addresses.getFirst().address());
    }

    /// A packet was refused.
    void refused(Policed who, Refused packet) {
        record(
                who,
                EgressDecision.ofPacket(
                        packet.protocolName(), Addresses.text(packet.to()), packet.port()));
    }

    private void record(Policed who, EgressDecision decision) {
        Instant now = ledger.clock().instant();
        int missed = who.records().lines().take();
        if (missed >= 0) {
            works.get().record(() -> who.records().log().add(now, decision.missing(missed)));
        }
        int untold = who.records().events().take();
        if (untold >= 0) {
            works.get().record(() -> tell(who, decision.missing(untold)));
        }
    }

    private void tell(Policed who, EgressDecision decision) {
        Map<String, String> attributes = who.subject().attributes();
        attributes.put("decision", decision.word());
        attributes.put("subject", decision.subject());
        attributes.put("reason", decision.reason());
        attributes.put("addresses", String.join(",", decision.addresses()));
        if (decision.missed() > 0) {
            attributes.put("missed", String.valueOf(decision.missed()));
        }
        attributes.values().removeIf(String::isEmpty);
        ledger.events()
                .record(who.subject().type(), Actions.EGRESS, who.subject().id(), attributes);
    }
}
