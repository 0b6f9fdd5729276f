package dev.hako.engine.network;

import dev.hako.engine.network.store.Network;
import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The network of containers that name none. It is made when it is first needed, and nobody can
/// remove it.
///
/// All methods may be called from any thread.
final class StandardNetwork {
    private final Supplier<Network> maker;
    private final Consumer<Network> trial;
    private final boolean lasts;
    private volatile @Nullable Network network;
    private volatile boolean works;
    private volatile @Nullable Failure lastingFault;

    /// @param maker finds it, or makes it
    /// @param trial fails if containers cannot be connected to it on this machine
    /// @param lasts whether that stays as it is while an engine runs
    StandardNetwork(Supplier<Network> maker, Consumer<Network> trial, boolean lasts) {
        this.maker = maker;
        this.trial = trial;
        this.lasts = lasts;
    }

    /// It, whether it works or not.
    Network network() {
        Network known = network;
        if (known == null) {
            known = maker.get();
            network = known;
        }
        return known;
    }

    /// Why containers cannot be connected to it; empty if they can. What does not change while an
    /// engine runs is found out once.
    Optional<Failure> whyNot() {
        return works ? Optional.empty() : Optional.ofNullable(lastingFault).or(this::fault);
    }

    /// The same, of one that need not be there and is not made.
    ///
    /// @param trial finds out whether it could be
    Optional<Failure> whyNot(Runnable trial) {
        if (works) {
            return Optional.empty();
        }
        try {
            trial.run();
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(e);
        }
    }

    private Optional<Failure> fault() {
        try {
            trial.accept(network());
            works = lasts;
            return Optional.empty();
        } catch (Failure e) {
            if (lasts && isLasting(e)) {
                lastingFault = e;
            }
            return Optional.of(e);
        }
    }

    private static boolean isLasting(Failure failure) {
        return failure.kind() == Failure.Kind.UNSUPPORTED || failure.kind() == Failure.Kind.DENIED;
    }
}
