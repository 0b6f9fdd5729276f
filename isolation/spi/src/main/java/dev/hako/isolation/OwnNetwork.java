package dev.hako.isolation;

import dev.hako.kernel.Fd;
import java.util.List;
import java.util.Optional;

/// A network namespace that was made for a container before it starts. All stays its owner's.
///
/// @param namespace it, ready with all its interfaces
/// @param companion a pidfd of the process that connects it, which the monitor kills when the
///   container ends
/// @param held what the container's monitor is to keep open for as long as it lives, such as locks
public record OwnNetwork(Fd namespace, Optional<Fd> companion, List<Fd> held) {
    public OwnNetwork {
        held = List.copyOf(held);
    }
}
