package dev.hako.oci.image;

import dev.hako.oci.json.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of an image in a registry, in the grammar that Docker made common.
///
/// Short names are completed: `ubuntu` is `docker.io/library/ubuntu:latest`. A reference with a
/// digest names one content, whatever its tag.
///
/// @param registry host and optional port, such as `docker.io` or `localhost:5000`
/// @param repository a path such as `library/ubuntu`
/// @param tag absent only if there is a digest
public record ImageReference(
        String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final String LATEST = "latest";
    private static final int MAX_NAME_CHARS = 255;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*+(?<!-))?";
    private static final Pattern REGISTRY =
            Pattern.compile(
                    "(?:\\[[a-fA-F0-9:]+]|" + LABEL + "(?:\\." + LABEL + ")*+)(?::[0-9]{1,5})?");
    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
    private static final Pattern REPOSITORY =
            Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");
    private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

    /// Keeps the grammar, and gives a reference without tag and digest the tag `latest`.
    public ImageReference {
        String name = registry + "/" + repository;
        require(name.length() <= MAX_NAME_CHARS, name, "must have at most 255 characters");
        require(REGISTRY.matcher(registry).matches(), name, "has no valid registry");
        require(
                repository.chars().noneMatch(Character::isUpperCase),
                name,
                "the repository must be lower-case");
        require(REPOSITORY.matcher(repository).matches(), name, "has no valid repository");
        tag = tag == null && digest == null ? LATEST : tag;
        require(
                tag == null || TAG.matcher(tag).matches(),
                name + ":" + tag,
                "a tag has at most 128 letters, digits, '_', '.' and '-', and starts with none of"
                        + " the last two");
    }

    /// Reads what a user writes.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if the grammar does not have it
    public static ImageReference parse(String text) {
        require(!text.isEmpty(), text, "must not be empty");
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : digest(text, text.substring(at + 1));
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String tag = tagged ? named.substring(colon + 1) : null;
        String name = tagged ? named.substring(0, colon) : named;
        require(
                !IMAGE_ID.matcher(name).matches(),
                text,
                "64 hexadecimal digits are an image's id, not its name");
        return completed(name, tag, digest);
    }

    /// The same image under another tag, without a digest.
    public ImageReference withTag(String changed) {
        return new ImageReference(registry, repository, changed, null);
    }

    /// The same image, held to one content.
    public ImageReference withDigest(Digest content) {
        return new ImageReference(registry, repository, tag, content);
    }

    /// As short as users write it: `ubuntu:24.04`.
    public String familiar() {
        return familiarName() + suffix();
    }

    /// In full: `docker.io/library/ubuntu:24.04`. [#parse] reads it back.
    @Override
    public String toString() {
        return registry + "/" + repository + suffix();
    }

    private static ImageReference completed(
            String name, @Nullable String tag, @Nullable Digest digest) {
        int slash = name.indexOf('/');
        String first = name.substring(0, Math.max(slash, 0));
        boolean hasRegistry = slash >= 0 && isRegistry(first);
        String registry = hasRegistry ? canonicalRegistry(first) : DOCKER_HUB;
        String path = hasRegistry ? name.substring(slash + 1) : name;
        boolean official = registry.equals(DOCKER_HUB) && path.indexOf('/') < 0;
        return new ImageReference(registry, official ? OFFICIAL + path : path, tag, digest);
    }

    /// What no repository of Docker Hub can start with is a registry.
    private static boolean isRegistry(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }

    private static String canonicalRegistry(String registry) {
        return registry.equals("index.docker.io") ? DOCKER_HUB : registry;
    }

    private static Digest digest(String reference, String text) {
        Require.that(
                text.indexOf('@') < 0,
                "image reference",
                reference,
                "must have one digest at most");
        return Digest.parse(text);
    }

    private String familiarName() {
        if (!registry.equals(DOCKER_HUB)) {
            return registry + "/" + repository;
        }
        String rest =
                repository.startsWith(OFFICIAL)
                        ? repository.substring(OFFICIAL.length())
                        : repository;
        return rest.indexOf('/') >= 0 ? repository : rest;
    }

    private String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    private static void require(boolean holds, String name, String problem) {
        Require.that(holds, "image reference", name, problem);
    }
}
