package dev.hako.build.dockerfile;

import java.util.List;
import java.util.Optional;

/// Files that come into an image, by `COPY` or `ADD`.
///
/// @param sources patterns of paths, or URLs
/// @param documents files that are in the Dockerfile itself
/// @param target a directory if it ends with `/`, or several come
/// @param link whether the files' layer depends on no other
/// @param parents whether the directories above the files come, too
/// @param excludes patterns of paths that do not come
public record Transfer(
        List<String> sources,
        List<HereDocument> documents,
        String target,
        Optional<String> owner,
        Optional<String> mode,
        boolean link,
        boolean parents,
        List<String> excludes) {
    public Transfer {
        sources = List.copyOf(sources);
        documents = List.copyOf(documents);
        excludes = List.copyOf(excludes);
    }
}
