package dev.hako.oci.hardening;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.Require;
import dev.hako.oci.runtime.SeccompAction;
import dev.hako.oci.runtime.Syscall;
import dev.hako.oci.runtime.SyscallArg;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule of a [SeccompProfile]: system calls, and when the rule is there at all.
///
/// @param includes what must hold, all of it
/// @param excludes of which nothing may hold
public record SeccompRule(Syscall syscall, Condition includes, Condition excludes) {

    /// Whether the rule belongs into the filter of such a container.
    boolean appliesTo(Facts facts) {
        return includes.holds(facts) && !excludes.touches(facts);
    }

    static SeccompRule read(JsonObject in) {
        var syscall =
                new Syscall(
                        names(in),
                        in.required("action", word(SeccompAction.values())),
                        in.optional("errnoRet", UINT32),
                        in.list("args", object(SyscallArg::read)));
        return new SeccompRule(
                syscall,
                in.optional("includes", object(Condition::read), Condition.NONE),
                in.optional("excludes", object(Condition::read), Condition.NONE));
    }

    /// Older profiles name one call in `name`.
    private static List<String> names(JsonObject in) {
        String name = in.optional("name", STRING);
        List<String> names = in.list("names", STRING);
        Require.that(
                name == null || names.isEmpty(), "name", "must not be given together with names");
        return name == null ? names : List.of(name);
    }

    /// What conditions ask about.
    ///
    /// @param capabilities of the container
    /// @param architecture of the machine, in Docker's words
    record Facts(Collection<String> capabilities, String architecture, KernelVersion kernel) {}

    /// What a rule may ask for; an absent part asks nothing.
    ///
    /// @param caps of the container
    /// @param arches of the machine
    /// @param minKernel the kernel is this one or newer
    public record Condition(
            List<String> caps, List<String> arches, @Nullable KernelVersion minKernel) {
        static final Condition NONE = new Condition(List.of(), List.of(), null);

        /// Copies the lists.
        public Condition {
            caps = List.copyOf(caps);
            arches = List.copyOf(arches);
        }

        /// All capabilities, one of the architectures and the kernel.
        boolean holds(Facts facts) {
            return facts.capabilities.containsAll(caps)
                    && (arches.isEmpty() || arches.contains(facts.architecture))
                    && (minKernel == null || facts.kernel.compareTo(minKernel) >= 0);
        }

        /// One of the capabilities, one of the architectures or the kernel.
        boolean touches(Facts facts) {
            return !Collections.disjoint(facts.capabilities, caps)
                    || arches.contains(facts.architecture)
                    || (minKernel != null && facts.kernel.compareTo(minKernel) >= 0);
        }

        private static Condition read(JsonObject in) {
            return new Condition(
                    in.list("caps", STRING),
                    in.list("arches", STRING),
                    in.optional("minKernel", Kind.text(KernelVersion::parse)));
        }
    }
}
