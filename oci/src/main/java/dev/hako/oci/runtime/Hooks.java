package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;

/// The hooks of a container, each list in the order of its calls (config.md, "POSIX-platform
/// Hooks").
///
/// @param prestart deprecated by the specification, but still called: after the namespaces exist,
///   before the root is pivoted, in the runtime's namespaces
/// @param createRuntime right after `prestart`, in the runtime's namespaces
/// @param createContainer before the root is pivoted, in the container's namespaces
/// @param startContainer right before the process starts, in the container's namespaces
/// @param poststart after the process started, in the runtime's namespaces
/// @param poststop after the container is deleted, in the runtime's namespaces
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop)
        implements JsonRecord {

    /// No hook at all.
    public static final Hooks NONE =
            new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /// Copies the lists.
    public Hooks {
        prestart = List.copyOf(prestart);
        createRuntime = List.copyOf(createRuntime);
        createContainer = List.copyOf(createContainer);
        startContainer = List.copyOf(startContainer);
        poststart = List.copyOf(poststart);
        poststop = List.copyOf(poststop);
    }

    /// Whether there is no hook at all.
    public boolean isEmpty() {
        return prestart.isEmpty()
                && createRuntime.isEmpty()
                && createContainer.isEmpty()
                && startContainer.isEmpty()
                && poststart.isEmpty()
                && poststop.isEmpty();
    }

    /// All of a container's.
    public static Hooks read(JsonObject in) {
        Kind<Hook> hook = object(Hook::read);
        return new Hooks(
                in.list("prestart", hook),
                in.list("createRuntime", hook),
                in.list("createContainer", hook),
                in.list("startContainer", hook),
                in.list("poststart", hook),
                in.list("poststop", hook));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("prestart", prestart)
                .put("createRuntime", createRuntime)
                .put("createContainer", createContainer)
                .put("startContainer", startContainer)
                .put("poststart", poststart)
                .put("poststop", poststop);
    }
}
