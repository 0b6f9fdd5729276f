package dev.hako.image.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import dev.hako.failure.Failure;
import dev.hako.kernel.Arch;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Zstandard (RFC 8878), by its own library.
///
/// Left alone, the library's Java side unpacks it to a file in `/tmp` at each first use, which a
/// killed process leaves there. So it is handed over as a file in memory.
final class ZstdLibrary {
    private static final String PATH_PROPERTY = "ZstdNativePath";

    /// What zstd itself takes unless told otherwise: 128 MiB of history.
    private static final int MAX_WINDOW_LOG = 27;

    /// Zstd's own choice, and Docker's.
    private static final int LEVEL = 3;

    static {
        load();
    }

    private ZstdLibrary() {}

    private static void load() {
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        try (Fd library = Memfd.sealed("zstd", content())) {
            System.setProperty(PATH_PROPERTY, library.procPath().toString());
            Native.load();
        } finally {
            System.clearProperty(PATH_PROPERTY);
        }
    }

    private static byte[] content() {
        String machine =
                switch (Arch.host()) {
                    case X86_64 -> "amd64";
                    case AARCH64 -> "aarch64";
                };
        String name = "/linux/" + machine + "/libzstd-jni-" + ZstdVersion.VERSION + ".so";
        try (InputStream in = ZstdInputStreamNoFinalizer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw Failure.unsupported("zstd: its library is not there for " + machine);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.internal("cannot read zstd's library", e);
        }
    }

    /// @param in is closed with the answer
    static InputStream input(InputStream in) throws IOException {
        return new ZstdInput(new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG));
    }

    /// @param out is closed with the answer
    static OutputStream output(OutputStream out) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out, LEVEL).setChecksum(true);
    }
}
