package dev.hako.door.cri.runtime;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.cri.v1.LinuxRuntimeConfiguration;
import dev.hako.cri.v1.RuntimeConfigRequest;
import dev.hako.cri.v1.RuntimeConfigResponse;
import dev.hako.door.cri.call.Unary;

/// `RuntimeConfig`.
///
/// @param driver who makes the control groups of pods
public record RuntimeConfig(CgroupDriver driver)
        implements Unary<RuntimeConfigRequest, RuntimeConfigResponse> {
    @Override
    public RuntimeConfigResponse answer(RuntimeConfigRequest question) {
        return RuntimeConfigResponse.newBuilder()
                .setLinux(LinuxRuntimeConfiguration.newBuilder().setCgroupDriver(driver))
                .build();
    }
}
