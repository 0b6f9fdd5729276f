package dev.hako.app.daemon;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who is there, and since when nobody has been.
///
/// A visitor first waits, until its request has come, and then is being served.
final class Attendance {
    private static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Thread> waiting = new HashSet<>();
    private final Set<Thread> served = new HashSet<>();
    private long quietSinceNanos = System.nanoTime();

    /// A thread looks after a visitor from now on.
    ///
    /// @return false if there are too many already
    boolean enter(Thread thread) {
        lock.lock();
        try {
            return waiting.size() + served.size() < MOST && waiting.add(thread);
        } finally {
            lock.unlock();
        }
    }

    /// The calling thread's visitor has said what it wants.
    void serve() {
        lock.lock();
        try {
            if (waiting.remove(Thread.currentThread())) {
                served.add(Thread.currentThread());
            }
        } finally {
            lock.unlock();
        }
    }

    /// The calling thread's visitor is gone.
    void leave() {
        lock.lock();
        try {
            waiting.remove(Thread.currentThread());
            served.remove(Thread.currentThread());
            quietSinceNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// For how long nobody has been there; zero while somebody is.
    Duration quiet() {
        lock.lock();
        try {
            return isEmpty()
                    ? Duration.ofNanos(System.nanoTime() - quietSinceNanos)
                    : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return waiting.isEmpty() && served.isEmpty();
    }

    /// Waits until all are gone.
    ///
    /// @return false after the timeout
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (!isEmpty()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts the threads whose visitors have not said anything yet.
    void interruptWaiting() {
        lock.lock();
        try {
            waiting.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts all threads.
    void interruptAll() {
        lock.lock();
        try {
            waiting.forEach(Thread::interrupt);
            served.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
