package dev.hako.compare.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a program in a container of one subject has found.
///
/// @param hostKernel whether the kernel that answers is the host's own
/// @param filtered whether a filter's answers could be told from the kernel's
/// @param reached numbers of the system calls that got through to the kernel that answers
/// @param refused numbers of those that it has, or may have, and that were refused
/// @param abis other machine codes by which calls get through
/// @param capabilities that are effective, without `CAP_`
/// @param sharedNamespaces kinds of namespaces that are the host's
/// @param identityMapped whether its root is the host's root
/// @param visible paths of `/proc`, `/sys` and `/dev` that can be read or listed
/// @param writable those that can be written to
/// @param possible what was tried and worked
/// @param descriptors that were open beside the three streams
public record Walls(
        String subject,
        boolean hostKernel,
        boolean filtered,
        Set<Integer> reached,
        Set<Integer> refused,
        List<String> abis,
        List<String> capabilities,
        List<String> sharedNamespaces,
        boolean identityMapped,
        List<String> visible,
        List<String> writable,
        List<String> possible,
        List<String> descriptors) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String ALL_IDS = "0 0 4294967295";

    /// Numbers from zero, in the order of `linux/capability.h`.
    private static final List<String> CAPABILITIES =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "LINUX_IMMUTABLE",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_ADMIN",
                    "NET_RAW",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "SYS_MODULE",
                    "SYS_RAWIO",
                    "SYS_CHROOT",
                    "SYS_PTRACE",
                    "SYS_PACCT",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_NICE",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "MKNOD",
                    "LEASE",
                    "AUDIT_WRITE",
                    "AUDIT_CONTROL",
                    "SETFCAP",
                    "MAC_OVERRIDE",
                    "MAC_ADMIN",
                    "SYSLOG",
                    "WAKE_ALARM",
                    "BLOCK_SUSPEND",
                    "AUDIT_READ",
                    "PERFMON",
                    "BPF",
                    "CHECKPOINT_RESTORE");

    /// Reads what `hako-probe reach` and `hako-probe look` have printed.
    ///
    /// @throws IllegalStateException if it is not theirs
    public static Walls read(String subject, String reach, String look) {
        Reach calls = Reach.parse(reach);
        Look seen = Look.parse(look);
        return new Walls(
                subject,
                seen.boot().equals(text(BOOT)),
                calls.filtered(),
                calls.reached(),
                calls.refused(),
                calls.abis(),
                capabilities(seen.status().getOrDefault("CapEff", "0")),
                shared(seen.namespaces()),
                seen.idMap().replaceAll(" +", " ").strip().equals(ALL_IDS),
                seen.visible(),
                seen.writable(),
                seen.possible(),
                seen.descriptors());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> capabilities(String digits) {
        long set = Long.parseUnsignedLong(digits.strip(), 16);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CAPABILITIES.size(); i++) {
            if ((set >> i & 1) == 1) {
                names.add(CAPABILITIES.get(i));
            }
        }
        return names;
    }

    private static List<String> shared(Map<String, String> inside) {
        List<String> shared = new ArrayList<>();
        inside.forEach((kind, link) -> {
            try {
                Path own = Path.of("/proc/self/ns", kind);
                if (Files.readSymbolicLink(own).toString().equals(link)) {
                    shared.add(kind);
                }
            } catch (IOException e) {
                // This kernel has no such namespaces: nothing is shared.
            }
        });
        return shared;
    }

    /// How many of the host's own system calls the program reaches: none if another kernel answers.
    public int hostCalls() {
        return hostKernel ? reached.size() : 0;
    }

    boolean can(String name) {
        return possible.contains(name);
    }

    /// What published ways out need, and whether it is there.
    public Map<String, Boolean> preconditions() {
        Map<String, Boolean> all = new LinkedHashMap<>();
        for (Precondition each : Precondition.ALL) {
            all.put(each.name() + ": " + each.need(), each.holds().test(this));
        }
        return all;
    }

    /// What `reach` says.
    private record Reach(
            boolean filtered, Set<Integer> reached, Set<Integer> refused, List<String> abis) {
        private static Reach parse(String text) {
            Reach reach =
                    new Reach(
                            text.contains("filter works"),
                            new TreeSet<>(),
                            new TreeSet<>(),
                            new ArrayList<>());
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("abi") && words[2].equals("through")) {
                    reach.abis.add(words[1]);
                } else if (words[0].matches("[0-9]{1,4}") && words[1].equals("through")) {
                    reach.reached.add(Integer.valueOf(words[0]));
                } else if (words[0].matches("[0-9]{1,4}") && words[1].equals("refused")) {
                    reach.refused.add(Integer.valueOf(words[0]));
                }
            }
            if (reach.reached.isEmpty()) {
                throw new IllegalStateException("no system call was told of");
            }
            return reach;
        }
    }

    /// What `look` says.
    private record Look(
            Map<String, String> namespaces,
            Map<String, String> status,
            StringBuilder bootText,
            StringBuilder mapText,
            List<String> visible,
            List<String> writable,
            List<String> possible,
            List<String> descriptors) {
        private static Look parse(String text) {
            Look look =
                    new Look(
                            new LinkedHashMap<>(),
                            new LinkedHashMap<>(),
                            new StringBuilder(),
                            new StringBuilder(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>());
            text.lines().forEach(look::keep);
            return look;
        }

        private void keep(String line) {
            int blank = line.indexOf(' ');
            String rest = line.substring(blank + 1);
            String[] words = rest.split(" ", 2);
            switch (line.substring(0, Math.max(blank, 0))) {
                case "namespace" -> namespaces.put(words[0], words[1]);
                case "status" -> {
                    String[] field = rest.split(":", 2);
                    if (field.length == 2) {
                        status.put(field[0], field[1]);
                    }
                }
                case "boot" -> bootText.append(rest);
                case "id-map" -> mapText.append(rest);
                case "path" -> keepPath(words[0], words[1]);
                case "can" -> possible.add(rest);
                case "descriptor" -> descriptors.add(rest);
                default -> {}
            }
        }

        private void keepPath(String how, String path) {
            if (how.equals("listed") || how.startsWith("r")) {
                visible.add(path);
            }
            if (how.endsWith("w")) {
                writable.add(path);
            }
        }

        private String boot() {
            return bootText.toString().strip();
        }

        private String idMap() {
            return mapText.toString();
        }
    }
}
