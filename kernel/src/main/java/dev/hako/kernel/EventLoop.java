package dev.hako.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/// One daemon thread that waits for any number of descriptors, so that virtual threads need not
/// block in the kernel.
///
/// Handlers run on the loop's thread, one at a time, and must not wait. Cancel what was registered
/// for a descriptor before closing it. The lock guards the table of registrations; it is not held
/// while a handler runs, so handlers may register and cancel.
public final class EventLoop implements AutoCloseable {
    public static final int EPOLLIN = 1;
    public static final int EPOLLPRI = 2;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLERR = 8;
    public static final int EPOLLHUP = 16;
    public static final int EPOLLRDHUP = 0x2000;

    /// Linux reports these whether asked for or not, so everybody hears of them.
    private static final int ALWAYS = EPOLLERR | EPOLLHUP;

    private final Epoll epoll = new Epoll();
    private final EventFd wakeUp = EventFd.open();
    private final Map<Integer, Watched> watched = new HashMap<>();
    private final Object lock = new Object();
    private final Thread thread;
    private volatile boolean closing;
    private int generations;

    private EventLoop(String threadName) {
        epoll.set(wakeUp.fd().number(), EPOLLIN, wakeUp.fd().number());
        thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
    }

    /// Starts a loop on a daemon thread of that name.
    public static EventLoop start(String threadName) {
        EventLoop loop = new EventLoop(threadName);
        loop.thread.start();
        return loop;
    }

    /// A handler's place in the loop. Closing it twice, or after it has fired once, does nothing.
    public final class Registration implements AutoCloseable {
        private final int number;
        private final int events;
        private final boolean oneShot;
        private final IntConsumer handler;

        private Registration(int number, int events, boolean oneShot, IntConsumer handler) {
            this.number = number;
            this.events = events;
            this.oneShot = oneShot;
            this.handler = handler;
        }

        @Override
        public void close() {
            synchronized (lock) {
                remove(this);
            }
        }
    }

    /// Calls `handler` with what `fd` has, each time it has one of `events`, an error or a hang-up,
    /// until the registration is closed. It is called again and again while that lasts.
    public Registration watch(Fd fd, int events, IntConsumer handler) {
        return register(new Registration(fd.number(), events, false, handler));
    }

    /// Completes with what `fd` has as soon as it has one of `events`, an error or a hang-up.
    /// Cancelling the future takes it out of the loop. What depends on the future runs on the
    /// loop's thread unless it is made `…Async`.
    public CompletableFuture<Integer> once(Fd fd, int events) {
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        Registration one = register(new Registration(fd.number(), events, true, ready::complete));
        return ready.whenComplete((_, _) -> {
            if (ready.isCancelled()) {
                one.close();
            }
        });
    }

    /// Parks the calling thread until `fd` has one of `events`, an error or a hang-up.
    ///
    /// @return false after the timeout
    public boolean await(Fd fd, int events, Duration timeout) throws InterruptedException {
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        try (Registration _ =
                register(new Registration(fd.number(), events, true, ready::complete))) {
            ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A descriptor that somebody waits for.
    ///
    /// @param generation tells it from an earlier one of the same number, of which the kernel may
    ///   have reported something that has not been dispatched yet
    private record Watched(int number, int generation, List<Registration> registrations) {
        /// What the kernel keeps with the descriptor and hands back.
        long data() {
            return (long) generation << Integer.SIZE | number;
        }

        int events() {
            return registrations.stream().mapToInt(r -> r.events).reduce(0, (a, b) -> a | b);
        }
    }

    private Registration register(Registration registration) {
        synchronized (lock) {
            if (closing) {
                throw new IllegalStateException("the event loop is closed");
            }
            int number = registration.number;
            Watched one =
                    watched.computeIfAbsent(
                            number, _ -> new Watched(number, ++generations, new ArrayList<>()));
            one.registrations.add(registration);
            try {
                epoll.set(number, one.events(), one.data());
            } catch (KernelException e) {
                one.registrations.remove(registration);
                if (one.registrations.isEmpty()) {
                    watched.remove(number);
                }
                throw e;
            }
        }
        return registration;
    }

    private void remove(Registration registration) {
        int number = registration.number;
        Watched one = watched.get(number);
        if (one == null || !one.registrations.remove(registration)) {
            return;
        }
        if (one.registrations.isEmpty()) {
            watched.remove(number);
            epoll.remove(number);
        } else {
            epoll.reduce(number, one.events(), one.data());
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = Epoll.buffer(arena);
            while (!closing) {
                epoll.await(buffer, this::dispatch);
            }
        } finally {
            // Whoever closes the loop still holds the lock while waking this thread.
            synchronized (lock) {
                epoll.close();
                wakeUp.close();
            }
        }
    }

    private void dispatch(long data, int events) {
        if (data == wakeUp.fd().number()) {
            wakeUp.drain();
            return;
        }
        for (Registration registration : due(data, events)) {
            try {
                registration.handler.accept(events);
            } catch (RuntimeException e) {
                // A handler's fault is its own: the loop goes on for everybody else.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    private List<Registration> due(long data, int events) {
        synchronized (lock) {
            Watched one = watched.get((int) data);
            if (one == null || one.data() != data) {
                return List.of();
            }
            List<Registration> due =
                    one.registrations.stream()
                            .filter(r -> (events & (r.events | ALWAYS)) != 0)
                            .toList();
            due.stream().filter(r -> r.oneShot).forEach(this::remove);
            return due;
        }
    }

    /// Stops the thread. Nothing that is registered will be called any more.
    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            watched.clear();
            wakeUp.signal();
        }
    }
}
