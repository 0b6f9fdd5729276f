package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.SecurityOpt;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the program may do.
final class SecurityFlags {
    private static final int MAX_PROFILE_BYTES = 4 << 20;

    private static final Option<Boolean> PRIVILEGED =
            Option.flag("--privileged", "Give every capability and device, and hide nothing");
    private static final Option<String> CAP_ADD =
            Option.text("--cap-add", "CAPABILITY", "Give a capability, or ALL");
    private static final Option<String> CAP_DROP =
            Option.text("--cap-drop", "CAPABILITY", "Take a capability away, or ALL");
    private static final Option<SecurityOpt> SECURITY_OPT =
            Option.of(
                            "--security-opt",
                            "NAME[=VALUE]",
                            SecurityOpt::parse,
                            "no-new-privileges, seccomp=FILE|unconfined, apparmor=PROFILE, label=OPTION,"
                                    + " systempaths=unconfined")
                    .offering(
                            "no-new-privileges",
                            "seccomp=",
                            "apparmor=",
                            "label=",
                            "systempaths=unconfined");
    private static final Option<Boolean> READ_ONLY =
            Option.flag("--read-only", "Make the root file system read-only");

    static final List<Option<?>> ALL =
            List.of(PRIVILEGED, CAP_ADD, CAP_DROP, SECURITY_OPT, READ_ONLY);

    private SecurityFlags() {}

    static SecurityOptions read(ParsedLine line, Caller caller) {
        boolean noNewPrivileges = false;
        boolean unmasked = false;
        SeccompChoice seccomp = SeccompChoice.STANDARD;
        Optional<String> apparmor = Optional.empty();
        List<String> labels = new ArrayList<>();
        for (SecurityOpt option : line.values(SECURITY_OPT)) {
            switch (option) {
                case SecurityOpt.NoNewPrivileges(boolean on) -> noNewPrivileges = on;
                case SecurityOpt.Unmasked _ -> unmasked = true;
                case SecurityOpt.Seccomp(String choice) -> seccomp = seccomp(choice, caller);
                case SecurityOpt.AppArmor(String profile) -> apparmor = Optional.of(profile);
                case SecurityOpt.Label(String label) -> labels.add(label);
            }
        }
        return new SecurityOptions(
                line.flag(PRIVILEGED),
                line.values(CAP_ADD),
                line.values(CAP_DROP),
                noNewPrivileges,
                seccomp,
                unmasked,
                apparmor,
                SecurityOpt.selinuxLabel(labels),
                line.flag(READ_ONLY));
    }

    private static SeccompChoice seccomp(String choice, Caller caller) {
        return switch (choice) {
            case "unconfined" -> new SeccompChoice.Unconfined();
            case "builtin" -> SeccompChoice.STANDARD;
            default -> {
                byte[] profile = caller.directory().read(choice, MAX_PROFILE_BYTES);
                yield new SeccompChoice.Profile(new String(profile, StandardCharsets.UTF_8));
            }
        };
    }
}
