package dev.hako.engine.spec;

import dev.hako.engine.config.Printable;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.failure.Failure;
import dev.hako.kernel.Capability;
import dev.hako.oci.hardening.HardenedSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which capabilities a container has: Docker's fourteen, plus `--cap-add`, minus `--cap-drop`, in
/// Docker's order of things: `ALL` in either list first, single names after.
final class CapabilityChoice {
    private static final String ALL = "ALL";
    private static final String PREFIX = "CAP_";

    private final List<String> held;
    private final List<String> standard;

    /// @param held what the engine has and can give
    CapabilityChoice(List<String> held) {
        this.held = List.copyOf(held);
        this.standard = HardenedSpec.CAPABILITIES.stream().filter(held::contains).toList();
    }

    List<String> of(SecurityOptions security) {
        if (security.privileged()) {
            return held;
        }
        if (security.addedCapabilities().isEmpty() && security.droppedCapabilities().isEmpty()) {
            return standard;
        }
        Set<String> chosen = new LinkedHashSet<>(standard);
        List<String> added = names("--cap-add", security.addedCapabilities());
        List<String> dropped = names("--cap-drop", security.droppedCapabilities());
        if (dropped.contains(ALL)) {
            chosen.clear();
        }
        if (added.contains(ALL)) {
            chosen.addAll(held);
        }
        dropped.forEach(chosen::remove);
        added.stream()
                .filter(name -> !name.equals(ALL))
                .forEach(name -> chosen.add(requireHeld(name)));
        return List.copyOf(chosen);
    }

    /// Those that the program has whoever it runs as.
    ///
    /// @param granted what it has at most
    List<String> ambient(SecurityOptions security, List<String> granted) {
        List<String> names = names("ambient capabilities", security.ambientCapabilities());
        return names.contains(ALL) ? granted : names.stream().filter(granted::contains).toList();
    }

    /// Everything the engine can give.
    List<String> all() {
        return held;
    }

    private static List<String> names(String option, List<String> words) {
        List<String> names = new ArrayList<>(words.size());
        for (String word : words) {
            String upper = word.toUpperCase(Locale.ROOT);
            String name = upper.equals(ALL) || upper.startsWith(PREFIX) ? upper : PREFIX + upper;
            if (!name.equals(ALL) && Capability.parse(name).isEmpty()) {
                throw Failure.invalid(
                                "invalid option "
                                        + option
                                        + " \""
                                        + Printable.of(word)
                                        + "\": no such capability")
                        .hint("see capabilities(7) for the names");
            }
            names.add(name);
        }
        return names;
    }

    private String requireHeld(String name) {
        if (!held.contains(name)) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "invalid option --cap-add \""
                                    + name
                                    + "\": the engine itself does not"
                                    + " have it on this host")
                    .hint("start the engine with it, or leave the option out");
        }
        return name;
    }
}
