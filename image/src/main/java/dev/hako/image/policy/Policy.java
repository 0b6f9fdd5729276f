package dev.hako.image.policy;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the owner of the machine and a user have said about images. Both have to admit one: a user
/// cannot loosen what the owner has said.
public record Policy(List<PolicyFile> files) {
    private static final Path SYSTEM = Path.of("/etc/hako/policy.json");

    public Policy {
        files = List.copyOf(files);
    }

    /// That of the machine and of the user with this environment.
    public static Policy of(Environment environment) {
        List<Path> paths = new ArrayList<>(List.of(SYSTEM));
        environment.configHome().ifPresent(home -> paths.add(home.resolve("hako/policy.json")));
        return read(paths);
    }

    /// That of these files; one that is not there admits everything.
    ///
    /// @throws Failure if one cannot be read
    public static Policy read(List<Path> paths) {
        return new Policy(paths.stream().flatMap(path -> PolicyFile.read(path).stream()).toList());
    }

    /// Lets an image of a registry pass.
    ///
    /// @param reference what it is called
    /// @param digest of what that stands for
    /// @param source where it comes from, and its signatures with it
    /// @throws Failure `DENIED` if it may not be used
    public void admit(ImageReference reference, Digest digest, ImageSource source)
            throws IOException {
        Provenance from = Provenance.of(reference);
        for (PolicyFile file : files) {
            if (file.ruleFor(from) instanceof Rule.Signed(List<Path> keys)) {
                try {
                    new SignatureCheck(keys, reference, digest).require(source);
                } catch (Failure e) {
                    throw e.kind() == Failure.Kind.DENIED
                            ? denied(from, file, e.text())
                            : e.during("cannot look for signatures of \"" + reference + "\"");
                }
            } else {
                requireAccepted(from, file);
            }
        }
    }

    /// Lets an image pass that comes with no signatures, from wherever it comes.
    ///
    /// @throws Failure `DENIED` if it may not be used
    public void admit(Provenance from) {
        files.forEach(file -> requireAccepted(from, file));
    }

    private static void requireAccepted(Provenance from, PolicyFile file) {
        switch (file.ruleFor(from)) {
            case Rule.Accept _ -> {
                // Nothing more is asked.
            }
            case Rule.Reject _ -> throw denied(from, file, "it is rejected");
            case Rule.Signed _ ->
                    throw denied(from, file, "a signature is needed, and only registries have any");
        }
    }

    private static Failure denied(Provenance from, PolicyFile file, String why) {
        return Failure.of(
                        Failure.Kind.DENIED,
                        "cannot use image \"%s\": %s".formatted(from.name(), why))
                .hint("\"" + file.path() + "\" says what may be used");
    }
}
