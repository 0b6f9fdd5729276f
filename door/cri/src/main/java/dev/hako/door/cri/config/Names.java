package dev.hako.door.cri.config;

import dev.hako.cri.v1.ContainerMetadata;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import java.nio.charset.StandardCharsets;

/// What the engine calls pods and containers of the kubelet. It takes a name once, so there cannot
/// be two with the same metadata, however often a call is repeated.
public final class Names {
    private static final int LONGEST = 90;
    private static final int DIGITS = 16;

    private Names() {}

    /// A pod's: readable, and unique by all of its metadata.
    ///
    /// @throws Failure `INVALID` if the metadata are missing
    public static String of(PodSandboxMetadata pod) {
        require(pod.getName(), "name of the pod sandbox");
        require(pod.getNamespace(), "namespace of the pod sandbox");
        require(pod.getUid(), "uid of the pod sandbox");
        return name(
                pod.getNamespace() + "_" + pod.getName() + "_" + pod.getAttempt(), pod.getUid());
    }

    /// A container's, likewise.
    ///
    /// @param podId of its pod
    /// @throws Failure `INVALID` if the metadata are missing
    public static String of(ContainerMetadata container, PodSandboxMetadata pod, String podId) {
        require(container.getName(), "name of the container");
        return name(
                container.getName() + "_" + pod.getName() + "_" + container.getAttempt(), podId);
    }

    private static void require(String value, String what) {
        if (value.isEmpty()) {
            throw Failure.invalid("the metadata have no " + what);
        }
    }

    private static String name(String readable, String more) {
        byte[] all = (readable + "_" + more).getBytes(StandardCharsets.UTF_8);
        String plain = "k8s_" + readable.replaceAll("[^a-zA-Z0-9_.-]", "-");
        String shown = plain.substring(0, Math.min(LONGEST, plain.length()));
        return shown + "_" + Digest.sha256(all).hex().substring(0, DIGITS);
    }
}
