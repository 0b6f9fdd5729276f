package dev.hako.engine.log;

import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.LogPlace;
import dev.hako.failure.Failure;
import dev.hako.isolation.LogSettings;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.nio.file.Path;
import java.util.Optional;

/// The file that a container's monitor writes to.
///
/// @param config what was asked for
/// @param own where the log is if nobody else keeps it
public record LogTarget(LogConfig config, Path own) {
    private static final int MODE = 0640;
    private static final int BELOW = Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS;

    public Path file() {
        return config.place().map(LogPlace::file).orElse(own);
    }

    /// What the monitor is told; nothing if it keeps no log.
    public Optional<LogSettings> settings() {
        if (config.driver() == LogDriver.NONE) {
            return Optional.empty();
        }
        LogConfig.LogLimits limits = config.limits();
        return config.place()
                .map(place -> LogSettings.kept(place.directory(), place.name()))
                .or(() -> Optional.of(LogSettings.own(own, limits.maxBytes(), limits.maxFiles())));
    }

    /// Makes the file that somebody else keeps, unless it is there, so that he can follow it from
    /// the start on. Containers may have been shown its directory: anything may stand there.
    ///
    /// @throws Failure if a monitor could not write there
    public void prepare() {
        config.place().ifPresent(LogTarget::prepare);
    }

    private static void prepare(LogPlace place) {
        NativePath name = NativePath.of(place.name().toString());
        int flags = Open.O_WRONLY | Open.O_APPEND | Open.O_CREAT | Open.O_NONBLOCK | Open.O_NOCTTY;
        try (Fd directory = Open.open(place.directory().toString(), Open.O_PATH);
                Fd file = Open.openat2(directory, name, flags, MODE, BELOW)) {
            if (Stat.of(file).type() != FileType.REGULAR) {
                throw refused(place.file(), "it is not a regular file");
            }
        } catch (KernelException e) {
            throw refused(place.file(), Errno.describe(e.number()));
        }
    }

    private static Failure refused(Path file, String why) {
        return Failure.invalid("cannot log to \"" + file + "\": " + why)
                .hint("its directory has to be there, and no link on the way");
    }
}
