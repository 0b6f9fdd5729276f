package dev.hako.bench.subject;

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

/// An OCI bundle whose root shows this machine's programs.
///
/// @param folder of `config.json` and `rootfs`
public record Bundle(Path folder) {
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
            Files.writeString(folder.resolve("config.json"), forOldRuntimes(spec));
            return new Bundle(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                        new Root(root, false), process, HardenedSpec.CAPABILITIES, "bench", cgroup);
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
    List<String> entrance() {
        String mounted = root().resolve("usr").toString();
        return List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", ENTER, "sh", mounted);
    }

    /// The root's folder.
    public Path root() {
        return folder.resolve("rootfs");
    }
}
