package dev.hako.kernel;

import java.util.Locale;

/// A machine Hako runs on, or makes plans for.
public enum Arch {
    X86_64(SyscallAbi.X86_64),
    AARCH64(SyscallAbi.AARCH64);

    private final SyscallAbi abi;

    Arch(SyscallAbi abi) {
        this.abi = abi;
    }

    /// The machine this JVM runs on.
    ///
    /// @throws UnsupportedOperationException on any other machine
    public static Arch host() {
        return Host.ARCH;
    }

    /// The machine's own way to number system calls.
    public SyscallAbi abi() {
        return abi;
    }

    static Arch parse(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default ->
                    throw new UnsupportedOperationException(
                            "cannot run on \"" + osArch + "\": only x86_64 and aarch64 are known");
        };
    }

    /// One of two values a kernel header defines differently for each machine.
    int choose(int x86, int aarch64) {
        return this == X86_64 ? x86 : aarch64;
    }

    /// Found once, when first asked for.
    private static final class Host {
        static final Arch ARCH = parse(System.getProperty("os.arch"));
    }
}
