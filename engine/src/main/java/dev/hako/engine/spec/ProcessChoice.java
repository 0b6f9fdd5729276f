package dev.hako.engine.spec;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Limits.Ulimit;
import dev.hako.engine.config.Printable;
import dev.hako.engine.config.ProcessOptions;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.oci.hardening.HardenedSpec;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Rlimit;
import dev.hako.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a program is run: arguments, environment, directory, user, resource limits.
final class ProcessChoice {
    private static final String UNCONFINED = "unconfined";

    private ProcessChoice() {}

    static Process process(ContainerConfig config, Image image, String hostname, UserLookup users) {
        ProcessOptions options = config.process();
        UserLookup.Account account =
                users.find(
                        options.user().orElse(image.defaults().user()),
                        options.groups(),
                        options.groupPolicy());
        return Process.of(arguments(config, image.defaults()))
                .with(process ->
                        process.terminal(options.terminal())
                                .cwd(workingDirectory(options, image.defaults()))
                                .env(environment(config, image, hostname, account))
                                .user(account.user())
                                .rlimits(rlimits(config.limits().ulimits()))
                                .noNewPrivileges(config.security().noNewPrivileges())
                                .oomScoreAdj(options.oomScoreAdj().orElse(null))
                                .apparmorProfile(profile(config.security()))
                                .selinuxLabel(label(config.security().selinuxLabel())));
    }

    /// None is what the isolation thinks right on this machine.
    private static @Nullable String profile(SecurityOptions security) {
        return security.apparmorProfile().orElse(security.privileged() ? UNCONFINED : null);
    }

    /// `unconfined` is what there is without a label.
    private static @Nullable String label(Optional<String> wanted) {
        return wanted.filter(label -> !label.equals(UNCONFINED)).orElse(null);
    }

    private static List<String> arguments(ContainerConfig config, Image.Defaults defaults) {
        List<String> entrypoint = config.entrypoint().orElse(defaults.entrypoint());
        boolean replaced = config.entrypoint().isPresent() || !config.command().isEmpty();
        List<String> arguments = new ArrayList<>(entrypoint);
        arguments.addAll(replaced ? config.command() : defaults.command());
        if (arguments.isEmpty()) {
            throw Failure.invalid(
                            "no command specified: the image \"" + config.image() + "\" has none")
                    .hint(
                            "name a program after the image, as in `hako run "
                                    + config.image()
                                    + " sh`");
        }
        if (arguments.getFirst().isEmpty()) {
            throw Failure.of(Failure.Kind.NO_EXECUTABLE, "the command's name is empty");
        }
        if (config.process().init()) {
            arguments.addAll(0, List.of(EngineFiles.INIT, "--"));
        }
        return arguments;
    }

    private static String workingDirectory(ProcessOptions options, Image.Defaults defaults) {
        String directory = options.workingDirectory().orElse(defaults.workingDirectory());
        if (directory.isEmpty()) {
            return "/";
        }
        if (!directory.startsWith("/")) {
            throw Failure.invalid(
                    "invalid option --workdir \""
                            + Printable.of(directory)
                            + "\": it must be an absolute path");
        }
        return directory;
    }

    private static List<String> environment(
            ContainerConfig config, Image image, String hostname, UserLookup.Account account) {
        Map<String, String> variables = new LinkedHashMap<>();
        image.defaults().env().forEach(entry -> put(variables, entry));
        variables.putIfAbsent("HOSTNAME", hostname);
        if (config.process().terminal()) {
            variables.putIfAbsent("TERM", "xterm");
        }
        config.process().env().forEach(entry -> put(variables, entry));
        variables.putIfAbsent("HOME", account.home());
        return entries(variables);
    }

    private static void put(Map<String, String> variables, String entry) {
        int equals = entry.indexOf('=');
        if (equals <= 0) {
            throw Failure.invalid(
                    "invalid option --env \""
                            + Printable.of(entry)
                            + "\": not of the form NAME=value");
        }
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
    }

    private static List<String> entries(Map<String, String> variables) {
        List<String> entries = new ArrayList<>(variables.size());
        variables.forEach((name, value) -> entries.add(name + "=" + value));
        return entries;
    }

    private static List<Rlimit> rlimits(List<Ulimit> ulimits) {
        List<Rlimit> rlimits = new ArrayList<>(ulimits.size());
        for (Ulimit ulimit : ulimits) {
            String type = "RLIMIT_" + ulimit.name().toUpperCase(Locale.ROOT);
            if (dev.hako.kernel.Rlimit.parse(type).isEmpty()) {
                throw Failure.invalid(
                                "invalid option --ulimit \""
                                        + Printable.of(ulimit.name())
                                        + "\": no such limit")
                        .hint("see getrlimit(2); nofile, nproc and core are examples");
            }
            if (Long.compareUnsigned(ulimit.soft(), ulimit.hard()) > 0) {
                throw Failure.invalid(
                        "invalid option --ulimit \""
                                + ulimit.name()
                                + "\": the soft limit "
                                + ulimit.soft()
                                + " is above the hard limit "
                                + ulimit.hard());
            }
            rlimits.add(new Rlimit(type, ulimit.soft(), ulimit.hard()));
        }
        return rlimits;
    }

    static Process execProcess(
            Spec container,
            SpecBuilder.ExecRequest request,
            UserLookup users,
            List<String> capabilities) {
        Process first = Optional.ofNullable(container.process()).orElseThrow();
        Optional<UserLookup.Account> other =
                request.user().map(name -> users.find(name, List.of()));
        Map<String, String> variables = new LinkedHashMap<>();
        first.env().forEach(entry -> put(variables, entry));
        other.ifPresent(account -> variables.put("HOME", account.home()));
        if (request.terminal()) {
            variables.putIfAbsent("TERM", "xterm");
        }
        request.env().forEach(entry -> put(variables, entry));
        var user = other.map(UserLookup.Account::user).orElse(first.user());
        return first.with(process ->
                process.args(request.command())
                        .terminal(request.terminal())
                        .cwd(request.workingDirectory().orElse(first.cwd()))
                        .env(entries(variables))
                        .user(user)
                        .apparmorProfile(
                                request.privileged() ? UNCONFINED : first.apparmorProfile())
                        .capabilities(HardenedSpec.capabilities(capabilities, user)));
    }

    static List<String> bounding(@Nullable Process process) {
        Capabilities sets = process == null ? null : process.capabilities();
        return sets == null ? List.of() : sets.bounding();
    }
}
