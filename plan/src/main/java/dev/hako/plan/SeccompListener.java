package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.ContainerProcessState;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.State;
import dev.hako.oci.runtime.Syscall;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An agent outside to whom a filter hands calls (seccomp_unotify(2); config-linux.md, "Seccomp").
///
/// The launcher connects to the agent's socket, for its path is the host's. The process itself
/// sends the descriptor by which the agent is asked, right after it has installed the filter, and
/// with it who it is; so the call by which it sends must not be one that the agent is asked about.
final class SeccompListener {
    /// What stands for the process's own id until that is known.
    static final long PLACEHOLDER = Integer.MAX_VALUE;

    private static final String SENDING = "sendmsg";
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOCKADDR_UN = 110;
    private static final int PATH = 2;
    private static final int MSGHDR = 56;
    private static final int CMSG = 24;
    private static final int CMSG_LEN = 20;
    private static final int CMSG_FD = 16;
    private static final int DIGITS = 10;
    private static final String KEY = "\"pid\":";

    private final PlanBuilder plan;
    private final String path;
    private final @Nullable String metadata;
    private final State container;

    private Register socket = Register.NONE;
    private Register pid = Register.NONE;

    /// @param container as it is told to the agent; a process id that is the placeholder becomes
    ///   the process's own
    private SeccompListener(
            PlanBuilder plan, String path, @Nullable String metadata, State container) {
        this.plan = plan;
        this.path = path;
        this.metadata = metadata;
        this.container = container;
    }

    /// The agent of a filter; null if it asks none.
    static @Nullable SeccompListener of(
            PlanBuilder plan, @Nullable Seccomp seccomp, Supplier<State> container) {
        if (seccomp == null || !asks(seccomp)) {
            return null;
        }
        String path = seccomp.listenerPath();
        if (path == null) {
            throw Refusal.invalid("seccomp SCMP_ACT_NOTIFY", "there is no listenerPath");
        }
        if (ProcessPaths.utf8Length(path) >= SOCKADDR_UN - PATH) {
            throw Refusal.invalid("listenerPath " + path, "a socket's path has at most 107 bytes");
        }
        return new SeccompListener(plan, path, seccomp.listenerMetadata(), container.get());
    }

    /// None, for a process of which no agent can be told.
    static @Nullable SeccompListener refuse(@Nullable Seccomp seccomp) {
        if (seccomp != null && asks(seccomp)) {
            throw Refusal.feature(
                    "seccomp SCMP_ACT_NOTIFY",
                    "no agent is told of further programs in this container",
                    "run the program with the container");
        }
        return null;
    }

    /// Whether an agent is asked about any call.
    private static boolean asks(Seccomp seccomp) {
        if (seccomp.defaultAction() == SeccompAction.SCMP_ACT_NOTIFY) {
            throw Refusal.feature(
                    "defaultAction SCMP_ACT_NOTIFY",
                    "the agent would be asked about the call by which it is reached",
                    "name the calls that it is to be asked about");
        }
        boolean asks = false;
        for (Syscall rule : seccomp.syscalls()) {
            if (rule.action() == SeccompAction.SCMP_ACT_NOTIFY) {
                asks = true;
                refuseSending(rule);
            }
        }
        return asks;
    }

    private static void refuseSending(Syscall rule) {
        if (rule.names().contains(SENDING)) {
            throw Refusal.feature(
                    "SCMP_ACT_NOTIFY for " + SENDING,
                    "it is the call by which the agent is reached",
                    "leave it to another action");
        }
    }

    /// The launcher's part.
    void connect() {
        plan.doing("connect to the seccomp agent", path);
        int type = SOCK_STREAM | SOCK_CLOEXEC;
        plan.call(dev.hako.plan.Syscall.SOCKET, value(AF_UNIX), value(type), value(0));
        Register low = plan.into("low");
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        Struct address = new Struct(SOCKADDR_UN + 2).u16(0, AF_UNIX).bytes(PATH, name);
        plan.call(
                dev.hako.plan.Syscall.CONNECT,
                low,
                plan.data().place(address, path),
                value(SOCKADDR_UN));
        plan.call(
                dev.hako.plan.Syscall.FCNTL,
                low,
                value(Streams.F_DUPFD_CLOEXEC),
                value(Streams.FIRST_KEPT));
        socket = plan.into("agent");
        plan.close(low);
        plan.registers().release(low);
    }

    /// The process's part, once it knows its own id outside.
    void know(Register pid) {
        this.pid = pid;
    }

    /// The process's part, when the filter holds.
    void send(Register filter) {
        plan.doing("hand the seccomp filter to the agent", path);
        Struct part = state();
        Data control =
                plan.data()
                        .place(
                                new Struct(CMSG)
                                        .u64(0, CMSG_LEN)
                                        .u32(8, SOL_SOCKET)
                                        .u32(12, SCM_RIGHTS),
                                "rights");
        plan.store(new Data(control.offset() + CMSG_FD, "fd"), filter, Integer.BYTES);
        Struct message =
                new Struct(MSGHDR)
                        .pointer(16, plan.data().place(part, "part"))
                        .u64(24, 1)
                        .pointer(32, control)
                        .u64(40, CMSG_LEN);
        plan.call(
                dev.hako.plan.Syscall.SENDMSG,
                socket,
                plan.data().place(message, "state and filter"),
                value(MSG_NOSIGNAL));
    }

    /// The state, with the process's id wherever that stands in it: within a JSON string there
    /// could be no such key, for its quotes would be escaped.
    private Struct state() {
        var state =
                new ContainerProcessState(
                        Spec.VERSION, List.of("seccompFd"), PLACEHOLDER, metadata, container);
        String json = new String(Json.write(state), StandardCharsets.UTF_8);
        Data text = plan.data().bytes(json.getBytes(StandardCharsets.UTF_8), "state");
        String key = KEY + PLACEHOLDER;
        for (int at = json.indexOf(key); at >= 0; at = json.indexOf(key, at + 1)) {
            int offset = ProcessPaths.utf8Length(json.substring(0, at + KEY.length()));
            Data slot = new Data(text.offset() + offset, "pid");
            plan.add(new Action.Decimal(slot, pid, DIGITS, ' '));
        }
        return new Struct(16).pointer(0, text).u64(8, ProcessPaths.utf8Length(json));
    }
}
