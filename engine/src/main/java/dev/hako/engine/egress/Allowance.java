package dev.hako.engine.egress;

import java.util.function.LongSupplier;

/// How much of something there may be: some at once, and then so many a second. Threads may share
/// one.
public final class Allowance {
    private static final double NANOS = 1e9;

    private final int burst;
    private final int eachSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long countedNanos;
    private int missed;

    /// @param nanoTime `System::nanoTime`
    public Allowance(int burst, int eachSecond, LongSupplier nanoTime) {
        this.burst = burst;
        this.eachSecond = eachSecond;
        this.nanoTime = nanoTime;
        this.left = burst;
        this.countedNanos = nanoTime.getAsLong();
    }

    /// Asks for one more.
    ///
    /// @return how many were asked for in vain before it; less than 0 if this one is, too
    public synchronized int take() {
        long now = nanoTime.getAsLong();
        left = Math.min(burst, left + (now - countedNanos) / NANOS * eachSecond);
        countedNanos = now;
        if (left < 1) {
            missed++;
            return -1;
        }
        left--;
        int before = missed;
        missed = 0;
        return before;
    }
}
