package dev.hako.build.dockerfile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a stage does, one thing after the other; variables are not put in unless a scope has done
/// it. `FROM` is none: it begins a stage.
public sealed interface Instruction {
    /// A name and its value, as in `ENV` and `LABEL`.
    record Pair(String name, String value) {}

    /// Variables of the build.
    record Arg(List<Declaration> declarations) implements Instruction {
        public Arg {
            declarations = List.copyOf(declarations);
        }

        /// @param value unless it is given to the build
        public record Declaration(String name, Optional<String> value) {}
    }

    record Env(List<Pair> pairs) implements Instruction {
        public Env {
            pairs = List.copyOf(pairs);
        }
    }

    record Label(List<Pair> pairs) implements Instruction {
        public Label {
            pairs = List.copyOf(pairs);
        }
    }

    /// @param network `default`, `none` or `host`
    record Run(Command command, List<RunMount> mounts, String network) implements Instruction {
        public Run {
            mounts = List.copyOf(mounts);
        }
    }

    /// @param from a stage, image or context, in place of the build's own context
    record Copy(Optional<String> from, Transfer transfer) implements Instruction {}

    /// @param checksum that a fetched file has
    record Add(Optional<String> checksum, Transfer transfer) implements Instruction {}

    record Workdir(String path) implements Instruction {}

    record User(String user) implements Instruction {}

    record Volume(List<String> paths) implements Instruction {
        public Volume {
            paths = List.copyOf(paths);
        }
    }

    record Expose(List<String> ports) implements Instruction {
        public Expose {
            ports = List.copyOf(ports);
        }
    }

    record Cmd(Command command) implements Instruction {}

    record Entrypoint(Command command) implements Instruction {}

    record Shell(List<String> words) implements Instruction {
        public Shell {
            words = List.copyOf(words);
        }
    }

    record StopSignal(String signal) implements Instruction {}

    record Maintainer(String name) implements Instruction {}

    /// @param command nothing for `NONE`
    record Healthcheck(Optional<Command> command, Timing timing) implements Instruction {
        /// What is not given is up to who runs the checks.
        public record Timing(
                Optional<Duration> interval,
                Optional<Duration> timeout,
                Optional<Duration> startPeriod,
                Optional<Duration> startInterval,
                Optional<Integer> retries) {}
    }

    /// @param text of an instruction for builds that begin with this image
    record OnBuild(String text, Instruction instruction) implements Instruction {}
}
