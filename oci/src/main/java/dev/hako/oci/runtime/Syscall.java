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

/// What a seccomp filter does with some system calls (config-linux.md, "Seccomp").
///
/// @param names at least one; names the host does not know are skipped by who applies them
/// @param errnoRet what `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE` return; absent is the filter's
///   default
/// @param args all of them must hold; none at all always holds
public record Syscall(
        List<String> names, SeccompAction action, @Nullable Long errnoRet, List<SyscallArg> args)
        implements JsonRecord {

    /// Keeps the rules of config-linux.md, "Seccomp".
    public Syscall {
        Require.that(!names.isEmpty(), "names", "must name a system call");
        names = Require.texts("names", names);
        action.requireErrno("errnoRet", errnoRet);
        args = List.copyOf(args);
    }

    static Syscall read(JsonObject in) {
        return new Syscall(
                in.list("names", STRING),
                in.required("action", word(SeccompAction.values())),
                in.optional("errnoRet", UINT32),
                in.list("args", object(SyscallArg::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("names", names).put("action", action).put("errnoRet", errnoRet).put("args", args);
    }
}
