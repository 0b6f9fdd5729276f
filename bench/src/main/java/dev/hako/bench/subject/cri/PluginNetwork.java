package dev.hako.bench.subject.cri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A network of CNI's reference plugins: a bridge with addresses and published ports.
final class PluginNetwork {
    /// Where Debian has them.
    static final String PROGRAMS = "/usr/lib/cni";

    private PluginNetwork() {}

    /// Writes the description into a new folder, beside which addresses are kept.
    ///
    /// @return the folder
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        String description =
                """
                {"cniVersion":"0.4.0","name":"bench","plugins":[
                 {"type":"bridge","bridge":"bench0","isGateway":true,"ipMasq":true,
                  "ipam":{"type":"host-local","dataDir":"%s","ranges":[[{"subnet":"10.89.0.0/16"}]],
                          "routes":[{"dst":"0.0.0.0/0"}]}},
                 {"type":"portmap","capabilities":{"portMappings":true}}]}
                """
                        .formatted(folder.resolveSibling("addresses"));
        Files.writeString(folder.resolve("10-bench.conflist"), description);
        return folder;
    }
}
