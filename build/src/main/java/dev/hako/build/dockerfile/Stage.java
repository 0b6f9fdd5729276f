package dev.hako.build.dockerfile;

import java.util.List;
import java.util.Optional;

/// What becomes one image: `FROM`, and what follows it.
///
/// @param line of `FROM`
/// @param base an image, an earlier stage, or `scratch`; with variables in it
/// @param name by which others find it, in small letters
public record Stage(
        int line, String base, Optional<String> platform, Optional<String> name, List<Step> steps) {
    public Stage {
        steps = List.copyOf(steps);
    }

    Stage with(List<Step> newSteps) {
        return new Stage(line, base, platform, name, newSteps);
    }
}
