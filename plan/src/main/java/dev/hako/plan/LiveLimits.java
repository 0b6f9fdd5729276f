package dev.hako.plan;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Resources;
import java.util.List;

/// Limits that a running container is given, as files of its control groups.
public final class LiveLimits {
    private LiveLimits() {}

    /// What has to be written, in the order that suits a group without any limit.
    ///
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` for a limit that this layout does not have,
    ///   with a remedy
    public static List<LimitWrite> of(CgroupLayout layout, Resources limits) {
        return switch (layout) {
            case CgroupLayout.None(String reason, String remedy) ->
                    throw Refusal.feature("limits", reason, remedy);
            case CgroupLayout.V1 _ -> LimitsV1.live(limits);
            case CgroupLayout.V2 _ -> LimitsV2.of(limits, _ -> {});
            case CgroupLayout.Scopes(CgroupLayout layoutOfThem, _) -> of(layoutOfThem, limits);
            case CgroupLayout.Perhaps(CgroupLayout tried) -> of(tried, limits);
        };
    }

    /// Why a limit cannot be set where its controller is missing.
    public static Failure missing(LimitWrite write) {
        return Refusal.limit(
                write.file(),
                write.controller(),
                "the container has no control group with this controller",
                "leave the limit out, or delegate the controller to the engine (systemd:"
                        + " Delegate=yes) and start the container again");
    }
}
