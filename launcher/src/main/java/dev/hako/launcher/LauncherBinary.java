package dev.hako.launcher;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The native launcher for this machine.
///
/// It is run from a sealed copy in memory: a container whose process can reach the launcher's
/// executable through `/proc/PID/exe` finds something that nobody can write to (CVE-2019-5736).
public final class LauncherBinary {
    /// The distribution's `lib/hako` folder, as the `hako` command tells it: the launcher is that
    /// command itself, `../../bin/hako` from there.
    public static final String LIB_PROPERTY = "hako.lib";

    private static @Nullable LauncherBinary instance;

    private final Fd image;
    private final NativePath path;

    private LauncherBinary(Fd image) {
        this.image = image;
        this.path = image.procPath();
    }

    /// The one of this process, made when first asked for.
    ///
    /// @throws Failure `INTERNAL` if this distribution has none for the machine
    public static synchronized LauncherBinary instance() {
        LauncherBinary made = instance;
        if (made == null) {
            made = seal();
            instance = made;
        }
        return made;
    }

    /// A path by which this process and its children before their exec reach the sealed copy.
    public NativePath path() {
        return path;
    }

    /// The sealed copy.
    public Fd image() {
        return image;
    }

    /// The machine's name as the kernel and the distribution's folders have it.
    static String machine() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }

    private static byte[] content() {
        String lib = System.getProperty(LIB_PROPERTY);
        String resource = machine() + "/hako";
        try (InputStream in =
                lib == null
                        ? LauncherBinary.class.getResourceAsStream(resource)
                        : Files.newInputStream(Path.of(lib, "../../bin/hako").normalize())) {
            if (in == null) {
                throw Failure.of(
                                Failure.Kind.INTERNAL,
                                "no launcher for machine \""
                                        + machine()
                                        + "\" in this distribution")
                        .hint(
                                "build it with make in launcher/, or name the distribution's lib/hako"
                                        + " folder with -D"
                                        + LIB_PROPERTY);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.internal("cannot read the launcher: " + e.getMessage(), e);
        }
    }

    private static LauncherBinary seal() {
        try (Fd sealed = Memfd.sealed("hako", content())) {
            // Numbered high: what a spawned program finds at 3, 4 … must not take its place.
            return new LauncherBinary(sealed.duplicate());
        } catch (KernelException e) {
            throw Failure.internal("cannot seal the launcher: " + e.getMessage(), e);
        }
    }
}
