package dev.hako.isolation.monitor.diagnosis;

import static dev.hako.isolation.monitor.diagnosis.ExecDiagnosis.no;
import static dev.hako.isolation.monitor.diagnosis.ExecDiagnosis.not;
import static dev.hako.isolation.monitor.diagnosis.ExecDiagnosis.quoted;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import java.util.Optional;

/// Says what is wrong with a program that is there and may be executed.
///
/// @param root where its loader or interpreter is looked for
/// @param errno what execve(2) answered
record FormatDiagnosis(RootView root, Errno errno) {
    Failure explain(String path, Fd file) {
        return switch (read(file)) {
            case ProgramFormat.Elf(int machine, var loader) -> elf(path, machine, loader);
            case ProgramFormat.Script script -> script(path, script);
            case ProgramFormat.Empty _ ->
                    not(quoted(path) + "is empty").hint("look at how the image was built");
            case ProgramFormat.Unknown _ ->
                    not(quoted(path) + "is neither an ELF program nor a script: " + errno)
                            .hint("a script begins with a line such as #!/bin/sh");
        };
    }

    private static ProgramFormat read(Fd file) {
        try (Fd readable = Open.openat(Fd.CWD, file.procPath(), Open.O_RDONLY)) {
            return ProgramFormat.of(readable);
        } catch (KernelException unreadable) {
            return new ProgramFormat.Unknown();
        }
    }

    private Failure elf(String path, int machine, Optional<String> loader) {
        if (machine != Machines.host() && errno == Errno.ENOEXEC) {
            return not(quoted(path)
                            + "is a program for "
                            + Machines.name(machine)
                            + ", this machine is "
                            + Machines.name(Machines.host()))
                    .hint("use an image for this machine, or install an emulator (binfmt_misc)");
        }
        if (loader.isPresent() && !exists(loader.get())) {
            return no(quoted(path) + "its loader \"" + loader.get() + "\" does not exist")
                    .hint(
                            "the program was built for another C library than the image has: link"
                                    + " it statically, or use an image with that library");
        }
        return not(quoted(path) + errno);
    }

    private Failure script(String path, ProgramFormat.Script script) {
        if (script.carriageReturn()) {
            return no(quoted(path)
                            + "its first line ends with a carriage return, so that its"
                            + " interpreter is \""
                            + script.interpreter()
                            + "\\r\"")
                    .hint("save it with line ends of Unix, as dos2unix does");
        }
        String interpreter = script.interpreter();
        if (interpreter.isEmpty()) {
            return not(quoted(path) + "its first line names no interpreter")
                    .hint("begin it with a line such as #!/bin/sh");
        }
        if (interpreter.startsWith("/") && !exists(interpreter)) {
            return no(quoted(path) + "its interpreter \"" + interpreter + "\" does not exist")
                    .hint("install it in the image, or name one that is there on the first line");
        }
        return not(quoted(path) + "its interpreter \"" + interpreter + "\": " + errno)
                .hint("the interpreter itself must be a program that runs here");
    }

    private boolean exists(String path) {
        Optional<Fd> found = root.find(path);
        found.ifPresent(Fd::close);
        return found.isPresent();
    }
}
