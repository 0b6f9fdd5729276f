package dev.hako.image.registry.credential;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A program that keeps secrets, such as `docker-credential-pass`: the protocol of Docker's
/// credential helpers.
final class CredentialProgram {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// The user's name that says that the secret is an identity token.
    private static final String TOKEN_USER = "<token>";

    private final String program;
    private final Environment environment;

    /// @param name what follows `docker-credential-`
    CredentialProgram(String name, Environment environment) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("no program can be called \"docker-credential-" + name + "\"");
        }
        this.program = "docker-credential-" + name;
        this.environment = environment;
    }

    /// What is kept for a registry.
    Optional<Credential> get(String registry) {
        String key = RegistryNames.key(registry);
        ProgramRun.Result result = run("get", key.getBytes(StandardCharsets.UTF_8));
        if (result.status() != 0) {
            if (result.text().contains("not found in native keychain")) {
                return Optional.empty();
            }
            throw failed("get the login for", registry, result);
        }
        return Optional.of(
                Json.read("answer of " + program, result.output(), CredentialProgram::credential));
    }

    private static Credential credential(JsonObject in) {
        String user = in.optional("Username", STRING, "");
        String secret = in.required("Secret", STRING);
        return user.equals(TOKEN_USER)
                ? new Credential.IdentityToken(secret)
                : new Credential.Password(user, secret);
    }

    /// Keeps a login.
    void store(String registry, Credential credential) {
        JsonObject server = JsonObject.EMPTY.with("ServerURL", RegistryNames.key(registry));
        JsonObject entry =
                switch (credential) {
                    case Credential.Password(String user, String secret) ->
                            server.with("Username", user).with("Secret", secret);
                    case Credential.IdentityToken(String token) ->
                            server.with("Username", TOKEN_USER).with("Secret", token);
                    case Credential.RegistryToken _ ->
                            throw Failure.unsupported(
                                            "cannot keep the login for \""
                                                    + registry
                                                    + "\": programs keep no tokens of registries")
                                    .hint("log in with a user and a password");
                };
        requireDone("keep the login for", registry, run("store", Json.write(entry)));
    }

    /// Forgets a login.
    void erase(String registry) {
        byte[] key = RegistryNames.key(registry).getBytes(StandardCharsets.UTF_8);
        requireDone("forget the login for", registry, run("erase", key));
    }

    private void requireDone(String what, String registry, ProgramRun.Result result) {
        if (result.status() != 0) {
            throw failed(what, registry, result);
        }
    }

    private ProgramRun.Result run(String verb, byte[] input) {
        return new ProgramRun(program, verb, environment).with(input);
    }

    private Failure failed(String what, String registry, ProgramRun.Result result) {
        return Failure.of(
                Failure.Kind.DENIED,
                "cannot %s \"%s\": %s says: %s"
                        .formatted(what, registry, program, result.shownText()));
    }
}
