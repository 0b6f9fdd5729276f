package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Local sockets of the running kernel.
class UnixSocketIT {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    @Test
    void carriesBytesAndDescriptors() {
        try (UnixSocket.Pair pair = UnixSocket.pair();
                Pipe pipe = Pipe.open()) {
            pair.left().sendAll(HELLO, List.of(pipe.writer(), pipe.reader()));
            try (Message message = pair.right().receive(100, 2).orElseThrow()) {
                assertThat(message.bytes()).isEqualTo(HELLO);
                assertThat(message.fds()).hasSize(2).allMatch(Fcntl::isCloseOnExec);
                message.fds().get(0).writeAll(HELLO);
                assertThat(pipe.reader().read(new byte[10], 0, 10)).isEqualTo(HELLO.length);
            }
        }
    }

    @Test
    void refusesMoreDescriptorsThanAllowed() {
        try (UnixSocket.Pair pair = UnixSocket.pair();
                Pipe pipe = Pipe.open()) {
            int before = openDescriptors();
            pair.left().sendAll(HELLO, List.of(pipe.writer(), pipe.reader(), pipe.reader()));
            assertThatThrownBy(() -> pair.right().receive(100, 2))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.is(Errno.EMSGSIZE)).isTrue());
            assertThat(openDescriptors()).isEqualTo(before);
        }
    }

    @Test
    void knowsWhoConnected() {
        NativePath path = NativePath.of(folder.resolve("s").toString());
        try (UnixSocket server = UnixSocket.listen(path, 0600, 5);
                UnixSocket _ = UnixSocket.connect(path);
                UnixSocket accepted = server.accept().orElseThrow()) {
            assertThat(accepted.peer())
                    .isEqualTo(
                            new PeerCredentials(
                                    ThisProcess.pid(), ThisProcess.uid(), ThisProcess.gid()));
            assertThat(Stat.at(Fd.CWD, path, 0).permissions()).isEqualTo(0600);
        }
    }

    @Test
    void takesPathsLongerThanTheAddressHolds() {
        NativePath path = NativePath.of(folder.toString());
        for (int i = 0; i < 3; i++) {
            path = path.resolve("a".repeat(100));
            Names.mkdirat(Fd.CWD, path, 0700);
        }
        NativePath socket = path.resolve("s");
        try (UnixSocket server = UnixSocket.listen(socket, 0600, 5);
                UnixSocket client = UnixSocket.connect(socket);
                UnixSocket accepted = server.accept().orElseThrow()) {
            client.sendAll(HELLO, List.of());
            client.finishSending();
            assertThat(accepted.receive(100, 0).orElseThrow().bytes()).isEqualTo(HELLO);
            assertThat(accepted.receive(100, 0).orElseThrow().isEnd()).isTrue();
        }
    }

    @Test
    void saysThatNobodyListens() {
        NativePath path = NativePath.of(folder.resolve("dead").toString());
        UnixSocket.listen(path, 0600, 5).close();
        assertThatThrownBy(() -> UnixSocket.connect(path))
                .hasMessage("connect \"" + path + "\": ECONNREFUSED (connection refused)");
    }

    @Test
    void answersEmptyInsteadOfWaiting() {
        try (UnixSocket.Pair pair = UnixSocket.pair()) {
            assertThat(pair.left().nonBlocking().receive(10, 0)).isEmpty();
            byte[] much = new byte[1 << 20];
            int sent = pair.left().send(much, List.of());
            assertThat(sent).isPositive().isLessThan(much.length);
            assertThat(pair.left().send(much, List.of())).isZero();
        }
    }

    @Test
    void letsVirtualThreadsWaitInTheLoop() throws Exception {
        try (EventLoop loop = EventLoop.start("loop-under-test");
                UnixSocket.Pair pair = UnixSocket.pair();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Fd fd = pair.left().nonBlocking().fd();
            assertThat(loop.await(fd, EventLoop.EPOLLIN, Duration.ofMillis(1))).isFalse();
            var first =
                    threads.submit(() -> loop.await(fd, EventLoop.EPOLLIN, Duration.ofMinutes(1)));
            var second =
                    threads.submit(() -> loop.await(fd, EventLoop.EPOLLIN, Duration.ofMinutes(1)));
            pair.right().sendAll(HELLO, List.of());
            assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void hearsOfAHangUpWithoutAsking() throws Exception {
        try (EventLoop loop = EventLoop.start("loop-under-test");
                UnixSocket.Pair pair = UnixSocket.pair()) {
            var ready = loop.once(pair.left().fd(), EventLoop.EPOLLRDHUP);
            pair.right().close();
            assertThat(ready.get(10, TimeUnit.SECONDS) & EventLoop.EPOLLHUP).isNotZero();
        }
    }

    private static int openDescriptors() {
        try (Fd dir = Open.open("/proc/self/fd", Open.O_RDONLY | Open.O_DIRECTORY)) {
            return Directory.list(dir).size();
        }
    }
}
