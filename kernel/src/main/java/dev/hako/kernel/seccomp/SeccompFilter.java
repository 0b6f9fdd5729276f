package dev.hako.kernel.seccomp;

import dev.hako.kernel.Errno;
import dev.hako.kernel.SyscallAbi;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The rules of a filter, with the meaning runc and libseccomp give them:
///
/// - A rule whose action is the default action says nothing and is dropped.
/// - All tests of a rule must hold. But if two of them are on the same argument, any one suffices.
/// - A rule without tests overrides every rule with tests for the same call, wherever it stands; of
///   several, the first counts. Of rules with tests, the first that holds counts. A test whose mask
///   is empty is none.
/// - A test sees 64 bits of an argument, or 32 where the numbering has no more.
/// - A call through a numbering that is not in `abis` kills its thread. x32 calls are x86_64 calls
///   with a bit set, and are killed too where only x86_64 is named; -1, which a tracer puts in
///   place of a call to skip it, is no x32 call.
/// - Where the default action refuses calls, those with a higher number than any call the rules
///   name fail with `ENOSYS`, so that programs fall back to the older call the profile knows,
///   instead of giving up at `EPERM`.
/// - On i386, where older programs reach sockets and System V IPC through the two calls
///   `socketcall` and `ipc`, a rule for one of those calls applies there too. Tests cannot follow
///   it there, because the arguments are in memory: a permissive rule with tests is not applied,
///   any other one is applied as if it had no tests.
///
/// @param abis the numberings it knows, the machine's own first
public record SeccompFilter(
        SeccompAction defaultAction, List<SyscallAbi> abis, List<SeccompRule> rules) {

    public SeccompFilter {
        abis = List.copyOf(new LinkedHashSet<>(abis));
        rules = List.copyOf(rules);
        if (abis.isEmpty()) {
            throw new IllegalArgumentException("a seccomp filter has at least one numbering");
        }
    }

    /// Reads the name an OCI profile uses for a numbering, `SCMP_ARCH_…`.
    ///
    /// @return nothing for names of machines Hako does not run on: their kernels alone serve them
    public static Optional<SyscallAbi> parseArchitecture(String name) {
        return switch (name) {
            case "SCMP_ARCH_X86_64" -> Optional.of(SyscallAbi.X86_64);
            case "SCMP_ARCH_X86" -> Optional.of(SyscallAbi.I386);
            case "SCMP_ARCH_X32" -> Optional.of(SyscallAbi.X32);
            case "SCMP_ARCH_AARCH64" -> Optional.of(SyscallAbi.AARCH64);
            case "SCMP_ARCH_ARM" -> Optional.of(SyscallAbi.ARM);
            default -> Optional.empty();
        };
    }

    /// Whether some call is decided by a supervisor, so that the filter must be installed with
    /// `SECCOMP_FILTER_FLAG_NEW_LISTENER`.
    public boolean needsListener() {
        return rules.stream().anyMatch(rule -> rule.action().equals(SeccompAction.NOTIFY));
    }

    /// Whether calls newer than the rules fail with `ENOSYS`.
    boolean hidesNewerCalls() {
        return !defaultAction.kind().isPermissive()
                && !defaultAction.equals(SeccompAction.errno(Errno.ENOSYS.number()));
    }
}
