package dev.hako.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The server's thread: it handles what sockets have, what time has come for and what other threads
/// hand it, in turns, and waits in the kernel while there is nothing.
final class Turns implements AutoCloseable {
    private static final int MOST_DATAGRAM_BYTES = 0xffff;

    private final Selector selector;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(MOST_DATAGRAM_BYTES);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    Turns(String threadName) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name(threadName).daemon().start(this::run);
    }

    /// Is called when its socket has something.
    interface Handler {
        void ready(SelectionKey key) throws IOException;

        /// Its socket is of no use any more.
        void broken();
    }

    /// Something to be done at some time.
    final class Alarm implements Comparable<Alarm>, AutoCloseable {
        private final long dueNanos;
        private final Runnable action;

        private Alarm(long dueNanos, Runnable action) {
            this.dueNanos = dueNanos;
            this.action = action;
        }

        @Override
        public int compareTo(Alarm other) {
            return Long.signum(dueNanos - other.dueNanos);
        }

        /// It will not be done.
        @Override
        public void close() {
            alarms.remove(this);
        }
    }

    /// Room for a datagram, for whoever has the turn and until he gives it up.
    ByteBuffer datagram() {
        return datagram.clear();
    }

    /// Sees to it that an action runs on the thread. Any thread may call it.
    void execute(Runnable action) {
        tasks.add(action);
        selector.wakeup();
    }

    /// The same, and waits until it has. Once the server is closed, the calling thread does it.
    void perform(Runnable action) {
        if (thread.equals(Thread.currentThread())) {
            action.run();
            return;
        }
        CompletableFuture<Void> done = CompletableFuture.runAsync(action, this::execute);
        if (ended) {
            runTasks();
        }
        done.join();
    }

    Alarm after(Duration delay, Runnable action) {
        Alarm alarm = new Alarm(System.nanoTime() + delay.toNanos(), action);
        alarms.add(alarm);
        return alarm;
    }

    SelectionKey register(SelectableChannel channel, int operations, Handler handler)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select(this::dispatch, pauseMillis());
                runTasks();
                ring();
            }
            selector.keys().forEach(Turns::close);
        } catch (IOException e) {
            throw new UncheckedIOException("the name server cannot wait for questions", e);
        } finally {
            ended = true;
            runTasks();
        }
    }

    /// Until the first alarm, rounded up; 0 for ever.
    private long pauseMillis() {
        Alarm first = alarms.peek();
        if (first == null) {
            return 0;
        }
        long nanos = first.dueNanos - System.nanoTime();
        return Math.max(1, nanos / 1_000_000 + 1);
    }

    private void dispatch(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        Handler handler = (Handler) key.attachment();
        attempt(() -> {
            try {
                handler.ready(key);
            } catch (IOException e) {
                handler.broken();
            }
        });
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            attempt(task);
        }
    }

    private void ring() {
        long now = System.nanoTime();
        while (!alarms.isEmpty() && alarms.peek().dueNanos - now <= 0) {
            attempt(alarms.poll().action);
        }
    }

    /// One handler's fault is its own: the thread goes on for everybody else.
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Lets the kernel have the descriptors of channels that were closed.
    void release() {
        if (!selector.isOpen()) {
            return;
        }
        try {
            selector.selectNow(this::dispatch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Closes a socket that was registered.
    static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the thread, and closes all sockets that it watches.
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
