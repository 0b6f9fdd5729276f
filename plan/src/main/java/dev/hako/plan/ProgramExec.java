package dev.hako.plan;

import dev.hako.oci.runtime.Process;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;

/// The last step: the process becomes the program (execve(2)).
final class ProgramExec {
    /// Where programs are looked for when the environment does not say (as Docker has it).
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// `PLAN_MAX_PATHS`.
    private static final int MAX_PATHS = 256;

    private static final int X_OK = 1;

    private ProgramExec() {}

    static void append(PlanBuilder plan, Process process) {
        String program = process.args().getFirst();
        plan.doing("run", program);
        Data paths = plan.data().texts(candidates(program, process.env()), program);
        Data argv = plan.data().texts(process.args(), process.args());
        Data envp = plan.data().texts(process.env(), process.env());
        plan.add(new Action.Exec(paths, argv, envp));
    }

    /// Fails unless one of the paths can be executed, as far as that is known before (access(2)).
    static void require(PlanBuilder plan, Process process) {
        String program = process.args().getFirst();
        plan.doing("find the executable", program);
        Label found = new Label("found");
        Register error = Register.NONE;
        for (String candidate : candidates(program, process.env())) {
            Label next = new Label("next");
            plan.call(
                            Syscall.FACCESSAT,
                            OpenFlags.AT_FDCWD,
                            plan.text(candidate),
                            Argument.value(X_OK))
                    .branch(next);
            error = error.exists() ? plan.into(error) : plan.into("error");
            plan.jump(found);
            plan.place(next);
        }
        plan.add(new Action.Fail(error));
        plan.place(found);
        plan.registers().release(error);
    }

    /// The paths to try, in order; one with a slash is taken as it is.
    static List<String> candidates(String program, List<String> environment) {
        if (program.isEmpty()) {
            throw Refusal.invalid("args", "the program's name is empty");
        }
        if (program.indexOf('/') >= 0) {
            return List.of(program);
        }
        List<String> candidates = new ArrayList<>(8);
        for (String directory : path(environment).split(":", -1)) {
            if (candidates.size() < MAX_PATHS) {
                candidates.add(directory.isEmpty() ? "./" + program : directory + "/" + program);
            }
        }
        return candidates;
    }

    private static String path(List<String> environment) {
        for (String variable : environment) {
            if (variable.startsWith("PATH=")) {
                return variable.substring("PATH=".length());
            }
        }
        return DEFAULT_PATH;
    }
}
