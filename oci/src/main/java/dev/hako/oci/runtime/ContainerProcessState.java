package dev.hako.oci.runtime;

import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a seccomp agent is told with the descriptors that it is sent (config-linux.md, "The
/// Container Process State").
///
/// @param fds what the descriptors are, in their order
/// @param pid the process that has installed the filter, as the runtime sees it
/// @param metadata the filter's `listenerMetadata`
/// @param state the container's
public record ContainerProcessState(
        String ociVersion, List<String> fds, long pid, @Nullable String metadata, State state)
        implements JsonRecord {
    public ContainerProcessState {
        fds = List.copyOf(fds);
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("ociVersion", ociVersion)
                .put("fds", fds)
                .put("pid", pid)
                .put("metadata", metadata)
                .put("state", state);
    }
}
