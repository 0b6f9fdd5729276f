package dev.hako.isolation.namespace;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.LabelModule;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Poll;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.ThisProcess;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.PlanHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The AppArmor profile of programs that name none, where this machine has AppArmor and the program
/// that loads profiles. The kernel keeps it until the machine starts again.
///
/// Threads: any. One at a time loads it.
final class StandardProfile {
    static final String NAME = "hako-default";

    private static final Path LOADED = Path.of("/sys/kernel/security/apparmor/profiles");
    private static final List<Path> LOADERS =
            List.of(Path.of("/usr/sbin/apparmor_parser"), Path.of("/sbin/apparmor_parser"));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 10;
    private static final int SHOWN_CHARS = 400;
    private static final Object LOADING = new Object();

    private final boolean worn;

    /// @param host with its AppArmor
    /// @param rootless whether the engine is an ordinary user's, who loads no profiles
    StandardProfile(PlanHost host, boolean rootless) {
        this.worn =
                !rootless
                        && host.kernel().labels().contains(LabelModule.APPARMOR)
                        && loader().isPresent();
    }

    private static Optional<Path> loader() {
        return LOADERS.stream().filter(Files::isExecutable).findFirst();
    }

    /// The same specification, whose program wears the profile if it names no other.
    Spec on(Spec spec) {
        Process process = spec.process();
        return process == null ? spec : spec.with(changed -> changed.process(on(process)));
    }

    /// The same program, wearing the profile if it names no other.
    Process on(Process process) {
        boolean bare = process.apparmorProfile() == null;
        return worn && bare ? process.with(changed -> changed.apparmorProfile(NAME)) : process;
    }

    /// Sees to it that the kernel knows the profile, if this program wears it.
    ///
    /// @throws Failure `UNAVAILABLE` with what the loader said
    static void load(Process process) {
        if (NAME.equals(process.apparmorProfile())) {
            synchronized (LOADING) {
                if (!isLoaded()) {
                    load(loader().orElseThrow(), text());
                }
            }
        }
    }

    private static boolean isLoaded() {
        try (Stream<String> profiles = Files.lines(LOADED)) {
            return profiles.anyMatch(line -> line.startsWith(NAME + " ("));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// What is loaded, in the words of apparmor.d(5).
    static byte[] text() {
        try (InputStream in = StandardProfile.class.getResourceAsStream(NAME + ".apparmor")) {
            if (in == null) {
                throw new AssertionError("the profile is beside this class");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Path loader, byte[] profile) {
        Spawn spawn =
                Spawn.of(
                                loader.toString(),
                                "--quiet",
                                "--config-file=/dev/null",
                                "--skip-cache",
                                "--replace")
                        .withEnvironment(
                                List.of(NativePath.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin")))
                        .withNewSession();
        try (Fd in = Memfd.sealed("profile", profile);
                Fd said = Memfd.create("output");
                Pidfd child = spawn.withDescriptors(Map.of(0, in, 1, said, 2, said)).start()) {
            if (Poll.await(child.fd(), Poll.POLLIN, PATIENCE) == 0) {
                ThisProcess.kill(-child.pid(), Signal.SIGKILL);
            }
            if (child.await().code() != 0) {
                throw refused(loader, said(said));
            }
        } catch (KernelException e) {
            throw refused(loader, e.text());
        }
    }

    private static String said(Fd output) {
        byte[] bytes = new byte[MOST_BYTES];
        output.seek(0, 0);
        String text =
                new String(bytes, 0, output.read(bytes, 0, bytes.length), StandardCharsets.UTF_8);
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.substring(0, Math.min(line.length(), SHOWN_CHARS));
    }

    private static Failure refused(Path loader, String why) {
        return Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "cannot load the AppArmor profile \""
                                + NAME
                                + "\" by \""
                                + loader
                                + "\": "
                                + why)
                .hint("do without by --security-opt apparmor=unconfined");
    }
}
