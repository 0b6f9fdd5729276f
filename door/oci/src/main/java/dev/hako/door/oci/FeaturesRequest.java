package dev.hako.door.oci;

import dev.hako.oci.json.Json;
import dev.hako.plan.SupportedFeatures;

/// What this runtime can do: `features`.
final class FeaturesRequest {
    private FeaturesRequest() {}

    static Compiled compile() {
        return Compiled.text(Json.pretty(SupportedFeatures.here()));
    }
}
