package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.UpdateRuntimeConfigRequest;
import dev.hako.cri.v1.UpdateRuntimeConfigResponse;
import dev.hako.door.cri.call.Unary;

/// `UpdateRuntimeConfig`: it only tells. Which addresses pods have is up to the plugins, or to the
/// engine's own network.
public record UpdateRuntimeConfig()
        implements Unary<UpdateRuntimeConfigRequest, UpdateRuntimeConfigResponse> {
    @Override
    public UpdateRuntimeConfigResponse answer(UpdateRuntimeConfigRequest question) {
        return UpdateRuntimeConfigResponse.getDefaultInstance();
    }
}
