package dev.hako.door.cri.config;

import dev.hako.cri.v1.Capability;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.SELinuxOption;
import dev.hako.cri.v1.SecurityProfile;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.SystemPaths;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the program may do.
///
/// @param appArmor whether this host has it
/// @param seLinux whether this host has it
record SecurityMapping(boolean appArmor, boolean seLinux) {
    private static final String LOCALHOST = "localhost/";
    private static final String UNCONFINED = "unconfined";
    private static final long LARGEST_PROFILE = 4 << 20;

    static SecurityMapping ofHost() {
        return new SecurityMapping(
                Files.isDirectory(Path.of("/sys/kernel/security/apparmor")),
                Files.exists(Path.of("/sys/fs/selinux/enforce")));
    }

    SecurityOptions of(LinuxContainerSecurityContext context) {
        Capability capabilities = context.getCapabilities();
        return new SecurityOptions(
                context.getPrivileged(),
                capabilities.getAddCapabilitiesList(),
                capabilities.getDropCapabilitiesList(),
                context.getNoNewPrivs(),
                context.getPrivileged() ? SeccompChoice.STANDARD : seccomp(context),
                false,
                appArmor(context),
                label(context),
                context.getReadonlyRootfs(),
                capabilities.getAddAmbientCapabilitiesList(),
                paths(context));
    }

    /// The kubelet names both lists or none: none is what the runtime thinks right.
    private static Optional<SystemPaths> paths(LinuxContainerSecurityContext context) {
        return context.getMaskedPathsCount() + context.getReadonlyPathsCount() == 0
                ? Optional.empty()
                : Optional.of(
                        new SystemPaths(
                                context.getMaskedPathsList(), context.getReadonlyPathsList()));
    }

    private static SeccompChoice seccomp(LinuxContainerSecurityContext context) {
        if (context.hasSeccomp()) {
            SecurityProfile profile = context.getSeccomp();
            return switch (profile.getProfileType()) {
                case RuntimeDefault -> SeccompChoice.STANDARD;
                case Unconfined -> new SeccompChoice.Unconfined();
                case Localhost -> profile(profile.getLocalhostRef());
                case UNRECOGNIZED -> throw Failure.invalid("unknown type of seccomp profile");
            };
        }
        return byPath(context.getSeccompProfilePath());
    }

    /// The older field. The interface has no standard: whoever says nothing is not confined, and
    /// the kubelet always says what it means.
    private static SeccompChoice byPath(String path) {
        return switch (path) {
            case "runtime/default", "docker/default" -> SeccompChoice.STANDARD;
            case "", UNCONFINED -> new SeccompChoice.Unconfined();
            default -> profile(path);
        };
    }

    private static SeccompChoice profile(String reference) {
        String name =
                reference.startsWith(LOCALHOST)
                        ? reference.substring(LOCALHOST.length())
                        : reference;
        Path file = Path.of(name);
        if (!file.isAbsolute()) {
            throw Failure.invalid("the seccomp profile \"" + name + "\" is no absolute path");
        }
        try {
            if (Files.size(file) > LARGEST_PROFILE) {
                throw Failure.invalid("the seccomp profile \"" + file + "\" is too large");
            }
            return new SeccompChoice.Profile(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.INVALID,
                    "cannot read the seccomp profile \"" + file + "\": " + e,
                    e);
        }
    }

    private Optional<String> appArmor(LinuxContainerSecurityContext context) {
        if (context.getPrivileged()) {
            return Optional.of(UNCONFINED);
        }
        if (context.hasApparmor()) {
            SecurityProfile profile = context.getApparmor();
            return switch (profile.getProfileType()) {
                case RuntimeDefault -> Optional.empty();
                case Unconfined -> Optional.of(UNCONFINED);
                case Localhost -> Optional.of(loaded(profile.getLocalhostRef()));
                case UNRECOGNIZED -> throw Failure.invalid("unknown type of AppArmor profile");
            };
        }
        return switch (context.getApparmorProfile()) {
            case "", "runtime/default" -> Optional.empty();
            case UNCONFINED -> Optional.of(UNCONFINED);
            case String profile -> Optional.of(loaded(profile));
        };
    }

    private String loaded(String reference) {
        String name =
                reference.startsWith(LOCALHOST)
                        ? reference.substring(LOCALHOST.length())
                        : reference;
        if (!appArmor) {
            throw Failure.unsupported(
                            "cannot confine by the AppArmor profile \""
                                    + name
                                    + "\": this host has no AppArmor")
                    .hint("leave the profile out, or start the host with apparmor=1");
        }
        return name;
    }

    private Optional<String> label(LinuxContainerSecurityContext context) {
        if (!seLinux || context.getPrivileged() || !context.hasSelinuxOptions()) {
            return Optional.empty();
        }
        SELinuxOption option = context.getSelinuxOptions();
        List<String> parts =
                List.of(option.getUser(), option.getRole(), option.getType(), option.getLevel());
        if (parts.stream().allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        if (parts.stream().anyMatch(String::isEmpty)) {
            throw Failure.unsupported("an SELinux label needs user, role, type and level");
        }
        return Optional.of(String.join(":", parts));
    }
}
