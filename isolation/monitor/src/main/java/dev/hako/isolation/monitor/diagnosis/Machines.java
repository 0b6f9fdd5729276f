package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Arch;

/// Machines by the numbers that ELF has for them, under the names that images have.
final class Machines {
    private Machines() {}

    /// The name of an `e_machine`, such as `arm64`.
    static String name(int machine) {
        return switch (machine) {
            case 3 -> "386";
            case 8 -> "mips";
            case 20 -> "ppc";
            case 21 -> "ppc64le";
            case 22 -> "s390x";
            case 40 -> "arm";
            case 62 -> "amd64";
            case 183 -> "arm64";
            case 243 -> "riscv64";
            case 258 -> "loong64";
            default -> "ELF machine " + machine;
        };
    }

    /// The `e_machine` of this host.
    static int host() {
        return switch (Arch.host()) {
            case X86_64 -> 62;
            case AARCH64 -> 183;
        };
    }
}
