package dev.hako.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A bundle of the OCI runtime specification, with busybox as its root file system.
///
/// @param folder what a runtime is given as `--bundle`
record OciBundle(Path folder) {
    private static final String CONFIG =
            """
            {
              "ociVersion": "1.0.2",
              "process": {
                "user": {"uid": 0, "gid": 0},
                "args": [WORDS],
                "env": ["PATH=/bin"],
                "cwd": "/",
                PROCESS
                "capabilities": {"bounding": ["CAP_KILL"], "effective": ["CAP_KILL"],
                                 "permitted": ["CAP_KILL"]},
                "noNewPrivileges": true
              },
              "root": {"path": "rootfs"},
              "hostname": "boxed",
              "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
                 "options": ["nosuid", "mode=755", "size=65536k"]},
                {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
                 "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"]}
              ],
              FIELDS
              "annotations": {"org.example.kind": "test"},
              "linux": {
                LINUX
                "cgroupsPath": "/GROUP",
                "resources": {"pids": {"limit": 50}},
                "namespaces": [{"type": "pid"}, {"type": "network"}, {"type": "ipc"},
                               {"type": "uts"}, {"type": "mount"}],
                "maskedPaths": ["/proc/timer_list"],
                "readonlyPaths": ["/proc/sys"]
              }
            }
            """;

    static OciBundle make(Path folder) throws IOException {
        BusyboxTree.make(folder.resolve("rootfs"), 0);
        return new OciBundle(folder);
    }

    /// A name of this test's own, whatever else runs on the machine.
    String group() {
        return "hako-it-oci-" + folder.getFileName() + "-" + ProcessHandle.current().pid();
    }

    /// Its container runs a program.
    OciBundle runs(String... args) throws IOException {
        return with("", "", args);
    }

    /// The same with more fields: of the process, and of the whole, each with a comma behind it.
    OciBundle with(String process, String fields, String... args) throws IOException {
        return with(process, fields, "", List.of(args));
    }

    /// The same with more fields of what only Linux has.
    OciBundle with(String process, String fields, String linux, List<String> args)
            throws IOException {
        String words = args.stream().map(arg -> '"' + arg + '"').collect(Collectors.joining(","));
        return says(
                CONFIG.replace("WORDS", words)
                        .replace("PROCESS", process)
                        .replace("FIELDS", fields)
                        .replace("LINUX", linux)
                        .replace("GROUP", group()));
    }

    /// Another word for one that is there.
    OciBundle change(String word, String other) throws IOException {
        String config = Files.readString(folder.resolve("config.json"));
        if (!config.contains(word)) {
            throw new AssertionError(word + " is not in " + config);
        }
        return says(config.replace(word, other));
    }

    /// The whole text.
    OciBundle says(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        return this;
    }
}
