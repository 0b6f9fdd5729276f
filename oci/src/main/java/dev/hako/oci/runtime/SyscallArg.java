package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.UINT64;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;

/// A test of one argument of a system call (config-linux.md, "Seccomp").
///
/// @param index 0 to 5
/// @param value unsigned; the mask if `op` is `SCMP_CMP_MASKED_EQ`
/// @param valueTwo unsigned; what the masked argument must equal if `op` is `SCMP_CMP_MASKED_EQ`
public record SyscallArg(int index, long value, long valueTwo, Operator op) implements JsonRecord {

    /// Refuses an argument no system call has.
    public SyscallArg {
        Require.range("index", index, 0, 5);
    }

    /// Picks the fields, of a `config.json` or of a profile.
    public static SyscallArg read(JsonObject in) {
        return new SyscallArg(
                in.required("index", INT32),
                in.required("value", UINT64),
                in.optional("valueTwo", UINT64, 0L),
                in.required("op", word(Operator.values())));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("index", index)
                .unsigned("value", value)
                .unsigned("valueTwo", valueTwo == 0 ? null : valueTwo)
                .put("op", op);
    }

    /// How the argument, as an unsigned number, is compared with the value.
    public enum Operator {
        SCMP_CMP_NE,
        SCMP_CMP_LT,
        SCMP_CMP_LE,
        SCMP_CMP_EQ,
        SCMP_CMP_GE,
        SCMP_CMP_GT,
        SCMP_CMP_MASKED_EQ
    }
}
