package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;

/// What a user is told when the packet filter refuses.
final class FilterFailures {
    private FilterFailures() {}

    /// When the tables were made.
    static Failure ofTables(KernelException e) {
        return e.isAny(Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT, Errno.ENOENT)
                ? Failure.unsupported(
                                "this kernel cannot hold back what containers send: "
                                        + e.getMessage())
                        .hint(
                                "it needs nf_tables for bridges, fib, limit, log and reject; try"
                                        + " modprobe nf_tables_bridge")
                : e.during("cannot hold back what containers send");
    }

    /// When a box was put into them.
    static Failure ofBox(KernelException e) {
        return e.isAny(Errno.EEXIST, Errno.EBUSY)
                ? Failure.conflict(
                                "another container with a policy for egress has its hardware"
                                        + " address, on another network")
                        .hint("leave out --mac-address, or choose another")
                : ofTables(e);
    }
}
