package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LogTag.Subject;
import dev.hako.engine.delivery.Delivery;
import dev.hako.engine.delivery.Receiver;
import dev.hako.engine.store.ContainerDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers the output of all containers whose log driver says so, and that this engine supervises.
final class Deliveries implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final ConcurrentHashMap<String, Delivery> known = new ConcurrentHashMap<>();

    /// Who is to take a container's output, if anybody.
    static Optional<Receiver> receiver(ContainerDocument container) {
        ContainerConfig config = container.config();
        return Receiver.of(Subject.of(container.id(), container.name(), config), config);
    }

    /// Delivers a container's output from now on, beginning with what has not been yet.
    void begin(Container container) {
        if (!container.life().supervision().held()) {
            return;
        }
        receiver(container.life().document())
                .ifPresent(receiver -> {
                    forget(container.id());
                    known.put(
                            container.id(),
                            Delivery.begin(
                                    container.logFile(), receiver, () -> container.state().live()));
                });
    }

    private void forget(String id) {
        Delivery old = known.remove(id);
        if (old != null) {
            old.close();
        }
    }

    /// Gives the rest of a container's output a chance, before it is gone.
    void finish(String id) {
        Delivery last = known.remove(id);
        if (last != null) {
            if (!last.awaitEnd(PATIENCE)) {
                LOG.warn("container {} goes before all of its output was delivered", id);
            }
            last.close();
        }
    }

    @Override
    public void close() {
        known.keySet().forEach(this::forget);
    }
}
