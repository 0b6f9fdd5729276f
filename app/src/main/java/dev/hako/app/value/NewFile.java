package dev.hako.app.value;

import dev.hako.app.caller.Caller;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that is made for the caller, and has its name only once it is whole.
public final class NewFile {
    private static final int NEW = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;
    private static final int MODE = 0666;

    private NewFile() {}

    /// Writes what goes into it.
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /// Writes a file that the caller names, in the place of what had that name.
    public static void write(Caller caller, String file, Writer writer) throws IOException {
        Fd directory = caller.directory().descriptor();
        NativePath name = NativePath.of(file);
        NativePath partial = NativePath.of(file + ".partial-" + UUID.randomUUID());
        try (Fd made = Open.openat(directory, partial, NEW, MODE & ~caller.umask())) {
            try (FileChannel channel = channel(made)) {
                writer.write(Channels.newOutputStream(channel));
                Names.renameat(directory, partial, directory, name);
            } catch (IOException | RuntimeException e) {
                Names.unlinkat(directory, partial);
                throw e;
            }
        } catch (KernelException e) {
            throw Failure.of(
                    Failure.Kind.DENIED,
                    "cannot write \"" + Printable.of(file) + "\": " + Errno.describe(e.number()),
                    e);
        }
    }

    /// The same file as the JDK writes it: it passes whole blobs on inside the kernel.
    private static FileChannel channel(Fd file) throws IOException {
        return FileChannel.open(Path.of(file.procPath().toString()), StandardOpenOption.WRITE);
    }
}
