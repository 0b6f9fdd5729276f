package dev.hako.door.oci;

import dev.hako.launcher.wire.Frame;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A `config.json` to begin a bundle with: `spec`. It runs a shell on a terminal.
final class TemplateRequest {
    private static final String TEMPLATE =
            """
            {
              "ociVersion": "VERSION",
              "process": {
                "terminal": true,
                "user": {"uid": 0, "gid": 0},
                "args": ["sh"],
                "env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"],
                "cwd": "/",
                "capabilities": {"bounding": [CAPABILITIES], "effective": [CAPABILITIES], "permitted": [CAPABILITIES]},
                "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1024, "soft": 1024}],
                "noNewPrivileges": true
              },
              "root": {"path": "rootfs", "readonly": true},
              "hostname": "hako",
              "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
                 "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
                {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
                 "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]},
                {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
                 "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
                {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue",
                 "options": ["nosuid", "noexec", "nodev"]},
                {"destination": "/sys", "type": "sysfs", "source": "sysfs",
                 "options": ["nosuid", "noexec", "nodev", "ro"]},
                {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup",
                 "options": ["nosuid", "noexec", "nodev", "relatime", "ro"]}
              ],
              "linux": {
                "resources": {"devices": [{"allow": false, "access": "rwm"}]},
                "namespaces": [{"type": "pid"}, {"type": "network"}, {"type": "ipc"}, {"type": "uts"},
                               {"type": "mount"}, {"type": "cgroup"}],
                "maskedPaths": ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
                                "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
                                "/proc/sched_debug", "/sys/firmware", "/proc/scsi"],
                "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                  "/proc/sysrq-trigger"]
              }
            }
            """;

    private static final String CAPABILITIES =
            "\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"";

    private final Frame.Compile request;

    TemplateRequest(Frame.Compile request) {
        this.request = request;
    }

    Compiled compile() {
        String text =
                TEMPLATE.replace("VERSION", Spec.VERSION).replace("CAPABILITIES", CAPABILITIES);
        Spec spec = Spec.parse(text.getBytes(StandardCharsets.UTF_8));
        return Compiled.text(Json.pretty(Flag.ROOTLESS.isIn(request) ? rootless(spec) : spec));
    }

    /// For a user who has one id, no control group, and the machine's network.
    private Spec rootless(Spec spec) {
        Linux linux = Objects.requireNonNull(spec.linux(), "the template has it");
        List<Namespace> namespaces = new ArrayList<>();
        for (Namespace namespace : linux.namespaces()) {
            if (namespace.type() != Namespace.Type.NETWORK) {
                namespaces.add(namespace);
            }
        }
        namespaces.add(new Namespace(Namespace.Type.USER, null));
        String[] ids = Part.PROCESS.utf8(request).split(":", 2);
        return spec.with(s ->
                s.mounts(spec.mounts().stream().map(TemplateRequest::rootless).toList())
                        .linux(
                                linux.with(l ->
                                        l.namespaces(namespaces)
                                                .resources(Resources.NONE)
                                                .uidMappings(mapping(ids[0]))
                                                .gidMappings(mapping(ids[1])))));
    }

    private static List<IdMapping> mapping(String id) {
        return List.of(new IdMapping(0, Long.parseLong(id), 1));
    }

    private static Mount rootless(Mount mount) {
        List<String> options = new ArrayList<>(mount.options());
        options.remove("gid=5");
        if (!"sysfs".equals(mount.type())) {
            return new Mount(
                    mount.destination(),
                    mount.type(),
                    mount.source(),
                    options,
                    List.of(),
                    List.of());
        }
        options.addFirst("rbind");
        return new Mount(mount.destination(), "none", "/sys", options, List.of(), List.of());
    }
}
