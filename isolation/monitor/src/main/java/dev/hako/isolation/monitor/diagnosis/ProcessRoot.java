package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.StatFs;
import java.util.Optional;

/// The files of a container that runs, as its first process sees them: through `/proc/PID/root`
/// (proc_pid_root(5)), which leads into its mount namespace.
public final class ProcessRoot implements RootView {
    private final Pidfd process;

    /// @param process of the container; if it has ended nothing is found
    public ProcessRoot(Pidfd process) {
        this.process = process;
    }

    @Override
    public Optional<Fd> find(String path) {
        return open(path, 0);
    }

    private Optional<Fd> open(String path, int flags) {
        try (Fd root = Open.open("/proc/" + process.pid() + "/root", Open.O_PATH)) {
            return Optional.of(Open.inRoot(root, NativePath.of(path), Open.O_PATH | flags));
        } catch (KernelException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> link(String path) {
        Optional<Fd> link = open(path, Open.O_NOFOLLOW);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        try (Fd opened = link.get()) {
            return Optional.of(Names.readlinkat(opened, NativePath.empty()).toString());
        } catch (KernelException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isNoexec(String path) {
        Optional<Fd> file = find(path);
        if (file.isEmpty()) {
            return false;
        }
        try (Fd opened = file.get()) {
            return (StatFs.of(opened).flags() & StatFs.ST_NOEXEC) != 0;
        }
    }
}
