/// Runtimes that serve the kubelet, and what a kubelet does with them.
///
/// Start reading at [CriNode]: each is started in a network and a mount namespace of its own, with
/// its own root, state and socket, and is asked by a [Kubelet] over gRPC. [PodLife] is what is
/// compared. All nodes have one and the same image, [ProbeImage].
@NullMarked
package dev.hako.bench.subject.cri;

import org.jspecify.annotations.NullMarked;
