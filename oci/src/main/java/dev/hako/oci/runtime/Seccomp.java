package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which system calls the container may make (config-linux.md, "Seccomp").
///
/// @param defaultAction for calls that no rule names
/// @param defaultErrnoRet what `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE` return; absent is `EPERM`
/// @param architectures empty is the host's own
/// @param listenerPath the socket that is sent the notification descriptor
/// @param listenerMetadata opaque text that is sent with it
/// @param syscalls tried in order; an earlier rule of the same call and tests wins
public record Seccomp(
        SeccompAction defaultAction,
        @Nullable Long defaultErrnoRet,
        List<SeccompArch> architectures,
        List<Flag> flags,
        @Nullable String listenerPath,
        @Nullable String listenerMetadata,
        List<Syscall> syscalls)
        implements JsonRecord {

    /// Keeps the rules of config-linux.md, "Seccomp".
    public Seccomp {
        defaultAction.requireErrno("defaultErrnoRet", defaultErrnoRet);
        architectures = List.copyOf(architectures);
        flags = List.copyOf(flags);
        Require.absolute("listenerPath", listenerPath);
        Require.that(
                listenerMetadata == null || listenerPath != null,
                "listenerMetadata",
                "must not be given without listenerPath");
        syscalls = List.copyOf(syscalls);
    }

    static Seccomp read(JsonObject in) {
        return new Seccomp(
                in.required("defaultAction", word(SeccompAction.values())),
                in.optional("defaultErrnoRet", UINT32),
                in.list("architectures", word(SeccompArch.values())),
                in.list("flags", word(Flag.values())),
                in.optional("listenerPath", STRING),
                in.optional("listenerMetadata", STRING),
                in.list("syscalls", object(Syscall::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("defaultAction", defaultAction)
                .put("defaultErrnoRet", defaultErrnoRet)
                .put("architectures", architectures)
                .put("flags", flags)
                .put("listenerPath", listenerPath)
                .put("listenerMetadata", listenerMetadata)
                .put("syscalls", syscalls);
    }

    /// The flags of `seccomp(2)` that a container may ask for.
    public enum Flag {
        SECCOMP_FILTER_FLAG_TSYNC,
        SECCOMP_FILTER_FLAG_LOG,
        SECCOMP_FILTER_FLAG_SPEC_ALLOW,
        SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
    }
}
