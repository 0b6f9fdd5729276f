package dev.hako.build.files;

import dev.hako.build.context.IgnoreRules;
import dev.hako.build.dockerfile.HereDocument;
import dev.hako.build.dockerfile.Transfer;
import dev.hako.failure.Failure;
import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TreeReader;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of a `COPY`, or of an `ADD` of files that are no archives.
///
/// @param transfer its variables put in
/// @param source where the files are
/// @param time of files that have none of their own
public record Copying(Transfer transfer, FileSource source, Arrangement arrangement, Instant time) {
    private static final int DOCUMENT = 0644;

    /// Where files are put.
    ///
    /// @param path absolute
    /// @param directory whether they go into it
    /// @param there whether it is there, and stays as it is
    public record Target(String path, boolean directory, boolean there) {}

    /// Whether the target must be a directory, whatever is there.
    public static boolean meansDirectory(Transfer transfer) {
        String target = transfer.target();
        int count = transfer.sources().size() + transfer.documents().size();
        return target.endsWith("/")
                || target.endsWith("/.")
                || target.equals(".")
                || count > 1
                || transfer.parents()
                || transfer.sources().stream().anyMatch(Glob::isPattern);
    }

    /// Gives all of them to a sink, under the paths that they are to have.
    ///
    /// @throws Failure `NOT_FOUND` for a source that is not there
    public void sendTo(EntrySink sink, Target target) throws IOException {
        EntrySink arranged = arrangement.applied(sink);
        for (HereDocument document : transfer.documents()) {
            send(document, arranged, target);
        }
        for (String pattern : transfer.sources()) {
            List<NativePath> found = Glob.find(source, pattern);
            for (NativePath path : found) {
                send(pattern, path, new Way(arranged, target));
            }
        }
    }

    private record Way(EntrySink sink, Target target) {}

    private void send(HereDocument document, EntrySink sink, Target target) throws IOException {
        byte[] bytes = document.content().getBytes(StandardCharsets.UTF_8);
        List<NativePath> names = Paths.names(target.path());
        NativePath path =
                Paths.join(
                        target.directory()
                                ? Paths.plus(names, NativePath.of(document.name()))
                                : names);
        Metadata metadata = new Metadata(DOCUMENT, 0, 0, time, Map.of());
        sink.add(
                new Entry(path, new Entry.Regular(bytes.length), metadata),
                new Content.Bytes(bytes));
    }

    private void send(String pattern, NativePath path, Way way) throws IOException {
        Optional<Fd> opened =
                source.isIgnored(path) && !source.ignored().hasExceptions()
                        ? Optional.empty()
                        : source.find(path);
        if (opened.isEmpty()) {
            throw notFound(pattern);
        }
        try (Fd file = opened.get()) {
            boolean directory = Stat.of(file).isDirectory();
            if (!directory && source.isIgnored(path)) {
                throw notFound(pattern);
            }
            List<NativePath> names = Paths.names(path);
            List<NativePath> to = place(names, pattern, directory, way.target);
            if (transfer.parents()) {
                sendParents(pattern, names, way);
            }
            boolean kept = directory && way.target.there && !transfer.parents();
            EntrySink sink = kept ? withoutTop(Paths.join(to), way.sink) : way.sink;
            read(file, names, new Arrangement.Move(names, to, owned(sink)));
        }
    }

    private static EntrySink withoutTop(NativePath top, EntrySink sink) {
        return (entry, content) -> {
            if (!entry.path().equals(top)) {
                sink.add(entry, content);
            }
        };
    }

    private Failure notFound(String pattern) {
        Failure failure =
                Failure.notFound("\"" + pattern + "\" is not in the files that it is taken from");
        return source.ignored().rules().isEmpty()
                ? failure
                : failure.hint("see whether the .dockerignore leaves it out");
    }

    /// What is in a directory goes into the target; a file goes there under its name.
    private List<NativePath> place(
            List<NativePath> names, String pattern, boolean directory, Target target) {
        List<NativePath> top = Paths.names(target.path());
        if (transfer.parents()) {
            return Paths.plus(top, names.subList(pivot(pattern), names.size()));
        }
        return directory || !target.directory() ? top : Paths.plus(top, names.getLast());
    }

    /// How many names stand before `/./`, and are not kept.
    private static int pivot(String pattern) {
        int at = pattern.indexOf("/./");
        return at < 0 ? 0 : Paths.names(pattern.substring(0, at)).size();
    }

    private void sendParents(String pattern, List<NativePath> names, Way way) throws IOException {
        List<NativePath> top = Paths.names(way.target.path());
        for (int i = pivot(pattern) + 1; i < names.size(); i++) {
            List<NativePath> above = names.subList(0, i);
            List<NativePath> to = Paths.plus(top, above.subList(pivot(pattern), i));
            Optional<Fd> opened = source.find(Paths.join(above));
            if (opened.isPresent()) {
                try (Fd directory = opened.get()) {
                    EntrySink moved = new Arrangement.Move(above, to, owned(way.sink));
                    TreeReader.only(_ -> false, moved).read(directory, Paths.join(above));
                }
            }
        }
    }

    private EntrySink owned(EntrySink sink) {
        return source.owned()
                ? sink
                : (entry, content) ->
                        sink.add(
                                new Entry(
                                        entry.path(), entry.kind(), entry.metadata().withIds(0, 0)),
                                content);
    }

    private void read(Fd file, List<NativePath> names, EntrySink sink) throws IOException {
        IgnoreRules excluded =
                IgnoreRules.parse(
                        "--exclude",
                        String.join("\n", transfer.excludes()).getBytes(StandardCharsets.UTF_8));
        Exclusion exclusion = new Exclusion(source, names, excluded);
        NativePath top = Paths.join(names);
        EntrySink chosen = new LateDirectories(exclusion::isIgnored, sink);
        EntrySink sieve =
                (entry, content) -> {
                    if (entry.kind() instanceof Entry.Directory
                            || !exclusion.isLeftOut(entry.path(), top)) {
                        chosen.add(entry, content);
                    }
                };
        TreeReader.only(exclusion::mayHave, sieve).read(file, top);
    }

    /// What of a source is left out.
    ///
    /// @param top the names of the source's own path
    private record Exclusion(FileSource source, List<NativePath> top, IgnoreRules excluded) {
        boolean mayHave(NativePath path) {
            return source.mayHave(path)
                    && (excluded.rules().isEmpty()
                            || excluded.hasExceptions()
                            || !isExcluded(path));
        }

        boolean isIgnored(NativePath path) {
            boolean itself = Paths.names(path).size() <= top.size();
            return !itself && (source.isIgnored(path) || isExcluded(path));
        }

        boolean isLeftOut(NativePath path, NativePath itself) {
            return path.equals(itself) ? isExcluded(path) : isIgnored(path);
        }

        boolean isExcluded(NativePath path) {
            if (excluded.rules().isEmpty()) {
                return false;
            }
            List<NativePath> names = Paths.names(path);
            List<NativePath> inside =
                    names.size() > top.size()
                            ? names.subList(top.size(), names.size())
                            : List.of(names.getLast());
            return excluded.isIgnored(Paths.join(inside).bytes())
                    || excluded.isIgnored(path.bytes());
        }
    }
}
