package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.UsageException;
import dev.hako.app.value.RegistryHost;
import dev.hako.failure.Failure;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.Registries;
import dev.hako.image.registry.Registry;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.credential.Credentials;
import dev.hako.image.registry.credential.DockerCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `hako login`
final class LoginCommand implements Command {
    private static final Option<String> USER =
            Option.text("-u, --username", "NAME", "Name of the user");
    private static final Option<String> PASSWORD =
            Option.text("-p, --password", "TEXT", "Password; others on this machine may see it");
    private static final Option<Boolean> FROM_INPUT =
            Option.flag("--password-stdin", "Take the password from standard input");

    static final CommandForm FORM =
            new CommandForm(
                    "login",
                    "[SERVER]",
                    "Log in at a registry",
                    OptionSet.of(USER, PASSWORD, FROM_INPUT),
                    Order.INTERSPERSED,
                    Count.atMost(1),
                    List.of(
                            new Example(
                                    "With a token that a program has got",
                                    "get-token | hako login -u robot --password-stdin"
                                            + " registry.example")));

    private static final int MOST_SECRET_BYTES = 1 << 15;

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        requireOneSecret(invocation);
        String registry =
                invocation.line().arguments().stream()
                        .findFirst()
                        .map(RegistryHost::parse)
                        .orElse(RegistryHost.DOCKER_HUB);
        Environment environment = Environment.of(invocation.caller().environment());
        DockerCredentials logins = DockerCredentials.of(environment);
        Credential credential = credential(invocation, logins, registry);
        check(registry, Access.of(environment).with(Credentials.of(credential)));
        logins.store(registry, credential).ifPresent(file -> warn(invocation, file));
        invocation.output().println("Login Succeeded");
        return Outcome.DONE;
    }

    private static void requireOneSecret(Invocation invocation) {
        if (invocation.line().has(PASSWORD) && invocation.line().flag(FROM_INPUT)) {
            throw UsageException.of("--password and --password-stdin are mutually exclusive");
        }
        if (invocation.line().flag(FROM_INPUT) && !invocation.line().has(USER)) {
            throw UsageException.of("--password-stdin needs --username");
        }
    }

    private static Credential credential(
            Invocation invocation, DockerCredentials logins, String registry) {
        Optional<String> user = invocation.line().value(USER);
        Optional<String> secret = secret(invocation);
        if ((user.isEmpty() || secret.isEmpty()) && !invocation.caller().terminal().input()) {
            throw Failure.invalid("cannot ask for name and password: standard input is no terminal")
                    .hint("say --username NAME --password-stdin");
        }
        String name = user.orElseGet(() -> askName(invocation, logins.user(registry)));
        String password = secret.orElseGet(() -> Prompt.of(invocation).secret("Password: "));
        if (name.isEmpty() || password.isEmpty()) {
            throw Failure.invalid(
                    "cannot log in at \"" + registry + "\": name or password is empty");
        }
        return new Credential.Password(name, password);
    }

    private static Optional<String> secret(Invocation invocation) {
        if (invocation.line().flag(FROM_INPUT)) {
            return Optional.of(fromInput(invocation));
        }
        if (invocation.line().has(PASSWORD)) {
            invocation
                    .output()
                    .errorln(
                            "WARNING! Using --password via the CLI is insecure. Use"
                                    + " --password-stdin.");
        }
        return invocation.line().value(PASSWORD);
    }

    /// Without the newline that programs put at its end.
    private static String fromInput(Invocation invocation) {
        try {
            byte[] bytes = invocation.caller().input().readNBytes(MOST_SECRET_BYTES + 1);
            if (bytes.length > MOST_SECRET_BYTES) {
                throw Failure.invalid(
                        "cannot read the password: more than " + MOST_SECRET_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\r?\\n$", "");
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.CANCELLED, "cannot read the password: " + e.getMessage(), e);
        }
    }

    private static String askName(Invocation invocation, Optional<String> known) {
        String offered = known.map(name -> " (" + name + ")").orElse("");
        String answer = Prompt.of(invocation).line("Username" + offered + ": ").strip();
        return answer.isEmpty() ? known.orElse("") : answer;
    }

    private static void check(String registry, Access access) {
        try (Registry asked = new Registries().registry(registry, access)) {
            asked.check();
        }
    }

    private static void warn(Invocation invocation, Path file) {
        invocation
                .output()
                .errorln("WARNING! Your password will be stored unencrypted in " + file + ".");
        invocation
                .output()
                .errorln("A credential helper that \"credsStore\" names there keeps it safe.");
    }
}
