package dev.hako.door.cri.call;

import dev.hako.failure.Failure;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where the answers of a streamed call go. Whoever sends faster than they are read waits.
///
/// @param <A> the messages that answer
public final class Answers<A> {
    private final ServerCallStreamObserver<A> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    Answers(ServerCallStreamObserver<A> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(this::wake);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Sends one answer, once there is room for it.
    ///
    /// @throws Failure `CANCELLED` if nobody listens any longer
    public void send(A answer) {
        lock.lock();
        try {
            while (!observer.isReady() && !observer.isCancelled()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone();
        } finally {
            lock.unlock();
        }
        if (observer.isCancelled()) {
            throw gone();
        }
        observer.onNext(answer);
    }

    private static Failure gone() {
        return Failure.of(Failure.Kind.CANCELLED, "nobody listens any longer");
    }
}
