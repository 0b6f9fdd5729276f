package dev.hako.network.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Which names of the world a box may ask for. Called on the server's thread, so neither method
/// waits.
public interface EgressPolicy {
    /// Every name, of the host's servers.
    EgressPolicy ALLOW_ALL = (_, _, _) -> Egress.TO_HOST;

    /// Asked before anything leaves the host.
    ///
    /// @param name in lower case, without a dot at its end, so the root is empty; bytes that are
    ///   neither letters, digits, `-` nor `_` are written `\DDD`, so that a dot is always the end
    ///   of a label
    /// @param type of the record that is asked for, as in RFC 1035, 3.2.2: 1 for A, 28 for AAAA
    Egress decide(Asker asker, String name, int type);

    /// Told which addresses an answer has, before the asker is: so a firewall can let him go there
    /// first.
    ///
    /// @param name what was asked for, as in [#decide]; the addresses may belong to its alias
    /// @return completes, on any thread, when the answer may be sent; if it fails, or takes longer
    ///   than [NameServer#PIN_TIMEOUT], the asker hears that the name could not be resolved
    default CompletionStage<?> answered(Asker asker, String name, List<Resolved> addresses) {
        return CompletableFuture.completedStage(null);
    }

    /// Told which boxes somebody is about to be told of, before he is.
    ///
    /// @param name the box's, as [Names] has it
    /// @return as of [#answered]; nothing if he may not know of them, and hears that there is no
    ///   such name
    default Optional<CompletionStage<?>> found(Asker asker, String name, List<Resolved> boxes) {
        return Optional.of(CompletableFuture.completedStage(null));
    }

    /// An address of an answer.
    ///
    /// @param timeToLive how long the asker may keep it
    record Resolved(InetAddress address, Duration timeToLive) {}
}
