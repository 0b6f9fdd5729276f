package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A loop on the running kernel's epoll.
class EventLoopIT {
    private final EventLoop loop = EventLoop.start("loop-under-test");
    private final LinkedBlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private int next() throws InterruptedException {
        Integer events = heard.poll(10, TimeUnit.SECONDS);
        assertThat(events).isNotNull();
        return events == null ? 0 : events;
    }

    @Test
    void callsAgainAndAgainUntilItIsCancelled() throws Exception {
        try (EventFd one = EventFd.open();
                EventFd last = EventFd.open()) {
            EventLoop.Registration registration =
                    loop.watch(
                            one.fd(),
                            EventLoop.EPOLLIN,
                            events -> {
                                one.drain();
                                heard.add(events);
                            });
            one.signal();
            assertThat(next()).isEqualTo(EventLoop.EPOLLIN);
            one.signal();
            assertThat(next()).isEqualTo(EventLoop.EPOLLIN);
            registration.close();
            registration.close();
            one.signal();
            // What was cancelled cannot come before what is heard now.
            last.signal();
            loop.once(last.fd(), EventLoop.EPOLLIN).get(10, TimeUnit.SECONDS);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void letsSeveralWaitForOneDescriptor() throws Exception {
        try (UnixSocket.Pair pair = UnixSocket.pair()) {
            CompletableFuture<Integer> readable = loop.once(pair.left().fd(), EventLoop.EPOLLIN);
            CompletableFuture<Integer> writable = loop.once(pair.left().fd(), EventLoop.EPOLLOUT);
            assertThat(writable.get(10, TimeUnit.SECONDS) & EventLoop.EPOLLOUT).isNotZero();
            assertThat(readable).isNotDone();
            pair.right().close();
            assertThat(readable.get(10, TimeUnit.SECONDS) & EventLoop.EPOLLHUP).isNotZero();
        }
    }

    @Test
    void forgetsAFutureThatIsCancelled() throws Exception {
        try (EventFd event = EventFd.open()) {
            CompletableFuture<Integer> cancelled = loop.once(event.fd(), EventLoop.EPOLLIN);
            assertThat(cancelled.cancel(true)).isTrue();
            event.signal();
            assertThat(loop.once(event.fd(), EventLoop.EPOLLIN).get(10, TimeUnit.SECONDS))
                    .isEqualTo(EventLoop.EPOLLIN);
        }
    }

    @Test
    void survivesAHandlerThatFails() throws Exception {
        try (EventFd event = EventFd.open()) {
            loop.watch(
                    event.fd(),
                    EventLoop.EPOLLIN,
                    events -> {
                        event.drain();
                        heard.add(events);
                        throw new IllegalStateException("a handler fails, as this test wants");
                    });
            event.signal();
            next();
            event.signal();
            next();
        }
    }

    @Test
    void takesANumberThatWasClosedWithoutCancelling() throws Exception {
        EventFd first = EventFd.open();
        int number = first.fd().number();
        loop.watch(first.fd(), EventLoop.EPOLLIN, _ -> {});
        first.close();
        try (EventFd second = EventFd.open()) {
            assertThat(second.fd().number()).isEqualTo(number);
            second.signal();
            assertThat(loop.once(second.fd(), EventLoop.EPOLLIN).get(10, TimeUnit.SECONDS))
                    .isEqualTo(EventLoop.EPOLLIN);
        }
    }

    @Test
    void takesNothingAfterItWasClosed() {
        loop.close();
        try (EventFd event = EventFd.open()) {
            assertThatThrownBy(() -> loop.once(event.fd(), EventLoop.EPOLLIN))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
