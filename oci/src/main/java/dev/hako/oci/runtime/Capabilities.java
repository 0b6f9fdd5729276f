package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;

/// The five capability sets of a process (`capabilities(7)`), each a list of names such as
/// `CAP_NET_RAW`.
///
/// Names the kernel does not know are kept: the specification wants them ignored with a warning,
/// which only who applies them can give.
public record Capabilities(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient)
        implements JsonRecord {

    /// No capability in any set.
    public static final Capabilities NONE = bounded(List.of());

    /// Copies the lists.
    public Capabilities {
        bounding = Require.texts("bounding", bounding);
        effective = Require.texts("effective", effective);
        inheritable = Require.texts("inheritable", inheritable);
        permitted = Require.texts("permitted", permitted);
        ambient = Require.texts("ambient", ambient);
    }

    /// What root is given at most: the names are bounding, effective and permitted, and none is
    /// passed on to a program that root runs as somebody else (CVE-2022-24769).
    public static Capabilities bounded(List<String> names) {
        return new Capabilities(names, names, List.of(), names, List.of());
    }

    static Capabilities read(JsonObject in) {
        return new Capabilities(
                in.list("bounding", STRING),
                in.list("effective", STRING),
                in.list("inheritable", STRING),
                in.list("permitted", STRING),
                in.list("ambient", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("bounding", bounding)
                .put("effective", effective)
                .put("inheritable", inheritable)
                .put("permitted", permitted)
                .put("ambient", ambient);
    }
}
