package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.Optional;

/// One `--security-opt`.
public sealed interface SecurityOpt {
    /// `no-new-privileges[=true|false]`.
    record NoNewPrivileges(boolean on) implements SecurityOpt {}

    /// `seccomp=unconfined`, `seccomp=builtin` or `seccomp=FILE`.
    record Seccomp(String choice) implements SecurityOpt {}

    /// `apparmor=PROFILE`.
    record AppArmor(String profile) implements SecurityOpt {}

    /// `label=disable`, or `label=user:U` with `role`, `type` and `level` likewise.
    record Label(String option) implements SecurityOpt {}

    /// `systempaths=unconfined`.
    record Unmasked() implements SecurityOpt {}

    /// Docker takes `:` in place of `=`, too.
    static SecurityOpt parse(String text) {
        int equals = text.indexOf('=');
        int mark = equals >= 0 ? equals : text.indexOf(':');
        String name = mark < 0 ? text : text.substring(0, mark);
        String value = mark < 0 ? "" : text.substring(mark + 1);
        return switch (name) {
            case "no-new-privileges" -> new NoNewPrivileges(truth(value));
            case "seccomp" -> new Seccomp(given(value));
            case "apparmor" -> new AppArmor(given(value));
            case "label" -> new Label(given(value));
            case "systempaths" -> unmasked(value);
            default ->
                    throw Failure.invalid("unknown security option \"" + name + "\"")
                            .hint(
                                    "known are no-new-privileges, seccomp, apparmor, label and"
                                            + " systempaths");
        };
    }

    private static boolean truth(String value) {
        return switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw Failure.invalid("no-new-privileges is true or false");
        };
    }

    private static String given(String value) {
        if (value.isEmpty()) {
            throw Failure.invalid("the value is missing");
        }
        return value;
    }

    private static SecurityOpt unmasked(String value) {
        if (!value.equals("unconfined")) {
            throw Failure.invalid("systempaths can only be unconfined");
        }
        return new Unmasked();
    }

    /// The SELinux label that label options make of the default one; empty when it is disabled.
    static Optional<String> selinuxLabel(List<String> options) {
        String user = "system_u";
        String role = "system_r";
        String type = "container_t";
        String level = "s0";
        for (String option : options) {
            int colon = option.indexOf(':');
            String value = option.substring(colon + 1);
            switch (colon < 0 ? option : option.substring(0, colon)) {
                case "disable" -> {
                    return Optional.empty();
                }
                case "user" -> user = value;
                case "role" -> role = value;
                case "type" -> type = value;
                case "level" -> level = value;
                default -> throw Failure.invalid("unknown label option \"" + option + "\"");
            }
        }
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(":", user, role, type, level));
    }
}
