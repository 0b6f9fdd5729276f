package dev.hako.oci.runtime;

import dev.hako.oci.json.Require;
import java.util.regex.Pattern;

/// The version every document of the runtime specification starts with.
final class OciVersion {
    /// SemVer 2.0.0, less the finer rules on what follows the numbers.
    private static final Pattern SEMANTIC_VERSION =
            Pattern.compile("(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}([-+][0-9A-Za-z.+-]+)?");

    private OciVersion() {}

    /// A document of major version 1, the only one there is.
    static void require(String field, String version) {
        boolean semantic = SEMANTIC_VERSION.matcher(version).matches();
        Require.that(semantic, field, version, "must be a semantic version such as 1.3.0");
        Require.that(version.startsWith("1."), field, version, "only major version 1 is supported");
    }
}
