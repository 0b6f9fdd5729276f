package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// Two connected sockets over which two processes of a plan wait for each other. Each message stays
/// one, and whoever reads after the other side is gone is told so.
///
/// @param launcher the end of the process that makes the pair
/// @param child the end of the process it clones
record SocketPair(Register launcher, Register child) {
    /// Processes that never wait for each other.
    static final SocketPair NONE = new SocketPair(Register.NONE, Register.NONE);

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;

    static SocketPair open(PlanBuilder plan) {
        Data ends = plan.data().place(new Struct(8), "ends");
        plan.call(
                Syscall.SOCKETPAIR,
                value(AF_UNIX),
                value(SOCK_SEQPACKET | SOCK_CLOEXEC),
                value(0),
                ends);
        Register launcher = plan.load(ends, 4).into("socket");
        Register child = plan.load(new Data(ends.offset() + 4, "ends[1]"), 4).into("peer");
        return new SocketPair(launcher, child);
    }
}
