package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.List;

/// What a step does: a system call, or one of the launcher's verbs (`enum plan_verb`, which says
/// exactly what each does).
public sealed interface Action {
    /// Its number in `enum plan_verb`.
    int verb();

    /// Up to six, in the order of `plan.h`.
    List<Argument> arguments();

    /// The step it goes on at or starts another process at; 0 for those that do neither.
    default int target() {
        return 0;
    }

    /// A system call.
    record Call(Syscall syscall, List<Argument> arguments) implements Action {
        @Override
        public int verb() {
            return 1;
        }
    }

    /// A system call for each bit of a mask, the lowest first. The bit's number is added to one of
    /// the arguments.
    ///
    /// @param five the arguments
    /// @param place of the argument that the number is added to
    record Each(Syscall syscall, List<Argument> five, int place, long mask) implements Action {
        @Override
        public int verb() {
            return 19;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(
                    five.get(0),
                    five.get(1),
                    five.get(2),
                    five.get(3),
                    five.get(4),
                    Argument.value(mask));
        }

        @Override
        public int target() {
            return place;
        }
    }

    /// A new process, which goes on at `child`; the result is its process id.
    record Clone(Data cloneArgs, int size, Label child) implements Action {
        @Override
        public int verb() {
            return 2;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(cloneArgs, Argument.value(size));
        }

        @Override
        public int target() {
            return child.step();
        }
    }

    /// Goes on at a later step.
    record Jump(Label place) implements Action {
        @Override
        public int verb() {
            return 3;
        }

        @Override
        public List<Argument> arguments() {
            return List.of();
        }

        @Override
        public int target() {
            return place.step();
        }
    }

    /// Fails with an error number.
    ///
    /// @param errno a number, or a register that holds a failed step's result
    record Fail(Argument errno) implements Action {
        @Override
        public int verb() {
            return 4;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(errno);
        }
    }

    /// Ends this process.
    record End(int code) implements Action {
        @Override
        public int verb() {
            return 5;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(Argument.value(code));
        }
    }

    /// Reads a signed number of 4 or 8 bytes.
    record Load(Data from, int size) implements Action {
        @Override
        public int verb() {
            return 6;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(from, Argument.value(size));
        }
    }

    /// Writes a number of 4 or 8 bytes.
    record Store(Data to, Argument value, int size) implements Action {
        @Override
        public int verb() {
            return 7;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(to, value, Argument.value(size));
        }
    }

    /// Writes a number in decimal into `size` bytes, the rest filled with `fill`.
    record Decimal(Data to, Argument value, int size, int fill) implements Action {
        @Override
        public int verb() {
            return 8;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(to, value, Argument.value(size), Argument.value(fill));
        }
    }

    /// Writes bytes to a descriptor, all of them.
    record Write(Argument fd, Data bytes, int size) implements Action {
        @Override
        public int verb() {
            return 9;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(fd, bytes, Argument.value(size));
        }
    }

    /// Sends a number over a socket.
    record Send(Register socket, Argument value) implements Action {
        @Override
        public int verb() {
            return 10;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(socket, value);
        }
    }

    /// Receives a number from a socket.
    record Receive(Argument socket, int timeoutMillis) implements Action {
        @Override
        public int verb() {
            return 11;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(socket, Argument.value(timeoutMillis));
        }
    }

    /// Sends a descriptor over a socket.
    record SendFd(Argument socket, Register fd) implements Action {
        @Override
        public int verb() {
            return 12;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(socket, fd);
        }
    }

    /// Receives a descriptor from a socket.
    record ReceiveFd(Register socket, int timeoutMillis) implements Action {
        @Override
        public int verb() {
            return 13;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(socket, Argument.value(timeoutMillis));
        }
    }

    /// Runs a program to its end.
    record Spawn(Data spawn) implements Action {
        @Override
        public int verb() {
            return 14;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(spawn);
        }
    }

    /// Tells the engine.
    record Report(Milestone milestone, Argument value) implements Action {
        @Override
        public int verb() {
            return 15;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(Argument.value(milestone.number()), value);
        }
    }

    /// Becomes the first of some programs that exists.
    record Exec(Data paths, Data argv, Data envp) implements Action {
        @Override
        public int verb() {
            return 16;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(paths, argv, envp);
        }
    }

    /// Waits until every child has become its program or ended its part.
    record AwaitExec(int timeoutMillis) implements Action {
        @Override
        public int verb() {
            return 17;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(Argument.value(timeoutMillis));
        }
    }

    /// Waits, without a deadline, for a connection to a listening socket; from then on failures are
    /// told there.
    record Gate(Register listener) implements Action {
        @Override
        public int verb() {
            return 20;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(listener);
        }
    }

    /// Runs a plan in a guest, and is to the monitor what the guest's program is.
    ///
    /// @param carrier a socket to the guest's carrier
    /// @param plan a memfd
    record StandIn(Argument carrier, Argument plan, int timeoutMillis) implements Action {
        @Override
        public int verb() {
            return 21;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(carrier, plan, Argument.value(timeoutMillis));
        }
    }

    /// Becomes the container's monitor.
    record Monitor(Data monitor) implements Action {
        @Override
        public int verb() {
            return 18;
        }

        @Override
        public List<Argument> arguments() {
            return List.of(monitor);
        }
    }
}
