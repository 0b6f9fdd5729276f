package dev.hako.plan;

/// What a step is for, in the words of error messages: `mount proc on "/proc"`.
///
/// @param verb what is done, such as `mount proc on`
/// @param object to what, without quotes; empty if the verb says it all
public record Intent(String verb, String object) {
    @Override
    public String toString() {
        return object.isEmpty() ? verb : verb + " \"" + object + "\"";
    }
}
