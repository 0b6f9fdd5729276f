package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What stands between a container and the host, as the command's option, its name and an
/// annotation of the container choose it: each may, and none may contradict another.
final class ChosenIsolation {
    /// Those that containers of the OCI runtime can have.
    private static final List<String> BUILT = List.of("namespace");

    private static final String ANNOTATION = "dev.hako.isolation";

    private ChosenIsolation() {}

    /// Refuses what there is not.
    ///
    /// @throws Failure `INVALID` for a contradiction, `UNSUPPORTED` for one that is not built
    static void require(Frame.Compile request, Spec spec) {
        Words words = Words.parse(Part.ISOLATIONS.utf8(request));
        Map<String, String> choices = new LinkedHashMap<>();
        words.all('o').forEach(name -> choices.put("--isolation", name));
        words.all('n').forEach(name -> choices.put("the command's name", name));
        spec.annotations().entrySet().stream()
                .filter(annotation -> annotation.getKey().equals(ANNOTATION))
                .forEach(annotation ->
                        choices.put("annotation " + ANNOTATION, annotation.getValue()));
        refuseContradiction(choices);
        String chosen = choices.values().stream().findFirst().orElse(BUILT.getFirst());
        if (!BUILT.contains(chosen)) {
            throw Failure.unsupported("there is no isolation \"" + chosen + "\"")
                    .hint("choose one of " + BUILT);
        }
    }

    private static void refuseContradiction(Map<String, String> choices) {
        if (choices.values().stream().distinct().count() > 1) {
            throw Failure.invalid(
                            "the isolation is chosen twice: "
                                    + choices.entrySet().stream()
                                            .map(choice ->
                                                    choice.getKey()
                                                            + " says \""
                                                            + choice.getValue()
                                                            + "\"")
                                            .collect(Collectors.joining(", ")))
                    .hint("let one of them choose, or all the same");
        }
    }
}
