package dev.hako.engine.network.policy;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.egress.Allowance;
import dev.hako.engine.egress.DecisionLog;
import dev.hako.engine.egress.EgressDecision;
import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import dev.hako.engine.network.store.Connected;
import dev.hako.failure.Failure;
import dev.hako.kernel.netfilter.Conntrack;
import dev.hako.network.address.Addresses;
import dev.hako.network.dns.Asker;
import dev.hako.network.egress.EgressRule;
import dev.hako.network.egress.Pin;
import dev.hako.network.egress.PolicedBox;
import dev.hako.network.egress.SpecialAddresses;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running container or a pod that may not send where it likes, and what it was told of.
public final class Policed {
    private static final Logger LOG = LoggerFactory.getLogger(Policed.class);

    /// Of what is on record; more of one container would be more than anybody reads.
    private static final int RECORDED_AT_ONCE = 200;

    private static final int RECORDED_EACH_SECOND = 20;

    /// The journal of events is for all containers.
    private static final int TOLD_AT_ONCE = 50;

    private static final int TOLD_EACH_SECOND = 2;

    private static final int MOST_REMEMBERED = 4096;
    private static final int DNS = 53;

    private static final int ID_DIGITS = 12;

    private final Subject subject;
    private final Connected connected;
    private final EgressOptions options;
    private final PolicedBox box;
    private final Optional<Asker> within;
    private final Records records;

    /// By name and address, until when the address was told for that name, in nanoseconds. Those
    /// whose time is over are the answer to why a connection is there.
    private final Map<Told, Long> told;

    /// An address that it was told of.
    record Told(String name, InetAddress address) {}

    /// Where decisions about it go.
    record Records(DecisionLog log, Allowance lines, Allowance events) {
        static Records in(DecisionLog log) {
            return new Records(
                    log,
                    new Allowance(RECORDED_AT_ONCE, RECORDED_EACH_SECOND, System::nanoTime),
                    new Allowance(TOLD_AT_ONCE, TOLD_EACH_SECOND, System::nanoTime));
        }
    }

    /// @param within as whom it asks in its own network namespace
    /// @param told what it was told before
    Policed(
            Subject subject,
            Connected connected,
            EgressOptions options,
            PolicedBox box,
            Optional<Asker> within,
            Map<Told, Long> told,
            Records records) {
        this.subject = subject;
        this.connected = connected;
        this.options = options;
        this.box = box;
        this.within = within;
        this.told = new LinkedHashMap<>(told);
        this.records = records;
    }

    /// How the packet filter knows a container.
    static String boxId(String containerId) {
        return containerId.substring(0, ID_DIGITS);
    }

    synchronized Map<Told, Long> told() {
        return new LinkedHashMap<>(told);
    }

    Connected connected() {
        return connected;
    }

    /// As whom the name server knows it.
    List<Asker> askers() {
        Stream<Asker> outside =
                connected.connections().stream()
                        .flatMap(connection ->
                                connection.addresses().stream()
                                        .map(own ->
                                                new Asker(connection.networkId(), own.address())));
        return Stream.concat(outside, within.stream()).toList();
    }

    /// As whom the name server knows it that listens in its own network namespace, if one does.
    public Optional<Asker> within() {
        return within;
    }

    /// Remembers what an earlier engine has told it, by what is on record; its time is over.
    void recall(Path decisions) {
        try (LogReader reader = LogReader.open(decisions, LogRequest.ALL, () -> false)) {
            for (Optional<LogEntry> entry = reader.next();
                    entry.isPresent();
                    entry = reader.next()) {
                EgressDecision decision = EgressDecision.parse(entry.get().text());
                if (decision.allowed()) {
                    decision.addresses().forEach(address -> recall(decision.name(), address));
                }
            }
        } catch (Failure e) {
            LOG.warn("what {} was told is not known: {}", subject.name(), e.getMessage());
        }
    }

    /// An address of this host's networks may be another container's by now.
    private synchronized void recall(String name, String text) {
        InetAddress address = Addresses.parse(text);
        if (told.size() < MOST_REMEMBERED && SpecialAddresses.words(address).isEmpty()) {
            told.putIfAbsent(new Told(name, address), System.nanoTime());
        }
    }

    Subject subject() {
        return subject;
    }

    EgressOptions options() {
        return options;
    }

    PolicedBox box() {
        return box;
    }

    Records records() {
        return records;
    }

    /// What it is let to when it is told that a name has an address.
    List<Pin> pins(String name, InetAddress address, Duration lasts) {
        List<EgressRule.Domain> rules = options.rulesFor(name);
        if (rules.stream().anyMatch(rule -> rule.port().isEmpty())) {
            return List.of(new Pin(address, Optional.empty(), lasts));
        }
        return rules.stream().map(rule -> new Pin(address, rule.port(), lasts)).distinct().toList();
    }

    /// It is told of an address.
    synchronized void remember(String name, InetAddress address, Duration lasts) {
        Told key = new Told(name, address);
        told.remove(key);
        if (told.size() >= MOST_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(key, System.nanoTime() + lasts.toNanos());
    }

    /// An address is not somebody's any more of whom it was told.
    synchronized boolean forget(InetAddress address) {
        return told.keySet().removeIf(each -> each.address().equals(address));
    }

    /// All that it is let to by what it was told, for what rules say now.
    ///
    /// @param atLeast how long even that lasts whose time is over
    List<Pin> pins(Duration atLeast) {
        long now = System.nanoTime();
        Map<Pin, Duration> longest = new HashMap<>();
        told().forEach((each, until) -> {
            Duration left = Duration.ofNanos(until - now);
            Duration lasts = left.compareTo(atLeast) > 0 ? left : atLeast;
            if (lasts.isPositive()) {
                for (Pin pin : pins(each.name(), each.address(), Duration.ofSeconds(1))) {
                    longest.merge(pin, lasts, (a, b) -> a.compareTo(b) > 0 ? a : b);
                }
            }
        });
        List<Pin> pins = new ArrayList<>();
        longest.forEach((pin, lasts) -> pins.add(new Pin(pin.address(), pin.port(), lasts)));
        return pins;
    }

    /// Whether a connection that it has is one that it may have.
    boolean mayKeep(Conntrack.Entry entry) {
        boolean asks =
                entry.port() == DNS
                        && box.wires().stream()
                                .anyMatch(wire -> wire.resolvers().contains(entry.to()));
        return asks
                || options.ranges().stream()
                        .anyMatch(range -> range.covers(entry.to(), entry.protocol(), entry.port()))
                || pins(Duration.ofSeconds(1)).stream().anyMatch(pin -> isFor(pin, entry));
    }

    private static boolean isFor(Pin pin, Conntrack.Entry entry) {
        return pin.address().equals(entry.to())
                && pin.port()
                        .map(port ->
                                port.protocol().number() == entry.protocol()
                                        && port.number() == entry.port())
                        .orElse(true);
    }
}
