package dev.hako.oci.hardening;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.SeccompArch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A seccomp filter with conditions, in the format that Docker's `--security-opt seccomp=FILE`
/// takes. [#resolve] decides the conditions.
///
/// @param unresolved the filter without its system calls
/// @param archMap the tables that come with each native one; used if `unresolved` names none
/// @param rules in order
public record SeccompProfile(Seccomp unresolved, List<ArchGroup> archMap, List<SeccompRule> rules) {

    /// Docker's words for the native tables: Go's, but for `x86`.
    private static final Map<String, SeccompArch> NATIVE =
            Map.ofEntries(
                    Map.entry("x86", SeccompArch.SCMP_ARCH_X86),
                    Map.entry("amd64", SeccompArch.SCMP_ARCH_X86_64),
                    Map.entry("arm", SeccompArch.SCMP_ARCH_ARM),
                    Map.entry("arm64", SeccompArch.SCMP_ARCH_AARCH64),
                    Map.entry("loong64", SeccompArch.SCMP_ARCH_LOONGARCH64),
                    Map.entry("mips64", SeccompArch.SCMP_ARCH_MIPS64),
                    Map.entry("mips64n32", SeccompArch.SCMP_ARCH_MIPS64N32),
                    Map.entry("mipsel64", SeccompArch.SCMP_ARCH_MIPSEL64),
                    Map.entry("mipsel64n32", SeccompArch.SCMP_ARCH_MIPSEL64N32),
                    Map.entry("ppc64le", SeccompArch.SCMP_ARCH_PPC64LE),
                    Map.entry("riscv64", SeccompArch.SCMP_ARCH_RISCV64),
                    Map.entry("s390", SeccompArch.SCMP_ARCH_S390),
                    Map.entry("s390x", SeccompArch.SCMP_ARCH_S390X));

    /// Refuses a profile that names its tables in both ways.
    public SeccompProfile {
        archMap = List.copyOf(archMap);
        rules = List.copyOf(rules);
        Require.that(
                archMap.isEmpty() || unresolved.architectures().isEmpty(),
                "architectures",
                "must not be given together with archMap");
    }

    /// The profile of a container for which none is chosen.
    public static SeccompProfile standard() {
        return Standard.PROFILE;
    }

    /// Reads a user's profile.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it breaks a rule
    public static SeccompProfile parse(byte[] utf8) {
        return Json.read("seccomp profile", utf8, SeccompProfile::read);
    }

    /// The filter for a container with these capabilities, such as `CAP_SYS_ADMIN`, on this
    /// machine.
    public Seccomp resolve(Collection<String> capabilities, Machine machine) {
        String architecture = machine.architecture().equals("386") ? "x86" : machine.architecture();
        var facts = new SeccompRule.Facts(capabilities, architecture, machine.kernel());
        return new Seccomp(
                unresolved.defaultAction(),
                unresolved.defaultErrnoRet(),
                architectures(architecture),
                unresolved.flags(),
                unresolved.listenerPath(),
                unresolved.listenerMetadata(),
                rules.stream()
                        .filter(rule -> rule.appliesTo(facts))
                        .map(SeccompRule::syscall)
                        .toList());
    }

    private List<SeccompArch> architectures(String architecture) {
        SeccompArch nativeOne = NATIVE.get(architecture);
        return archMap.stream()
                .filter(group -> group.architecture() == nativeOne)
                .findFirst()
                .map(ArchGroup::all)
                .orElse(unresolved.architectures());
    }

    private static SeccompProfile read(JsonObject in) {
        var unresolved =
                new Seccomp(
                        in.required("defaultAction", word(SeccompAction.values())),
                        in.optional("defaultErrnoRet", UINT32),
                        in.list("architectures", word(SeccompArch.values())),
                        in.list("flags", word(Seccomp.Flag.values())),
                        in.optional("listenerPath", STRING),
                        in.optional("listenerMetadata", STRING),
                        List.of());
        return new SeccompProfile(
                unresolved,
                in.list("archMap", object(ArchGroup::read)),
                in.list("syscalls", object(SeccompRule::read)));
    }

    /// A native table of system calls and the ones that the same kernel serves beside it.
    public record ArchGroup(SeccompArch architecture, List<SeccompArch> subArchitectures) {

        /// Copies the list.
        public ArchGroup {
            subArchitectures = List.copyOf(subArchitectures);
        }

        List<SeccompArch> all() {
            return Stream.concat(Stream.of(architecture), subArchitectures.stream()).toList();
        }

        private static ArchGroup read(JsonObject in) {
            var arch = word(SeccompArch.values());
            return new ArchGroup(
                    in.required("architecture", arch), in.list("subArchitectures", arch));
        }
    }

    /// Read when first asked for: a container may bring its own profile.
    private static final class Standard {
        static final SeccompProfile PROFILE = parse(resource());

        private static byte[] resource() {
            try (InputStream in = SeccompProfile.class.getResourceAsStream("seccomp.json")) {
                return Objects.requireNonNull(in, "seccomp.json is not on the class path")
                        .readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
