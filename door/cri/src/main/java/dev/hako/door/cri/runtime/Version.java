package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.VersionRequest;
import dev.hako.cri.v1.VersionResponse;
import dev.hako.door.cri.call.Unary;

/// `Version`.
///
/// @param product Hako's own version
public record Version(String product) implements Unary<VersionRequest, VersionResponse> {
    /// Of the kubelet's own interface, which never had another.
    private static final String KUBELET = "0.1.0";

    @Override
    public VersionResponse answer(VersionRequest question) {
        return VersionResponse.newBuilder()
                .setVersion(KUBELET)
                .setRuntimeName("hako")
                .setRuntimeVersion(product)
                .setRuntimeApiVersion("v1")
                .build();
    }
}
