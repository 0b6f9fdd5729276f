package dev.hako.plan;

import static dev.hako.kernel.Errno.EACCES;
import static dev.hako.kernel.Errno.ENOSYS;
import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;

import dev.hako.kernel.Personality;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.plan.LaunchOptions.IdMapWriter;
import org.jspecify.annotations.Nullable;

/// From a process that stands in its container to the program: the same for a container's first
/// process and for one that joins.
final class ProcessSetup {
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
    private static final int SIGKILL = 9;
    private static final int ALL_DESCRIPTORS = -1;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private final PlanBuilder plan;
    private final ProcessStart start;
    private final Process process;
    private final Streams streams;
    private final CustodySteps custody;
    private final @Nullable SeccompListener listener;
    private final Scheduling scheduling;
    private final ProgramLabel label;

    /// @param listener of the filter; null if nobody is asked about calls
    ProcessSetup(
            PlanBuilder plan,
            ProcessStart start,
            Streams streams,
            CustodySteps custody,
            @Nullable SeccompListener listener) {
        this.listener = listener;
        this.plan = plan;
        this.start = start;
        this.process = start.process();
        this.streams = streams;
        this.custody = custody;
        this.scheduling = new Scheduling(plan);
        this.label = new ProgramLabel(plan, start.host(), process);
    }

    /// What has to be opened while the host's files are there.
    void open() {
        label.open();
    }

    /// A process must not outlive its launcher or monitor, should that be killed.
    static void dieWithLauncher(PlanBuilder plan) {
        plan.doing("tie the process to the launcher", "");
        plan.prctl(PR_SET_PDEATHSIG, SIGKILL);
    }

    /// Nobody in the container may look into the process before it is a program (CVE-2016-9962).
    static void hide(PlanBuilder plan) {
        plan.doing("keep the process from being looked into", "");
        plan.prctl(PR_SET_DUMPABLE, 0);
    }

    /// A session and, where the kernel has them, a session keyring of its own.
    static void beginSession(PlanBuilder plan, LaunchOptions options) {
        plan.doing("begin a session", "");
        plan.call(Syscall.SETSID);
        if (!options.has(LaunchOptions.Habit.NEW_KEYRING)) {
            return;
        }
        plan.call(Syscall.KEYCTL, value(KEYCTL_JOIN_SESSION_KEYRING), value(0))
                .tolerate(ENOSYS, EPERM, EACCES);
    }

    /// Everything up to the program.
    ///
    /// @param linux for what the specification gives to all processes of the container
    /// @param gate what the process waits for before that
    /// @param hooks run right before the program
    void become(Linux linux, Runnable gate, Runnable hooks) {
        become(linux, gate, hooks, () -> ProgramExec.append(plan, process));
    }

    /// The same, for what is no program that is executed.
    ///
    /// @param last appends the last step
    void become(Linux linux, Runnable gate, Runnable hooks, Runnable last) {
        label.apply();
        streams.install(custody.preserved());
        Signals.reset(plan);
        new Rlimits(plan, start).apply();
        schedule(linux);
        WorkingDirectory directory = new WorkingDirectory(plan, start);
        directory.enterAsRoot();
        keepDescriptorsBack();
        forbidNewPrivileges();
        if (!process.noNewPrivileges()) {
            SeccompStep.install(plan, start.seccomp(), listener);
        }
        CapabilitySets capabilities = new CapabilitySets(plan, start);
        capabilities.bound();
        new Credentials(plan, process.user(), setGroups()).become();
        directory.enterAsUser();
        capabilities.apply();
        // Becoming its user has made the kernel forget that (prctl(2)).
        dieWithLauncher(plan);
        if (custody.isNoted()) {
            ProgramExec.require(plan, process);
        }
        gate.run();
        if (process.noNewPrivileges()) {
            SeccompStep.install(plan, start.seccomp(), listener);
        }
        hooks.run();
        last.run();
    }

    private void schedule(Linux linux) {
        scheduling.scheduler(process.scheduler());
        scheduling.ioPriority(process.ioPriority());
        scheduling.memoryPolicy(linux.memoryPolicy());
        if (start.options().has(LaunchOptions.Habit.FIXED_ADDRESSES)) {
            plan.doing("lay the program out at fixed addresses", "");
            plan.call(Syscall.PERSONALITY, value(Personality.ADDR_NO_RANDOMIZE));
        }
        if (linux.personality() != null) {
            plan.doing("set the personality", linux.personality().domain().name());
            int domain =
                    switch (linux.personality().domain()) {
                        case LINUX -> Personality.PER_LINUX;
                        case LINUX32 -> Personality.PER_LINUX32;
                    };
            plan.call(Syscall.PERSONALITY, value(domain));
        }
    }

    private void forbidNewPrivileges() {
        if (process.noNewPrivileges()) {
            plan.doing("forbid new privileges", "");
            plan.prctl(PR_SET_NO_NEW_PRIVS, 1);
        }
    }

    /// A namespace with a single id forbids it, the engine's own as well as the container's.
    private Credentials.SetGroups setGroups() {
        boolean isNamespace = start.inOwnUserNamespace() || start.host().inUserNamespace();
        if (isNamespace && start.options().idMapping() instanceof IdMapWriter.Single) {
            return Credentials.SetGroups.DENIED;
        }
        return start.inForeignUserNamespace()
                ? Credentials.SetGroups.UNKNOWN
                : Credentials.SetGroups.ALLOWED;
    }

    /// The program inherits no descriptor but the three. Before there is a filter: lists of what is
    /// allowed that are older than close_range(2) are in use.
    private void keepDescriptorsBack() {
        plan.doing("keep all descriptors but the standard streams back", "");
        plan.call(
                Syscall.CLOSE_RANGE,
                value(3 + custody.preserved()),
                value(Integer.toUnsignedLong(ALL_DESCRIPTORS)),
                value(CLOSE_RANGE_CLOEXEC));
    }

    /// How soon the kernel ends the process when memory runs out.
    ///
    /// @param file `oom_score_adj` of the process in procfs
    static void oomScore(PlanBuilder plan, Process process, Argument.Data file) {
        plan.doing("set oom_score_adj", String.valueOf(process.oomScoreAdj()));
        Files.write(plan, OpenFlags.AT_FDCWD, file, String.valueOf(process.oomScoreAdj()));
    }
}
