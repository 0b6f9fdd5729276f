package dev.hako.isolation.monitor.diagnosis;

import dev.hako.failure.Failure;
import dev.hako.failure.Failure.Kind;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.Stat;
import dev.hako.oci.runtime.Process;
import java.util.List;
import java.util.Optional;

/// Says why a program could not be executed, and what to do about it.
public final class ExecDiagnosis {
    private static final int ANY_EXECUTE = 0111;

    private final Process process;
    private final List<String> candidates;
    private final RootView root;
    private final Errno errno;

    private ExecDiagnosis(Process process, List<String> candidates, RootView root, Errno errno) {
        this.process = process;
        this.candidates = candidates;
        this.root = root;
        this.errno = errno;
    }

    /// The failure in words, without who wanted the program.
    ///
    /// @param process whose program it was
    /// @param candidates the absolute paths that were tried
    /// @param root where they were looked for
    /// @param errno what execve(2) answered
    /// @return of kind `NO_EXECUTABLE` or `NOT_EXECUTABLE`
    public static Failure explain(
            Process process, List<String> candidates, RootView root, Errno errno) {
        return new ExecDiagnosis(process, candidates, root, errno).explain();
    }

    private Failure explain() {
        for (String path : candidates) {
            Optional<Fd> found = root.find(path);
            if (found.isPresent()) {
                try (Fd file = found.get()) {
                    return explain(path, file);
                }
            }
        }
        return missing();
    }

    private Failure missing() {
        String name = process.args().getFirst();
        if (name.indexOf('/') >= 0) {
            return missing(name, candidates.getFirst());
        }
        Failure failure =
                no("\"" + name + "\": executable file not found in PATH \"" + directories() + "\"");
        return name.indexOf(' ') >= 0
                ? failure.hint(
                        "all of \""
                                + name
                                + "\" was taken for the program's name: give its"
                                + " arguments as words of their own")
                : failure.hint(
                        "check the spelling, or whether the image has the program at all; one outside"
                                + " of PATH needs its absolute path");
    }

    private Failure missing(String name, String path) {
        return root.link(path)
                .map(target ->
                        no(
                                quoted(path)
                                        + "a symbolic link to \""
                                        + target
                                        + "\", which does"
                                        + " not exist"))
                .orElseGet(() -> no(quoted(name) + "no such file"))
                .hint("check the path, and whether a volume hides it");
    }

    private String directories() {
        var directories = new StringBuilder();
        for (String path : candidates) {
            directories.append(directories.isEmpty() ? "" : ":");
            directories.append(path, 0, Math.max(1, path.lastIndexOf('/')));
        }
        return directories.toString();
    }

    private Failure explain(String path, Fd file) {
        Stat stat = Stat.of(file);
        if (stat.isDirectory()) {
            return not(quoted(path) + "is a directory").hint("name a program in it");
        }
        if (stat.type() != FileType.REGULAR) {
            return not(quoted(path) + "is no regular file");
        }
        if ((stat.permissions() & ANY_EXECUTE) == 0) {
            return not(quoted(path)
                            + "no execute permission (its mode is "
                            + octal(stat.permissions())
                            + ")")
                    .hint("run chmod +x on it where the image or volume is made");
        }
        if (errno == Errno.EACCES) {
            return denied(path, stat);
        }
        return new FormatDiagnosis(root, errno).explain(path, file);
    }

    private Failure denied(String path, Stat stat) {
        if (root.isNoexec(path)) {
            return not(quoted(path) + "its file system is mounted with noexec")
                    .hint("mount it without noexec, or put the program elsewhere");
        }
        long uid = process.user().uid();
        return not(quoted(path)
                        + "user "
                        + uid
                        + " may not execute it (mode "
                        + octal(stat.permissions())
                        + ", owner "
                        + Integer.toUnsignedString(stat.uid())
                        + ":"
                        + Integer.toUnsignedString(stat.gid())
                        + ")")
                .hint("make it and every directory above it executable for that user");
    }

    private static String octal(int permissions) {
        return "0" + Integer.toOctalString(permissions);
    }

    static String quoted(String path) {
        return "\"" + path + "\": ";
    }

    static Failure no(String text) {
        return Failure.of(Kind.NO_EXECUTABLE, text);
    }

    static Failure not(String text) {
        return Failure.of(Kind.NOT_EXECUTABLE, text);
    }
}
