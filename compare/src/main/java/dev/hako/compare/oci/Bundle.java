package dev.hako.compare.oci;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.oci.hardening.ContainerOutline;
import dev.hako.oci.hardening.HardenedSpec;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// An OCI bundle whose root shows this machine's programs.
///
/// @param folder of `config.json` and `rootfs`
public record Bundle(Path folder) {
    /// The program of [dev.hako.launcher.ProbeProgram] in a container.
    public static final String PROBE = "/hako-probe";

    private static final String ENTER =
            "umount /sys/fs/cgroup/unified 2>/dev/null; mount --rbind /usr \"$1\" && shift && exec \"$@\"";
    private static final List<String> LINKS = List.of("bin", "sbin", "lib", "lib64");
    private static final List<String> EMPTY =
            List.of("usr", "proc", "dev", "sys", "etc", "tmp", "run", "var", "root", "opt");

    /// A bundle that runs a command in a cgroup of its own.
    ///
    /// @param cgroup its path from the top of the hierarchy
    public static Bundle make(Path folder, String cgroup, List<String> command) {
        try {
            Path root = Files.createDirectories(folder.resolve("rootfs"));
            for (String name : EMPTY) {
                Files.createDirectory(root.resolve(name));
            }
            for (String name : LINKS) {
                if (Files.isSymbolicLink(Path.of("/", name))) {
                    Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
                }
            }
            Spec spec = spec(root.toString(), cgroup, command);
            Bundle bundle = new Bundle(folder);
            bundle.describe(spec);
            return bundle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A bundle whose root has one program, [#PROBE].
    ///
    /// @param probe its file
    public static Bundle ofProbe(Path folder, Path probe, String cgroup, List<String> command) {
        try {
            Path root = Files.createDirectories(folder.resolve("rootfs"));
            for (String name : EMPTY) {
                Files.createDirectories(root.resolve(name));
            }
            Files.copy(probe, root.resolve(PROBE.substring(1)));
            Bundle bundle = new Bundle(folder);
            bundle.describe(spec(root.toString(), cgroup, command));
            return bundle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Another bundle of the same root.
    public Bundle other(Path folder, UnaryOperator<Spec> change) {
        try {
            Bundle bundle = new Bundle(Files.createDirectories(folder));
            byte[] own = Files.readAllBytes(this.folder.resolve("config.json"));
            bundle.describe(change.apply(Spec.parse(own)));
            return bundle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void describe(Spec spec) throws IOException {
        Files.writeString(folder.resolve("config.json"), forOldRuntimes(spec));
    }

    /// Debian's crun refuses a version it does not know. Nothing here is newer than this one.
    private static String forOldRuntimes(Spec spec) {
        JsonObject json =
                JsonParser.parseString(new String(Json.write(spec), StandardCharsets.UTF_8))
                        .getAsJsonObject();
        json.addProperty("ociVersion", "1.0.2");
        return json.toString();
    }

    /// The specification of such a container, hardened.
    public static Spec spec(String root, String cgroup, List<String> command) {
        Process process =
                Process.of(command).with(p -> p.env(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin")));
        ContainerOutline outline =
                new ContainerOutline(
                        new Root(root, false),
                        process,
                        HardenedSpec.CAPABILITIES,
                        "compare",
                        cgroup);
        return HardenedSpec.of(outline, machine());
    }

    /// This machine.
    static Machine machine() {
        String architecture =
                System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
        KernelVersion kernel = KernelVersion.parse(System.getProperty("os.version", ""));
        return new Machine(architecture, kernel, Runtime.getRuntime().availableProcessors());
    }

    /// What a command is to be prefixed with: it enters a mount namespace of its own, where the
    /// root is mounted once and for all, and where an empty cgroup2 hierarchy beside those of v1 is
    /// taken off: crun 1.8 refuses that layout.
    public List<String> entrance() {
        String mounted = root().resolve("usr").toString();
        return List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", ENTER, "sh", mounted);
    }

    /// The same where no root is to be mounted.
    public static final List<String> APART =
            List.of(
                    "/usr/bin/unshare",
                    "--mount",
                    "/bin/sh",
                    "-c",
                    "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$@\"",
                    "sh");

    /// The root's folder.
    public Path root() {
        return folder.resolve("rootfs");
    }
}
