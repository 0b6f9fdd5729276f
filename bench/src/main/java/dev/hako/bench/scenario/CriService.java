package dev.hako.bench.scenario;

import dev.hako.bench.figure.Line;
import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.cri.ProbeImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// What a kubelet's calls take, beside Debian's containerd with runc and with crun: on the host's
/// network and on bridges, one after the other, at once, and with many pods that stay.
final class CriService implements Scenario {
    @Override
    public String name() {
        return "cri";
    }

    @Override
    public String title() {
        return "a kubelet's calls, beside containerd";
    }

    @Override
    public List<Line> measure(Setting setting) {
        Path image = ProbeImage.make(setting.scratch().folder().resolve("cri-image"));
        List<Line> lines = new ArrayList<>();
        try (CriNodes nodes = CriNodes.start(setting, image)) {
            List<PodLife> host = lives(nodes, "h", PodLife::onHost);
            setting.progress().accept("pods on the host's network");
            lines.addAll(new CriPods("host", host).measure(setting));
            lines.addAll(new CriRush("host", host).measure(setting));
            List<PodLife> bridge = lives(nodes, "b", PodLife::onBridge);
            List<PodLife> withPlugins =
                    Stream.concat(
                                    bridge.stream(),
                                    Stream.of(PodLife.onBridge(nodes.plugged().endpoint(), "b")))
                            .toList();
            setting.progress().accept("pods on bridges");
            lines.addAll(new CriPods("bridge", withPlugins).measure(setting));
            lines.addAll(new CriRush("bridge", bridge).measure(setting));
            setting.progress().accept("pods that stay");
            lines.addAll(new CriCrowd(lives(nodes, "c", PodLife::onHost)).measure(setting));
        }
        return lines;
    }

    private static List<PodLife> lives(
            CriNodes nodes, String prefix, BiFunction<CriEndpoint, String, PodLife> kind) {
        return Stream.concat(Stream.of(nodes.own()), nodes.peers().stream())
                .map(node -> kind.apply(node.endpoint(), prefix))
                .toList();
    }
}
