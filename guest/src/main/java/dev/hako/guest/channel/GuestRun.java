package dev.hako.guest.channel;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A plan that runs in a guest.
///
/// @param streams the first is the launcher's control connection, the others are at the descriptors
///   after it
/// @param status the wait status of its first process, once that has ended
public record GuestRun(List<GuestStream> streams, CompletableFuture<Integer> status) {
    public GuestRun {
        streams = List.copyOf(streams);
    }
}
