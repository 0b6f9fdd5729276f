package dev.hako.bench.scenario;

import dev.hako.bench.subject.cri.Containerd;
import dev.hako.bench.subject.cri.CriNode;
import dev.hako.bench.subject.cri.HakoNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The nodes that are compared.
///
/// @param own ours, with pods on its own bridge
/// @param plugged ours, with pods on a network of plugins
/// @param peers containerd's, as far as they are installed
record CriNodes(CriNode own, CriNode plugged, List<CriNode> peers) implements AutoCloseable {
    private static final String PEER = "containerd+";

    /// Starts them all.
    static CriNodes start(Setting setting, Path image) {
        List<CriNode> peers = new ArrayList<>();
        for (String runtime : List.of("runc", "crun")) {
            Containerd.prepare(runtime, image, setting.scratch()).ifPresent(peers::add);
        }
        Path distribution = setting.distribution();
        return new CriNodes(
                HakoNode.prepare(distribution, image, setting.scratch(), setting.rounds(200, 60)),
                HakoNode.withPlugins(distribution, image, setting.scratch(), setting.rounds(20, 5)),
                List.copyOf(peers));
    }

    /// Whether a node of this name is not ours.
    static boolean isPeer(String name) {
        return name.startsWith(PEER);
    }

    /// Whether it is the one that has more to be beaten by.
    static boolean isSlower(String name) {
        return name.equals(PEER + "runc");
    }

    @Override
    public void close() {
        own.close();
        plugged.close();
        peers.forEach(CriNode::close);
    }
}
