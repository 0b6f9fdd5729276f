package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    private static final Executor OWN_THREADS = task -> Thread.ofPlatform().start(task);

    @TempDir Path folder;

    @Test
    void removesAllThatIsInIt() throws IOException {
        Path tree = tree(3);
        Files.createSymbolicLink(tree.resolve("link"), Files.createFile(folder.resolve("kept")));
        FileTree.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(folder.resolve("kept")).exists();
    }

    @Test
    void removesAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        FileTree.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void hasNothingToDoWhereNothingIs() {
        assertThatCode(() -> FileTree.delete(folder.resolve("absent"))).doesNotThrowAnyException();
    }

    @Test
    void removesATreeThatIsDeeperThanDescriptorsGo() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectories(tree.resolve(".raised-0/taken"));
        deepen(tree, 10_000);
        AtomicInteger most = new AtomicInteger();
        long before = openDescriptors();
        Thread watch =
                Thread.ofPlatform()
                        .start(() -> {
                            while (Files.exists(tree)) {
                                most.accumulateAndGet((int) openDescriptors(), Math::max);
                            }
                        });
        try {
            FileTree.delete(tree);
            watch.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(tree).doesNotExist();
        assertThat(most.get()).isLessThan((int) before + 300);
    }

    @Test
    void severalMayRemoveADeepTree() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        deepen(tree, 1000);
        List<CompletableFuture<Void>> removals =
                Stream.generate(() -> removal(tree)).limit(4).toList();
        removals.forEach(CompletableFuture::join);
        assertThat(tree).doesNotExist();
    }

    /// By descriptors, since no path is that long. Each level has a file, too.
    private static void deepen(Path tree, int levels) {
        Fd inner = Open.open(tree.toString(), Open.O_PATH | Open.O_DIRECTORY);
        for (int i = 0; i < levels; i++) {
            try (Fd outer = inner) {
                Open.openat(outer, NativePath.of("file"), Open.O_WRONLY | Open.O_CREAT, 0600)
                        .close();
                Names.mkdirat(outer, NativePath.of("deep"), 0700);
                inner = Open.openat(outer, NativePath.of("deep"), Open.O_PATH | Open.O_DIRECTORY);
            }
        }
        inner.close();
    }

    private static long openDescriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void severalMayRemoveTheSameTree() throws IOException {
        for (int round = 0; round < 20; round++) {
            Path tree = tree(40);
            List<CompletableFuture<Void>> removals =
                    Stream.generate(() -> removal(tree)).limit(4).toList();
            removals.forEach(CompletableFuture::join);
            assertThat(tree).doesNotExist();
        }
    }

    private static CompletableFuture<Void> removal(Path tree) {
        return CompletableFuture.runAsync(() -> FileTree.delete(tree), OWN_THREADS);
    }

    private Path tree(int branches) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < branches; i++) {
            Path inner = Files.createDirectories(tree.resolve("branch-" + i).resolve("inner"));
            Files.createFile(inner.resolve("file"));
        }
        return tree;
    }

    @Test
    void removesDirectoriesThatAreDeeperThanAThreadsStack() throws IOException {
        Path top = Files.createDirectory(folder.resolve("top"));
        NativePath name = NativePath.of("d");
        Fd at = Open.open(top.toString(), Open.O_RDONLY);
        for (int depth = 0; depth < 3000; depth++) {
            Names.mkdirat(at, name, 0700);
            Fd next = Open.openat(at, name, Open.O_RDONLY);
            at.close();
            at = next;
        }
        at.close();
        FileTree.delete(top);
        assertThat(top).doesNotExist();
    }
}
