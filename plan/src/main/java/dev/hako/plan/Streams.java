package dev.hako.plan;

import static dev.hako.kernel.Errno.EINVAL;
import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.kernel.Errno.EROFS;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// Descriptors 0, 1 and 2 of the program, and the monitor's side of them: pipes, or a terminal.
///
/// The program never has a descriptor of its caller. What the monitor keeps is moved to
/// [#FIRST_KEPT] and above, out of the way of what is closed after the clone.
final class Streams {
    /// `fcntl(2)`: a copy at or above a number, close-on-exec.
    static final int F_DUPFD_CLOEXEC = 1030;

    /// The lowest number of what the launcher keeps.
    static final int FIRST_KEPT = 100;

    private static final int F_GETPIPE_SZ = 1032;
    private static final int TIOCGPTPEER = 0x5441;
    private static final int TIOCSPTLCK = 0x40045431;
    private static final int TIOCSCTTY = 0x540E;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int WINSIZE = 8;
    private static final int WAIT_MILLIS = 60_000;
    private static final Argument UNCHANGED = value(-1);

    private final PlanBuilder plan;
    private final Stdio stdio;
    private final ProcessStart start;
    private final Register[] theirs = {Register.NONE, Register.NONE, Register.NONE};
    private final Register[] ours = {Register.NONE, Register.NONE, Register.NONE};
    private Register terminal = Register.NONE;

    Streams(PlanBuilder plan, Stdio stdio, ProcessStart start) {
        this.plan = plan;
        this.stdio = stdio;
        this.start = start;
    }

    /// Whether the launcher is sent a terminal by the process.
    boolean isTerminal() {
        return stdio instanceof Stdio.Terminal || stdio instanceof Stdio.Console;
    }

    /// The launcher's part: pipes.
    void open() {
        if (stdio instanceof Stdio.Pipes pipes) {
            plan.doing("open standard input", "");
            if (pipes.openInput()) {
                pipe(0, "stdin");
            } else {
                int flags = O_RDONLY | O_CLOEXEC;
                plan.call(Syscall.OPENAT, AT_FDCWD, plan.text("/dev/null"), value(flags));
                theirs[0] = plan.into("null");
            }
            plan.doing("open standard output", "");
            pipe(1, "stdout");
            plan.doing("open standard error", "");
            pipe(2, "stderr");
        } else if (stdio instanceof Stdio.Inherited) {
            giveInherited();
        }
    }

    /// The caller's pipes become the user's, too; a terminal or a device stays whose it is.
    private void giveInherited() {
        long uid = start.hostUid();
        if (uid <= 0) {
            return;
        }
        plan.doing("give the standard streams to the user", String.valueOf(uid));
        for (int number = 0; number < theirs.length; number++) {
            Label next = new Label("next stream");
            plan.call(Syscall.FCNTL, value(number), value(F_GETPIPE_SZ)).branch(next);
            plan.call(Syscall.FCHOWN, value(number), value(uid), UNCHANGED)
                    .tolerate(EPERM, EINVAL, EROFS);
            plan.place(next);
        }
    }

    /// Opening `/dev/stdout` again takes permission on the pipe itself, so it becomes the user's.
    private void pipe(int number, String name) {
        Data ends = plan.data().place(new Struct(8), "ends");
        plan.call(Syscall.PIPE2, ends, value(O_CLOEXEC));
        Data other = new Data(ends.offset() + 4, "ends[1]");
        boolean input = number == 0;
        theirs[number] = plan.load(input ? ends : other, 4).into(name);
        Register low = plan.load(input ? other : ends, 4).into("low");
        plan.call(Syscall.FCNTL, low, value(F_DUPFD_CLOEXEC), value(FIRST_KEPT));
        ours[number] = plan.into(name + "_monitor");
        plan.registers().release(low);
        long uid = start.hostUid();
        if (uid > 0) {
            plan.call(Syscall.FCHOWN, theirs[number], value(uid), UNCHANGED)
                    .tolerate(EPERM, EINVAL);
        }
    }

    /// The process's part in a container that starts: a terminal of its own devpts, which is also
    /// the container's console.
    void openConsole(RootTree root, Trees trees, SocketPair sockets) {
        if (isTerminal()) {
            plan.doing("open a terminal of", "/dev/pts");
            root.openAt("dev/pts/ptmx", O_RDWR | O_NOCTTY);
            openTerminal(sockets);
            plan.doing("bind the terminal on", "/dev/console");
            Register tree = trees.copy(theirs[0]);
            Register target = root.file("/dev/console");
            trees.attach(tree, target);
            plan.registers().release(target);
            plan.registers().release(tree);
        }
    }

    /// The part of a process that has joined a container: a terminal of the container's devpts.
    void openJoinedTerminal(SocketPair sockets) {
        if (isTerminal()) {
            plan.doing("open a terminal of", "/dev/pts");
            int flags = O_RDWR | O_NOCTTY;
            Data how = how(plan.data(), flags, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            plan.call(Syscall.OPENAT2, AT_FDCWD, plan.text("/dev/pts/ptmx"), how, OPEN_HOW_SIZE);
            openTerminal(sockets);
        }
    }

    private void openTerminal(SocketPair sockets) {
        Register master = plan.into("master");
        Data unlocked = plan.data().place(new Struct(8), "0");
        plan.call(Syscall.IOCTL, master, value(TIOCSPTLCK), unlocked);
        int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
        plan.call(Syscall.IOCTL, master, value(TIOCGPTPEER), value(flags));
        Register slave = plan.into("slave");
        if (start.process().user().uid() != 0) {
            plan.call(Syscall.FCHOWN, slave, value(start.process().user().uid()), UNCHANGED)
                    .tolerate(EPERM, EINVAL, EROFS);
        }
        resize(master);
        if (stdio instanceof Stdio.Console console) {
            plan.doing("hand the terminal to the console socket", "");
            plan.add(new Action.SendFd(value(console.socket()), master));
        } else {
            plan.doing("hand the terminal to the monitor", "");
            plan.add(new Action.SendFd(sockets.child(), master));
        }
        plan.close(master);
        plan.registers().release(master);
        theirs[0] = theirs[1] = theirs[2] = slave;
    }

    /// The size is set before the program runs, for many programs ask only once.
    private void resize(Register master) {
        int rows = 0;
        int columns = 0;
        switch (stdio) {
            case Stdio.Terminal terminal -> {
                rows = terminal.rows();
                columns = terminal.columns();
            }
            case Stdio.Console console -> {
                rows = console.rows();
                columns = console.columns();
            }
            case Stdio.Pipes _, Stdio.Inherited _ -> {}
        }
        if ((rows | columns) != 0) {
            Struct size = new Struct(WINSIZE).u16(0, rows).u16(2, columns);
            plan.doing("set the terminal's size", "");
            Data data = plan.data().place(size, rows + "x" + columns);
            plan.call(Syscall.IOCTL, master, value(TIOCSWINSZ), data);
        }
    }

    /// The launcher's part, when the process has come so far.
    void receiveTerminal(SocketPair sockets) {
        if (stdio instanceof Stdio.Terminal) {
            plan.doing("take the terminal", "");
            plan.add(new Action.ReceiveFd(sockets.launcher(), WAIT_MILLIS));
            Register low = plan.into("low");
            plan.call(Syscall.FCNTL, low, value(F_DUPFD_CLOEXEC), value(FIRST_KEPT));
            terminal = plan.into("terminal");
            plan.registers().release(low);
        }
    }

    /// Puts them where the program finds them, in a session of its own, and after them as many more
    /// as the program keeps.
    void install(int preserved) {
        if (!(stdio instanceof Stdio.Inherited)) {
            plan.doing("install standard input, output and error", "");
            for (int number = 0; number < theirs.length; number++) {
                plan.call(Syscall.DUP3, theirs[number], value(number), value(0));
            }
        }
        for (int i = 0; i < preserved; i++) {
            plan.doing("install a descriptor that is preserved", "");
            Argument given = value(Handover.FIRST_PRESERVED + i);
            plan.call(Syscall.DUP3, given, value(theirs.length + i), value(0));
        }
        if (isTerminal()) {
            plan.doing("take the terminal as the controlling one", "");
            plan.call(Syscall.IOCTL, value(0), value(TIOCSCTTY), value(0));
        }
    }

    /// The monitor's end of a stream, or of the terminal.
    Register monitorEnd(int number) {
        return ours[number];
    }

    /// The terminal's master, or [Register#NONE].
    Register terminal() {
        return terminal;
    }
}
