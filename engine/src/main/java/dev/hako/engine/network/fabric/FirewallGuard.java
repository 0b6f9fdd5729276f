package dev.hako.engine.network.fabric;

import dev.hako.kernel.EventFd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.netfilter.RulesetChanges;
import dev.hako.network.egress.EgressFilter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the packet filter while others change it: a flush of all rules takes ours along, and
/// a Docker that starts anew forgets what it was told.
///
/// One thread sleeps in the kernel until somebody else has changed something.
final class FirewallGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirewallGuard.class);

    private static final Duration TURN = Duration.ofMinutes(1);

    /// A repair that has begun is not waited for any longer: it ends with this process.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Whoever changes much does it in many steps.
    private static final long SETTLING_MILLIS = 100;

    private final RulesetChanges changes;
    private final Runnable repair;
    private final EventFd end = EventFd.open();
    private final Thread thread;
    private volatile boolean closed;

    private FirewallGuard(RulesetChanges changes, Runnable repair) {
        this.changes = changes;
        this.repair = repair;
        this.thread = Thread.ofPlatform().daemon().name("firewall").unstarted(this::watch);
    }

    /// Begins.
    ///
    /// @param changes which are this guard's from now on
    /// @param repair puts right what is not as it was
    static FirewallGuard begin(RulesetChanges changes, Runnable repair) {
        FirewallGuard guard = new FirewallGuard(changes, repair);
        guard.thread.start();
        return guard;
    }

    /// What this filter changes is nothing to look after.
    void overlook(EgressFilter filter) {
        filter.hideFrom(changes);
    }

    private void watch() {
        try (changes) {
            while (!closed) {
                if (changes.await(TURN, end)) {
                    Thread.sleep(SETTLING_MILLIS);
                    repairUnlessClosed();
                }
            }
        } catch (KernelException e) {
            LOG.warn("the packet filter is not watched any more: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void repairUnlessClosed() {
        if (!closed) {
            repair.run();
        }
    }

    /// A virtual machine waits for threads that are in the kernel when it ends: so this one leaves.
    @Override
    public void close() {
        closed = true;
        end.signal();
        try {
            if (thread.join(PATIENCE)) {
                end.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
