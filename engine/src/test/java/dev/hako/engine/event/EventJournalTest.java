package dev.hako.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventJournalTest {
    private static final long SMALL = 2000;

    @TempDir private Path directory;

    private EventJournal journal(long maxBytes) {
        return EventJournal.open(directory, Clock.systemUTC(), maxBytes);
    }

    private static void tell(EventJournal journal, String id) {
        journal.record(EventType.CONTAINER, Actions.START, id, Map.of("name", "web"));
    }

    private static EventRequest everything() {
        return new EventRequest(Optional.of(Instant.EPOCH), Optional.of(Instant.now()));
    }

    private static List<String> ids(EventJournal journal) {
        List<String> ids = new ArrayList<>();
        try (EventReader reader = journal.read(everything())) {
            for (Optional<Event> event = reader.next(); event.isPresent(); event = reader.next()) {
                ids.add(event.get().actorId());
            }
        }
        return ids;
    }

    @Test
    void tellsWhatWasRecordedByAnEarlierOne() {
        try (EventJournal first = journal(EventJournal.MAX_BYTES)) {
            tell(first, "a");
            tell(first, "b");
        }
        try (EventJournal second = journal(EventJournal.MAX_BYTES)) {
            assertThat(ids(second)).containsExactly("a", "b");
        }
    }

    @Test
    void passesOverALineThatWasNotWrittenToItsEnd() throws IOException {
        try (EventJournal first = journal(EventJournal.MAX_BYTES)) {
            tell(first, "a");
        }
        Files.writeString(
                directory.resolve("events"), "{\"schema\":1,\"ty", StandardOpenOption.APPEND);
        try (EventJournal second = journal(EventJournal.MAX_BYTES)) {
            tell(second, "b");
            assertThat(ids(second)).containsExactly("a", "b");
        }
    }

    @Test
    void passesOverWhatALaterHakoHasWritten() throws IOException {
        try (EventJournal journal = journal(EventJournal.MAX_BYTES)) {
            Files.writeString(
                    directory.resolve("events"),
                    """
                    {"schema":2,"type":"container","action":"x","id":"y","time":1}
                    {"schema":1,"type":"dream","action":"x","id":"y","time":1}
                    """);
            tell(journal, "a");
            assertThat(ids(journal)).containsExactly("a");
        }
    }

    @Test
    void keepsTwoFilesOfLimitedSize() throws IOException {
        try (EventJournal journal = journal(SMALL)) {
            IntStream.range(0, 200).forEach(i -> tell(journal, "id-" + i));
            List<String> kept = ids(journal);
            assertThat(kept).endsWith("id-198", "id-199").hasSizeBetween(15, 60);
        }
        assertThat(Files.size(directory.resolve("events"))).isLessThan(SMALL + 200);
        assertThat(Files.size(directory.resolve("events.1"))).isLessThan(SMALL + 200);
    }

    @Test
    void losesNothingOfWhatSeveralAppendAtOnce() {
        try (EventJournal one = journal(EventJournal.MAX_BYTES);
                EventJournal other = journal(EventJournal.MAX_BYTES)) {
            List<CompletableFuture<Void>> writers =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    CompletableFuture.runAsync(
                                            () -> tellMany(i % 2 == 0 ? one : other, "w" + i)))
                            .toList();
            writers.forEach(CompletableFuture::join);
            assertThat(ids(one)).hasSize(800).doesNotHaveDuplicates();
        }
    }

    private static void tellMany(EventJournal journal, String writer) {
        IntStream.range(0, 100).forEach(i -> tell(journal, writer + "-" + i));
    }

    /// Slowly enough that the listener keeps pace with the renaming.
    @Test
    void tellsAListenerEverythingOnceWhateverIsRenamedMeanwhile() {
        try (EventJournal listened = journal(SMALL);
                EventJournal other = journal(SMALL);
                EventReader reader = listened.read(EventRequest.FROM_NOW)) {
            for (int i = 0; i < 200; i++) {
                tell(other, "id-" + i);
                assertThat(reader.next().orElseThrow().actorId()).isEqualTo("id-" + i);
            }
        }
    }

    @Test
    void wakesAListenerWithinMilliseconds() throws Exception {
        try (EventJournal listened = journal(EventJournal.MAX_BYTES);
                EventJournal other = journal(EventJournal.MAX_BYTES);
                EventReader reader = listened.read(EventRequest.FROM_NOW)) {
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Long> heard =
                        CompletableFuture.supplyAsync(() -> {
                            assertThat(reader.next()).isPresent();
                            return System.nanoTime();
                        });
                long told = System.nanoTime();
                tell(other, "id-" + i);
                delays.add(heard.get() - told);
            }
            long median = delays.stream().sorted().toList().get(25);
            assertThat(median).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void endsAtTheLastMomentAskedFor() {
        try (EventJournal journal = journal(EventJournal.MAX_BYTES);
                EventReader reader =
                        journal.read(
                                new EventRequest(
                                        Optional.empty(),
                                        Optional.of(Instant.now().plusMillis(50))))) {
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void shortensAnEventOfGreatLabels() {
        try (EventJournal journal = journal(EventJournal.MAX_BYTES)) {
            journal.record(
                    EventType.CONTAINER,
                    Actions.START,
                    "a",
                    Map.of("name", "web", "great", "x".repeat(1 << 20)));
            try (EventReader reader = journal.read(everything())) {
                assertThat(reader.next().orElseThrow().attributes())
                        .isEqualTo(Map.of("name", "web"));
            }
        }
    }

    @Test
    void costsLittle() {
        try (EventJournal journal = journal(EventJournal.MAX_BYTES)) {
            tellMany(journal, "warm-up");
            List<Long> costs = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                long before = System.nanoTime();
                tell(journal, "id");
                costs.add(System.nanoTime() - before);
            }
            long median = costs.stream().sorted().toList().get(500);
            System.out.println("an event costs " + median / 1000 + " µs");
            assertThat(median).isLessThan(TimeUnit.MICROSECONDS.toNanos(500));
        }
    }
}
