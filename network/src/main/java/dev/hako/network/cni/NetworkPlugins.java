package dev.hako.network.cni;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Attaches containers to networks by running their plugins: section 3 of the specification.
public final class NetworkPlugins {
    private static final int LOCKS = 64;

    private final PluginRun plugin;
    private final AttachmentStore store;
    private final List<Lock> locks =
            Stream.generate(() -> (Lock) new ReentrantLock()).limit(LOCKS).toList();

    /// @param folders where plugins' programs are, in the order in which they are looked for
    /// @param store a folder for what is attached, made when it is needed; a reboot may empty it
    /// @param deadline how long one plugin may take
    public NetworkPlugins(List<Path> folders, Path store, Duration deadline) {
        this.plugin = new PluginRun(folders, deadline);
        this.store = new AttachmentStore(store);
    }

    /// Attaches: `ADD` with each plugin, in their order. If one fails, what was done is undone.
    ///
    /// @throws PluginFailure if a plugin says why it failed
    /// @throws Failure `CONFLICT` if it is attached already, or saying what else went wrong
    public AttachmentResult attach(NetworkList network, Attachment attachment) {
        AttachmentId id = attachment.id();
        return alone(
                id,
                () -> {
                    if (store.find(network.name(), id).isPresent()) {
                        throw Failure.conflict(
                                        intent("attach", network, id) + ": it is attached already")
                                .hint("detach it first");
                    }
                    StoredAttachment begun = StoredAttachment.of(network, attachment);
                    store.write(begun);
                    try {
                        return attach(begun);
                    } catch (Failure e) {
                        undo(begun, e);
                        throw e.during(intent("attach", network, id));
                    }
                });
    }

    private AttachmentResult attach(StoredAttachment begun) {
        Optional<JsonObject> last = Optional.empty();
        for (PluginConfig config : begun.network().plugins()) {
            JsonObject told = config.attaching(begun.network(), begun.runtimeConfig(), last);
            last = Optional.of(answer(config, begun, told));
        }
        JsonObject result = last.orElseThrow();
        AttachmentResult read = AttachmentResult.of(new Fields("the result", result));
        store.write(begun.with(result));
        return read;
    }

    private JsonObject answer(PluginConfig config, StoredAttachment begun, JsonObject told) {
        String name = "plugin \"" + config.type() + "\"";
        byte[] answer = plugin.of(config.type(), variables("ADD", begun), told);
        if (answer.length == 0) {
            throw Failure.invalid(name + ": it answered nothing");
        }
        JsonObject result = Documents.read(name, answer);
        result.addProperty("cniVersion", begun.network().version().toString());
        return result;
    }

    /// Nobody hears how this goes but the one who asked to attach; what cannot be undone stays
    /// stored, for a later [#detach] or [#collect].
    private void undo(StoredAttachment begun, Failure cause) {
        try {
            detach(begun);
        } catch (Failure e) {
            cause.addSuppressed(e);
        }
    }

    /// Detaches: `DEL` with each plugin, the last one first, as it was attached. What was never
    /// attached, or is detached already, is tried with the network as it is now: plugins allow
    /// that.
    ///
    /// @throws PluginFailure if a plugin says why it failed; it can be tried again
    public void detach(NetworkList network, AttachmentId id) {
        alone(
                id,
                () -> {
                    try {
                        detach(
                                store.find(network.name(), id)
                                        .orElseGet(() -> unknown(network, id)));
                    } catch (Failure e) {
                        throw e.during(intent("detach", network, id));
                    }
                    return id;
                });
    }

    /// Detaches a container from all that it was ever attached to, as that was when it was.
    ///
    /// @throws PluginFailure if a plugin says why it failed; it can be tried again
    public void detachAll(String container) {
        for (StoredAttachment stored : store.all()) {
            if (stored.id().container().equals(container)) {
                detach(stored.network(), stored.id());
            }
        }
    }

    private static StoredAttachment unknown(NetworkList network, AttachmentId id) {
        return new StoredAttachment(network, id, "", "", new JsonObject(), Optional.empty());
    }

    private void detach(StoredAttachment stored) {
        NetworkList network = stored.network();
        Optional<JsonObject> result =
                stored.result().filter(_ -> network.version().isAtLeast(CniVersion.V0_4_0));
        for (PluginConfig config : network.plugins().reversed()) {
            JsonObject told = config.attaching(network, stored.runtimeConfig(), result);
            plugin.of(config.type(), variables("DEL", stored), told);
        }
        store.delete(network.name(), stored.id());
    }

    /// Asks each plugin whether all is still as it left it: `CHECK`. Networks that are not to be
    /// checked are in order.
    ///
    /// @throws PluginFailure if a plugin says what is not
    /// @throws Failure `NOT_FOUND` if nothing is attached
    public void check(NetworkList network, AttachmentId id) {
        alone(
                id,
                () -> {
                    try {
                        check(
                                store.find(network.name(), id)
                                        .filter(stored -> stored.result().isPresent())
                                        .orElseThrow(() -> Failure.notFound("it is not attached")));
                    } catch (Failure e) {
                        throw e.during(intent("check", network, id));
                    }
                    return id;
                });
    }

    private void check(StoredAttachment stored) {
        NetworkList network = stored.network();
        if (!network.isChecked()) {
            return;
        }
        for (PluginConfig config : network.plugins()) {
            JsonObject told = config.attaching(network, stored.runtimeConfig(), stored.result());
            plugin.of(config.type(), variables("CHECK", stored), told);
        }
    }

    /// Detaches what belongs to nobody, and lets each plugin give back what it still holds for
    /// such: `GC`, from version 1.1. One that fails does not keep the others from it.
    ///
    /// @param valid all that is attached to the network, by whomever
    /// @throws Failure the first that was met, with the others suppressed
    public void collect(NetworkList network, Collection<AttachmentId> valid) {
        if (!network.isCollected()) {
            return;
        }
        var failures = new ArrayList<Failure>();
        for (AttachmentId id : attached(network.name())) {
            if (!valid.contains(id)) {
                attempt(failures, () -> detach(network, id));
            }
        }
        if (network.version().isAtLeast(CniVersion.V1_1_0)) {
            for (PluginConfig config : network.plugins()) {
                JsonObject told = config.collecting(network, valid);
                attempt(failures, () -> plugin.of(config.type(), command("GC"), told));
            }
        }
        if (!failures.isEmpty()) {
            Failure first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first.during("cannot collect what is left of network \"" + network.name() + "\"");
        }
    }

    private static void attempt(List<Failure> failures, Runnable work) {
        try {
            work.run();
        } catch (Failure e) {
            failures.add(e);
        }
    }

    /// Says nothing if containers can be attached now: all plugins are there and, from version 1.1,
    /// say so themselves (`STATUS`).
    ///
    /// @throws PluginFailure with code 50 or 51 if a plugin says that it cannot
    /// @throws Failure `NOT_FOUND` if there is no such plugin
    public void requireReady(NetworkList network) {
        try {
            network.pluginTypes().forEach(plugin::find);
            if (network.version().isAtLeast(CniVersion.V1_1_0)) {
                for (PluginConfig config : network.plugins()) {
                    plugin.of(config.type(), command("STATUS"), config.told(network));
                }
            }
        } catch (Failure e) {
            throw e.during("network \"" + network.name() + "\" is not ready");
        }
    }

    /// What is attached to a network, or was begun to be.
    public List<AttachmentId> attached(String network) {
        return store.all().stream()
                .filter(stored -> stored.network().name().equals(network))
                .map(StoredAttachment::id)
                .toList();
    }

    /// What attaching came to, if it is attached.
    public Optional<AttachmentResult> result(String network, AttachmentId id) {
        return store.find(network, id)
                .flatMap(StoredAttachment::result)
                .map(result -> AttachmentResult.of(new Fields("the result", result)));
    }

    private static Map<String, String> variables(String command, StoredAttachment stored) {
        var variables = new TreeMap<>(command(command));
        variables.put("CNI_CONTAINERID", stored.id().container());
        variables.put("CNI_NETNS", stored.networkNamespace());
        variables.put("CNI_IFNAME", stored.id().interfaceName());
        variables.put("CNI_ARGS", stored.arguments());
        return variables;
    }

    private static Map<String, String> command(String command) {
        return Map.of("CNI_COMMAND", command);
    }

    /// Containers that share a lock by chance wait for each other: that is harmless.
    private <T> T alone(AttachmentId id, Supplier<T> work) {
        Lock lock = locks.get(Math.floorMod(id.container().hashCode(), LOCKS));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static String intent(String verb, NetworkList network, AttachmentId id) {
        String way = verb.equals("detach") ? "from" : verb.equals("check") ? "in" : "to";
        return "cannot %s container \"%s\" %s network \"%s\""
                .formatted(verb, id.container(), way, network.name());
    }
}
