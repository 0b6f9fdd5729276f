package dev.hako.engine.network;

import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Printable;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventType;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.NetworkStore;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.failure.Failure;
import dev.hako.network.address.ChoiceLock;
import dev.hako.network.address.HostSubnets;
import dev.hako.network.address.PoolChoice;
import dev.hako.network.address.Subnet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An engine's networks.
///
/// All methods may be called from any thread.
public final class Networks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NetworkStore store;
    private final Surroundings surroundings;
    private final Switchboard switchboard;
    private final StandardNetwork standard;
    private final NetworkChoice choice;

    public Networks(NetworkStore store, Surroundings surroundings) {
        this.store = store;
        this.surroundings = surroundings;
        this.switchboard = new Switchboard(store, surroundings, this::network);
        this.standard =
                new StandardNetwork(
                        this::makeStandard, switchboard::makeReady, !surroundings.rootless());
        this.choice =
                new NetworkChoice(
                        this::network,
                        switchboard.pods()::settled,
                        standard,
                        surroundings.rootless());
    }

    /// Who else has to do with an engine's networks.
    public interface Surroundings {
        /// An identifier nobody can guess.
        String newId();

        InstantSource clock();

        /// Where it is recorded what happens to networks.
        EventJournal events();

        /// The names of the containers that run and are connected to a network.
        ///
        /// @param network its name
        List<String> users(String network);

        /// Whether the engine works for an ordinary user.
        boolean rootless();

        /// The engine's folder for what does not survive a reboot.
        Path run();

        /// The name of the engine's table in the packet filter, which is nobody else's.
        String firewallTable();
    }

    /// Makes a network.
    ///
    /// @throws Failure `ALREADY_EXISTS` if there is one of that name, `CONFLICT` if its addresses
    ///   are somebody else's
    public Network create(NetworkConfig config) {
        try (Lease _ = store.lock()) {
            if (config.name().equals(NetworkConfig.STANDARD)
                    || store.find(config.name()).isPresent()) {
                throw Failure.of(
                                Failure.Kind.ALREADY_EXISTS,
                                "network with name " + config.name() + " already exists")
                        .hint("`hako network ls` lists all there are");
            }
            return make(config);
        } catch (Failure e) {
            throw e.during("cannot create network \"" + config.name() + "\"");
        }
    }

    /// The bridge is made at once: it shows other engines what is taken.
    private Network make(NetworkConfig config) {
        try (ChoiceLock _ = ChoiceLock.take(PATIENCE)) {
            Network network =
                    new Network(
                            surroundings.newId(),
                            surroundings.clock().instant(),
                            config,
                            ranges(config));
            store.make(network);
            try {
                switchboard.makeReady(network);
            } catch (Failure e) {
                store.delete(network);
                throw e;
            }
            tell(Actions.CREATE, network);
            return network;
        }
    }

    /// The standard network of an ordinary user has the host's addresses.
    private List<Network.Range> ranges(NetworkConfig config) {
        if (surroundings.rootless() && config.name().equals(NetworkConfig.STANDARD)) {
            return List.of();
        }
        List<Subnet> taken = new ArrayList<>(HostSubnets.taken());
        store.all()
                .forEach(network -> network.ranges().forEach(range -> taken.add(range.subnet())));
        List<Network.Range> ranges = new ArrayList<>();
        for (NetworkConfig.Range asked : config.ranges()) {
            if (taken.stream().anyMatch(asked.subnet()::overlaps)) {
                throw taken(asked.subnet());
            }
            ranges.add(Network.Range.of(asked));
        }
        if (ranges.stream().allMatch(Network.Range::isIpv6)) {
            ranges.addFirst(chosen(PoolChoice.of(PoolChoice.DEFAULT, taken)));
        }
        if (config.ipv6() && ranges.stream().noneMatch(Network.Range::isIpv6)) {
            ranges.add(chosen(PoolChoice.ofUniqueLocal(RandomGenerator.getDefault(), taken)));
        }
        return ranges;
    }

    private static Network.Range chosen(Subnet subnet) {
        return Network.Range.of(
                new NetworkConfig.Range(subnet, Optional.empty(), Optional.empty()));
    }

    private static Failure taken(Subnet subnet) {
        return Failure.conflict(
                        "addresses of \""
                                + subnet
                                + "\" belong to another network, or to an interface of this host")
                .hint("choose another --subnet, or none");
    }

    /// All networks that were made, by name; the standard one is when it is first needed.
    public List<Network> list() {
        return store.all();
    }

    private Network makeStandard() {
        try (Lease _ = store.lock()) {
            return store.find(NetworkConfig.STANDARD)
                    .orElseGet(() -> make(NetworkConfig.of(NetworkConfig.STANDARD)));
        }
    }

    /// Why containers that name no network have none; empty if they are in the standard one.
    public Optional<Failure> whyNoStandard() {
        return standard.whyNot();
    }

    /// The same, without making the standard one for that.
    public Optional<Failure> whyNoStandardCouldBe() {
        return standard.whyNot(switchboard::tryOut);
    }

    /// The network of a name, an id, or a unique beginning of one.
    ///
    /// @throws Failure `NOT_FOUND`, or `CONFLICT` when several ids begin so
    public Network network(String reference) {
        if (reference.equals(NetworkConfig.STANDARD)) {
            return standard.network();
        }
        return store.find(reference).orElseGet(() -> byId(reference));
    }

    private Network byId(String reference) {
        List<Network> found =
                reference.isEmpty()
                        ? List.of()
                        : store.all().stream()
                                .filter(network -> network.id().startsWith(reference))
                                .toList();
        if (found.size() > 1) {
            throw Failure.conflict(
                    "several networks have ids that begin with \""
                            + Printable.of(reference)
                            + "\"");
        }
        if (found.isEmpty()) {
            throw Failure.notFound("network " + Printable.of(reference) + " not found")
                    .hint("`hako network ls` lists all there are");
        }
        return found.getFirst();
    }

    /// The names of the containers that are connected to a network and run, and of pods.
    public List<String> users(Network network) {
        List<String> users = new ArrayList<>(surroundings.users(network.name()));
        users.addAll(switchboard.pods().users(network));
        return users;
    }

    /// Removes a network that no running container is connected to.
    ///
    /// @throws Failure `NOT_FOUND`, `CONFLICT` if one is, `DENIED` for the standard one
    public Network remove(String reference) {
        try (Lease _ = store.lock()) {
            Network network = network(reference);
            if (network.isStandard()) {
                throw Failure.of(
                        Failure.Kind.DENIED,
                        network.name() + " is a pre-defined network and cannot be removed");
            }
            List<String> users = users(network);
            if (!users.isEmpty()) {
                throw Failure.conflict(
                                "network \""
                                        + network.name()
                                        + "\" has active endpoints: "
                                        + String.join(", ", users))
                        .hint(
                                "stop containers with `hako stop` and remove pods with `hako pod rm` first");
            }
            delete(network);
            return network;
        } catch (Failure e) {
            throw e.during("cannot remove network \"" + Printable.of(reference) + "\"");
        }
    }

    private void delete(Network network) {
        switchboard.remove(network);
        store.delete(network);
        tell(Actions.DESTROY, network);
    }

    /// Removes the networks that no running container is connected to.
    ///
    /// @param wanted which of them
    /// @return the names of those that are gone
    public List<String> prune(Predicate<Network> wanted) {
        List<String> gone = new ArrayList<>();
        for (Network network : store.all()) {
            if (!network.isStandard() && wanted.test(network) && users(network).isEmpty()) {
                try {
                    gone.add(remove(network.name()).name());
                } catch (Failure e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return gone;
    }

    /// The same pod with its networks' own names, and with the standard one if it names none.
    ///
    /// @throws Failure `NOT_FOUND` if there is no such network, `INVALID` if it cannot be had so
    public PodConfig settled(PodConfig asked) {
        return choice.settled(asked);
    }

    /// The same options with the networks' own names for whatever they were called.
    ///
    /// @throws Failure `NOT_FOUND` if there is no such network, `INVALID` if it cannot be had so
    public NamespaceOptions settled(NamespaceOptions asked) {
        return choice.settled(asked);
    }

    /// Refuses a policy for what a container sends where nobody could enforce it.
    ///
    /// @throws Failure `INVALID` or `UNSUPPORTED` saying why
    public void requirePoliceable(NamespaceOptions options) {
        choice.requirePoliceable(options);
    }

    private void tell(String action, Network network) {
        Map<String, String> attributes =
                Map.of("name", network.name(), "type", NetworkConfig.DRIVER);
        surroundings.events().record(EventType.NETWORK, action, network.id(), attributes);
    }

    /// Who is connected to them.
    public Switchboard switchboard() {
        return switchboard;
    }

    /// Removes what crashes have left, and makes anew what those need who run.
    public void recover() {
        store.sweep();
        if (!surroundings.rootless()) {
            switchboard.pods().collect(surroundings.firewallTable());
        }
        if (surroundings.rootless() || !store.isEmpty()) {
            switchboard.recover();
        }
    }

    /// Takes away what nobody uses; what containers use lives on.
    @Override
    public void close() {
        switchboard.close();
    }
}
