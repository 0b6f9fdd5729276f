package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.cri.v1.RuntimeCondition;
import dev.hako.cri.v1.RuntimeFeatures;
import dev.hako.cri.v1.RuntimeStatus;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.cri.v1.StatusResponse;
import dev.hako.door.cri.call.JsonText;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.Locations;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// `Status`.
///
/// @param handlers that pods may ask for
/// @param driver who makes the control groups of pods
/// @param networks where networks of plugins are described
public record Status(Handlers handlers, CgroupDriver driver, Path networks)
        implements Unary<StatusRequest, StatusResponse> {
    private static final RuntimeStatus READY =
            RuntimeStatus.newBuilder()
                    .addConditions(condition("RuntimeReady"))
                    // Without a network of plugins there is the engine's own.
                    .addConditions(condition("NetworkReady"))
                    .build();

    private static final RuntimeFeatures FEATURES =
            RuntimeFeatures.newBuilder()
                    .setSupplementalGroupsPolicy(true)
                    .setMountOptions(true)
                    .build();

    @Override
    public StatusResponse answer(StatusRequest question) {
        StatusResponse.Builder answer =
                StatusResponse.newBuilder()
                        .setStatus(READY)
                        .addAllRuntimeHandlers(handlers.all())
                        .setFeatures(FEATURES);
        if (question.getVerbose()) {
            answer.putInfo("config", config());
        }
        return answer.build();
    }

    /// How this runtime is set up, for people and for suites of tests.
    private String config() {
        Locations locations = handlers.info().locations();
        return JsonText.object(
                Map.of(
                        "rootDir", locations.root().toString(),
                        "stateDir", locations.run().toString(),
                        "cgroupDriver", driver.name().toLowerCase(Locale.ROOT),
                        "networkDir", networks.toString(),
                        "defaultHandler", handlers.info().defaultIsolation()));
    }

    private static RuntimeCondition condition(String type) {
        return RuntimeCondition.newBuilder().setType(type).setStatus(true).build();
    }
}
