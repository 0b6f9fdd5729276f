package dev.hako.engine.volume;

import dev.hako.kernel.Fd;
import dev.hako.kernel.ThisProcess;

/// Something of the engine's that a container is shown, held open so that it is what was looked up,
/// whoever exchanges names meanwhile (CVE-2021-30465).
public sealed interface OpenDirectory extends AutoCloseable permits OpenVolume, OpenImage {
    /// Open with `O_PATH`.
    Fd directory();

    /// A name for it that others on this machine can mount, while this is open.
    default String path() {
        return "/proc/" + ThisProcess.pid() + "/fd/" + directory().number();
    }

    @Override
    void close();
}
