package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine;
import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.guest.boot.Initrd;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.isolation.host.HostProbe;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.launcher.LauncherBinary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.TreeMap;

/// Guests for tests: the newest kernel of the developers' cache, with busybox.
final class GuestSetup {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final int MEMORY_MIB = 64;

    private final Path folder;
    private int guests;

    /// @param folder nobody must be able to look into it
    GuestSetup(Path folder) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// The kernel that `./dev kernel` has built.
    static Optional<GuestKernel> kernel() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return new KernelStore(root.resolve("hako-test/kernels")).all().stream().findFirst();
    }

    private static byte[] init() {
        try (InputStream in = LauncherBinary.class.getResourceAsStream("x86_64/hako-guest")) {
            if (in == null) {
                throw new IllegalStateException("no init of guests");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where a guest's monitor left its exit, and the kernel's own words.
    Path state(int number) {
        return folder.resolve("state" + number);
    }

    Path home(int number) {
        return folder.resolve("home" + number);
    }

    Path console(int number) {
        return state(number).resolve("console");
    }

    /// Starts the next one; the first has the number 0.
    Guest start(Mode mode) throws IOException {
        int number = guests++;
        var files = new TreeMap<String, byte[]>();
        files.put("busybox", Files.readAllBytes(BUSYBOX));
        GuestHome home = GuestHome.make(home(number), new Initrd(init(), files));
        Files.createDirectory(state(number));
        Jail jail =
                new Jail(
                        HostProbe.instance().planHost(),
                        home.folder(),
                        kernel().orElseThrow().program(),
                        new CommandLine(MEMORY_MIB, mode, Jail.CHANNEL));
        String console = console(number).toString();
        Files.createFile(console(number));
        try (Fd out = Open.open(console, Open.O_WRONLY | Open.O_APPEND)) {
            return Guest.start(jail.plan(loopsPerJiffy()), state(number), out);
        }
    }

    /// Close to what the machine measures; it decides about busy loops only.
    private static long loopsPerJiffy() {
        return 20_000_000;
    }
}
