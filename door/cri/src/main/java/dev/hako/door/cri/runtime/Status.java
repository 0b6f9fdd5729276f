package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.RuntimeCondition;
import dev.hako.cri.v1.RuntimeFeatures;
import dev.hako.cri.v1.RuntimeStatus;
import dev.hako.cri.v1.StatusRequest;
import dev.hako.cri.v1.StatusResponse;
import dev.hako.door.cri.call.Unary;

/// `Status`.
///
/// @param handlers that pods may ask for
public record Status(Handlers handlers) implements Unary<StatusRequest, StatusResponse> {
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
        return StatusResponse.newBuilder()
                .setStatus(READY)
                .addAllRuntimeHandlers(handlers.all())
                .setFeatures(FEATURES)
                .build();
    }

    private static RuntimeCondition condition(String type) {
        return RuntimeCondition.newBuilder().setType(type).setStatus(true).build();
    }
}
