package dev.hako.app.value;

import dev.hako.failure.Failure;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.InvalidDocumentException;
import java.util.regex.Pattern;

/// A registry as users name it to log in: `registry.lan:5000`, or with `https://` before and a path
/// behind, which Docker's users have got used to.
public final class RegistryHost {
    /// Where Docker's users log in who name no registry.
    public static final String DOCKER_HUB = "docker.io";

    private static final Pattern DRESS = Pattern.compile("^https?://|/.*$");

    private RegistryHost() {}

    /// Reads it, as references begin with it.
    public static String parse(String text) {
        String host = DRESS.matcher(text).replaceAll("");
        if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
            return DOCKER_HUB;
        }
        try {
            return new ImageReference(host, "any", null, null).registry();
        } catch (InvalidDocumentException e) {
            throw Failure.invalid("\"" + text + "\" is no registry")
                    .hint("name a host and its port, such as registry.lan:5000");
        }
    }
}
