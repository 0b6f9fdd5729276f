package dev.hako.image.registry.credential;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.oci.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The logins of a user as Docker keeps them, and those of podman besides, which are only read.
///
/// Docker's are in `$DOCKER_CONFIG/config.json`, or `~/.docker/config.json`: written down there, or
/// kept by a program that this file names. podman's are in `$REGISTRY_AUTH_FILE`,
/// `$XDG_RUNTIME_DIR/containers/auth.json` and `~/.config/containers/auth.json`. Files are read
/// each time: another program may have changed them.
public final class DockerCredentials implements Credentials {
    private final Environment environment;

    private DockerCredentials(Environment environment) {
        this.environment = environment;
    }

    /// Those of the user with this environment.
    public static DockerCredentials of(Environment environment) {
        return new DockerCredentials(environment);
    }

    @Override
    public Optional<Credential> find(String registry, String repository) {
        for (Path path : files()) {
            Optional<Credential> found = find(LoginFile.read(path), registry, repository);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Credential> find(LoginFile file, String registry, String repository) {
        Optional<String> program = file.program(registry);
        if (program.isPresent()) {
            return new CredentialProgram(program.get(), environment).get(registry);
        }
        return RegistryNames.around(registry, repository).stream()
                .flatMap(name -> file.find(name).stream())
                .findFirst();
    }

    /// The user's name in the login for a registry.
    public Optional<String> user(String registry) {
        return find(registry, "")
                .filter(Credential.Password.class::isInstance)
                .map(found -> ((Credential.Password) found).user());
    }

    /// Keeps a login, in place of the one that is there.
    ///
    /// @return where it is written down in the clear; nothing if a program keeps it
    public Optional<Path> store(String registry, Credential credential) {
        Path path = requireOwnFile("keep the login for", registry);
        Optional<String> program = LoginFile.read(path).program(registry);
        program.ifPresent(
                name -> new CredentialProgram(name, environment).store(registry, credential));
        try (LoginFileEdit edit = LoginFileEdit.begin(path)) {
            edit.put(
                    registry,
                    program.isPresent() ? JsonObject.EMPTY : LoginEntry.write(credential));
        }
        return program.isPresent() ? Optional.empty() : Optional.of(path);
    }

    /// Forgets the login for a registry.
    ///
    /// @return whether there was one
    public boolean erase(String registry) {
        Path path = requireOwnFile("forget the login for", registry);
        LoginFile file = LoginFile.read(path);
        if (!isKept(file, registry)) {
            return false;
        }
        file.program(registry)
                .ifPresent(name -> new CredentialProgram(name, environment).erase(registry));
        try (LoginFileEdit edit = LoginFileEdit.begin(path)) {
            edit.remove(registry);
        }
        return true;
    }

    private static boolean isKept(LoginFile file, String registry) {
        return file.auths().keySet().stream().anyMatch(key -> RegistryNames.sameName(key, registry))
                || file.program(registry).isPresent();
    }

    private Path requireOwnFile(String what, String registry) {
        return ownFile()
                .orElseThrow(() ->
                        Failure.invalid(
                                        "cannot %s \"%s\": HOME is not set"
                                                .formatted(what, registry))
                                .hint("say in DOCKER_CONFIG where your config.json is"));
    }

    private Optional<Path> ownFile() {
        return environment
                .directory("DOCKER_CONFIG")
                .or(() -> environment.directory("HOME").map(home -> home.resolve(".docker")))
                .map(directory -> directory.resolve("config.json"));
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        ownFile().ifPresent(files::add);
        environment.directory("REGISTRY_AUTH_FILE").ifPresent(files::add);
        for (Optional<Path> directory :
                List.of(environment.directory("XDG_RUNTIME_DIR"), environment.configHome())) {
            directory.map(path -> path.resolve("containers/auth.json")).ifPresent(files::add);
        }
        return files;
    }
}
