package dev.hako.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The processes that are in the pid namespace of another one, found by looking at every process
/// there is: where no control group holds them together, nothing else tells them.
public final class PidNamespaceMembers {
    private PidNamespaceMembers() {}

    /// All that this process may look at; nothing if `pid` has ended, or is in this process's own
    /// pid namespace, where everything else is, too.
    public static Optional<List<Integer>> of(int pid) {
        Optional<NativePath> wanted = Namespace.PID.nameOf(Integer.toString(pid));
        if (wanted.isEmpty() || wanted.equals(Namespace.PID.nameOf("self"))) {
            return Optional.empty();
        }
        List<Integer> members = new ArrayList<>();
        try (Fd processes = Open.open("/proc", Open.O_RDONLY | Open.O_DIRECTORY)) {
            for (DirectoryEntry entry : Directory.list(processes)) {
                String name = entry.name().toString();
                if (Character.isDigit(name.charAt(0))
                        && Namespace.PID.nameOf(name).equals(wanted)) {
                    members.add(Integer.parseInt(name));
                }
            }
        }
        return Optional.of(members);
    }
}
