package dev.hako.oci.json;

/// A record that is a JSON object.
///
/// Its other half is, by custom, a static method `read(JsonObject)` with the fields in the same
/// order.
public interface JsonRecord {

    /// Puts the fields, in the order of the specification; `out` omits the absent ones.
    void write(ObjectWriter out);
}
