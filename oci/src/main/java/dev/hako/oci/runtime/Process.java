package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT64;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A process of a container, its first or one that joins (config.md, "Process").
///
/// @param terminal whether it gets a pseudo-terminal
/// @param consoleSize the terminal's first size; without `terminal` it is ignored
/// @param args the program and its arguments, never empty
/// @param cwd absolute
/// @param env as `NAME=value`, in order
/// @param capabilities absent leaves the sets as the runtime has them
/// @param rlimits at most one of a type
/// @param noNewPrivileges whether set-user-id programs lose their power (`prctl(2)`,
///   `PR_SET_NO_NEW_PRIVS`)
/// @param oomScoreAdj -1000 to 1000 (`proc_pid_oom_score_adj(5)`)
/// @param execCpuAffinity on which processors a process that joins runs
// The specification's own word; nothing here ever means java.lang.Process.
@SuppressWarnings("AvoidCommonTypeNames")
public record Process(
        boolean terminal,
        @Nullable ConsoleSize consoleSize,
        User user,
        List<String> args,
        String cwd,
        List<String> env,
        @Nullable Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        @Nullable String apparmorProfile,
        @Nullable String selinuxLabel,
        @Nullable Integer oomScoreAdj,
        @Nullable IoPriority ioPriority,
        @Nullable Scheduler scheduler,
        @Nullable CpuAffinity execCpuAffinity)
        implements JsonRecord {

    /// Keeps the rules of config.md, "Process".
    public Process {
        Require.that(!args.isEmpty(), "args", "must name a program");
        args = Require.texts("args", args);
        Require.absolute("cwd", cwd);
        env = Require.texts("env", env);
        rlimits = List.copyOf(rlimits);
        Require.distinct("rlimits", rlimits, Rlimit::type);
        Require.text("apparmorProfile", apparmorProfile);
        Require.text("selinuxLabel", selinuxLabel);
        Require.range("oomScoreAdj", oomScoreAdj, -1000, 1000);
    }

    /// A program run by root in `/`, with an empty environment.
    public static Process of(List<String> args) {
        return new Process(
                false, null, User.ROOT, args, "/", List.of(), null, List.of(), false, null, null,
                null, null, null, null);
    }

    /// A copy in which `change` has replaced what it wants.
    public Process with(Consumer<Builder> change) {
        var builder = new Builder(this);
        change.accept(builder);
        return builder.build();
    }

    /// Picks the fields, of a `config.json` or of the file an OCI `exec` is given.
    public static Process read(JsonObject in) {
        return new Process(
                in.flag("terminal"),
                in.optional("consoleSize", object(ConsoleSize::read)),
                in.optional("user", object(User::read), User.ROOT),
                in.list("args", STRING),
                in.required("cwd", STRING),
                in.list("env", STRING),
                in.optional("capabilities", object(Capabilities::read)),
                in.list("rlimits", object(Rlimit::read)),
                in.flag("noNewPrivileges"),
                in.optional("apparmorProfile", STRING),
                in.optional("selinuxLabel", STRING),
                in.optional("oomScoreAdj", INT32),
                in.optional("ioPriority", object(IoPriority::read)),
                in.optional("scheduler", object(Scheduler::read)),
                in.optional("execCPUAffinity", object(CpuAffinity::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.flag("terminal", terminal)
                .put("consoleSize", consoleSize)
                .put("user", user)
                .put("args", args)
                .put("cwd", cwd)
                .put("env", env)
                .put("capabilities", capabilities)
                .put("rlimits", rlimits)
                .flag("noNewPrivileges", noNewPrivileges)
                .put("apparmorProfile", apparmorProfile)
                .put("selinuxLabel", selinuxLabel)
                .put("oomScoreAdj", oomScoreAdj)
                .put("ioPriority", ioPriority)
                .put("scheduler", scheduler)
                .put("execCPUAffinity", execCpuAffinity);
    }

    /// The size of a terminal in characters, each at most 65,535 (`tty_ioctl(4)`, `TIOCSWINSZ`).
    public record ConsoleSize(long height, long width) implements JsonRecord {
        private static final int MAX_CHARS = 0xffff;

        /// Refuses what a `struct winsize` cannot hold.
        public ConsoleSize {
            Require.range("height", height, 0, MAX_CHARS);
            Require.range("width", width, 0, MAX_CHARS);
        }

        static ConsoleSize read(JsonObject in) {
            return new ConsoleSize(in.required("height", UINT64), in.required("width", UINT64));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("height", height).put("width", width);
        }
    }

    /// A process in the making; see [Process#with].
    public static final class Builder {
        private boolean terminal;
        private @Nullable ConsoleSize consoleSize;
        private User user;
        private List<String> args;
        private String cwd;
        private List<String> env;
        private @Nullable Capabilities capabilities;
        private List<Rlimit> rlimits;
        private boolean noNewPrivileges;
        private @Nullable String apparmorProfile;
        private @Nullable String selinuxLabel;
        private @Nullable Integer oomScoreAdj;
        private @Nullable IoPriority ioPriority;
        private @Nullable Scheduler scheduler;
        private @Nullable CpuAffinity execCpuAffinity;

        private Builder(Process process) {
            terminal = process.terminal;
            consoleSize = process.consoleSize;
            user = process.user;
            args = process.args;
            cwd = process.cwd;
            env = process.env;
            capabilities = process.capabilities;
            rlimits = process.rlimits;
            noNewPrivileges = process.noNewPrivileges;
            apparmorProfile = process.apparmorProfile;
            selinuxLabel = process.selinuxLabel;
            oomScoreAdj = process.oomScoreAdj;
            ioPriority = process.ioPriority;
            scheduler = process.scheduler;
            execCpuAffinity = process.execCpuAffinity;
        }

        /// Replaces whether there is a pseudo-terminal.
        public Builder terminal(boolean terminal) {
            this.terminal = terminal;
            return this;
        }

        /// Replaces the terminal's first size.
        public Builder consoleSize(@Nullable ConsoleSize consoleSize) {
            this.consoleSize = consoleSize;
            return this;
        }

        /// Replaces the user.
        public Builder user(User user) {
            this.user = user;
            return this;
        }

        /// Replaces the program and all its arguments.
        public Builder args(List<String> args) {
            this.args = args;
            return this;
        }

        /// Replaces the working directory.
        public Builder cwd(String cwd) {
            this.cwd = cwd;
            return this;
        }

        /// Replaces the whole environment.
        public Builder env(List<String> env) {
            this.env = env;
            return this;
        }

        /// Replaces all five capability sets.
        public Builder capabilities(@Nullable Capabilities capabilities) {
            this.capabilities = capabilities;
            return this;
        }

        /// Replaces all resource limits.
        public Builder rlimits(List<Rlimit> rlimits) {
            this.rlimits = rlimits;
            return this;
        }

        /// Replaces whether set-user-id programs lose their power.
        public Builder noNewPrivileges(boolean noNewPrivileges) {
            this.noNewPrivileges = noNewPrivileges;
            return this;
        }

        /// Replaces the AppArmor profile.
        public Builder apparmorProfile(@Nullable String apparmorProfile) {
            this.apparmorProfile = apparmorProfile;
            return this;
        }

        /// Replaces the SELinux label.
        public Builder selinuxLabel(@Nullable String selinuxLabel) {
            this.selinuxLabel = selinuxLabel;
            return this;
        }

        /// Replaces the out-of-memory score adjustment.
        public Builder oomScoreAdj(@Nullable Integer oomScoreAdj) {
            this.oomScoreAdj = oomScoreAdj;
            return this;
        }

        /// Replaces the I/O priority.
        public Builder ioPriority(@Nullable IoPriority ioPriority) {
            this.ioPriority = ioPriority;
            return this;
        }

        /// Replaces the scheduling policy.
        public Builder scheduler(@Nullable Scheduler scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /// Replaces the processors of a process that joins.
        public Builder execCpuAffinity(@Nullable CpuAffinity execCpuAffinity) {
            this.execCpuAffinity = execCpuAffinity;
            return this;
        }

        private Process build() {
            return new Process(
                    terminal,
                    consoleSize,
                    user,
                    args,
                    cwd,
                    env,
                    capabilities,
                    rlimits,
                    noNewPrivileges,
                    apparmorProfile,
                    selinuxLabel,
                    oomScoreAdj,
                    ioPriority,
                    scheduler,
                    execCpuAffinity);
        }
    }
}
