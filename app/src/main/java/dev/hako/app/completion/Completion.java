package dev.hako.app.completion;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.Cursor;
import dev.hako.app.cli.Option;
import dev.hako.app.completion.Offer.Word;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.image.LocalImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what the last word of a command line could be.
///
/// @param forms of all commands; a name of several words is a command within a group
/// @param lookup finds what is not in the forms
public record Completion(List<CommandForm> forms, Lookup lookup) {
    private static final List<Word> GLOBAL =
            List.of(
                    new Word("--help", "Show all commands"),
                    new Word("--version", "Show the version"));

    private static final String ANOTHERS = OthersNamespace.PREFIX;
    private static final List<String> MOUNT_TYPES =
            List.of("type=bind,", "type=tmpfs,", "type=volume,");
    private static final List<String> MOUNT_FIELDS = List.of("source=", "target=", "readonly");
    private static final List<String> SOURCE_FIELDS = List.of("source=", "src=");

    public Completion {
        forms = List.copyOf(forms);
    }

    /// What `hako __complete` prints.
    ///
    /// @param words those after `hako`; the last one is being written
    public String lines(List<String> words) {
        return words.isEmpty() ? Offer.NOTHING.lines() : offer(words).lines();
    }

    Offer offer(List<String> words) {
        return forms.stream()
                .filter(form -> begins(words, form))
                .max(Comparator.comparingInt(form -> words(form).size()))
                .map(form -> offer(form, words.subList(words(form).size(), words.size())))
                .orElseGet(() -> Offer.words(commands(words)));
    }

    private static List<String> words(CommandForm form) {
        return List.of(form.name().split(" "));
    }

    private static boolean begins(List<String> words, CommandForm form) {
        List<String> name = words(form);
        return words.size() > name.size() && words.subList(0, name.size()).equals(name);
    }

    /// The commands, or those of a group, whose names begin with these words.
    private List<Word> commands(List<String> words) {
        int at = words.size() - 1;
        Map<String, String> found = new LinkedHashMap<>();
        for (CommandForm form : forms) {
            List<String> name = words(form);
            if (name.size() > at
                    && name.subList(0, at).equals(words.subList(0, at))
                    && name.get(at).startsWith(words.getLast())) {
                boolean whole = name.size() == at + 1;
                found.merge(name.get(at), whole ? form.summary() : "", (first, _) -> first);
            }
        }
        List<Word> offered = new ArrayList<>();
        found.forEach((name, summary) -> offered.add(new Word(name, summary)));
        if (at == 0 && words.getLast().startsWith("-")) {
            offered.addAll(beginning(GLOBAL, "", words.getLast()));
        }
        return offered;
    }

    private Offer offer(CommandForm form, List<String> words) {
        return switch (Cursor.of(form, words)) {
            case Cursor.Name(String begun) -> Offer.words(names(form, begun));
            case Cursor.Value(Option<?> option, String before, String begun) ->
                    offer(option.candidates(), before, begun, List.of());
            case Cursor.Argument(List<String> earlier, String begun) ->
                    offer(form.operand(earlier.size()), "", begun, earlier);
        };
    }

    private static List<Word> names(CommandForm form, String begun) {
        List<Word> names = new ArrayList<>();
        for (Option<?> option : form.options().sorted()) {
            option.names().stream()
                    .filter(name -> name.startsWith(begun) && isShown(name, option))
                    .forEach(name -> names.add(new Word(name, option.help())));
        }
        return names;
    }

    /// A letter is offered only where there is no name.
    private static boolean isShown(String name, Option<?> option) {
        return name.startsWith("--") || option.names().size() == 1;
    }

    private Offer offer(Candidates candidates, String before, String begun, List<String> earlier) {
        if (candidates instanceof Candidates.Words(List<String> words)) {
            return words.contains(ANOTHERS) && begun.startsWith(ANOTHERS)
                    ? anothers(before, begun.substring(ANOTHERS.length()))
                    : Offer.words(
                            beginning(
                                    words.stream().map(Completion::bare).toList(), before, begun));
        }
        Candidates.Known known = (Candidates.Known) candidates;
        return switch (known) {
            case ANYTHING -> Offer.NOTHING;
            case FILES -> new Offer(List.of(), Offer.Paths.FILES, before);
            case DIRECTORIES -> new Offer(List.of(), Offer.Paths.DIRECTORIES, before);
            case SOURCES -> sources(before, begun);
            case MOUNTS -> mounts(before, begun);
            case NETWORK_MODES -> modes(before, begun);
            case IMAGES -> images(begun);
            case COMMANDS -> Offer.words(commands(append(earlier, begun)));
            case PROGRAMS -> programs(begun, earlier);
            default -> Offer.words(beginning(lookup.words(known, begun), before, begun));
        };
    }

    /// The containers whose namespaces can be joined.
    private Offer anothers(String before, String begun) {
        List<Word> running = lookup.words(Candidates.Known.LIVE_CONTAINERS, begun);
        return Offer.words(beginning(running, before + ANOTHERS, begun));
    }

    /// What a container's network can be.
    private Offer modes(String before, String begun) {
        if (begun.startsWith(ANOTHERS)) {
            return anothers(before, begun.substring(ANOTHERS.length()));
        }
        List<Word> words = new ArrayList<>(lookup.words(Candidates.Known.NETWORKS, begun));
        words.add(bare(ANOTHERS));
        return Offer.words(beginning(words, before, begun));
    }

    /// What is mounted with `-v`, up to where it is mounted.
    private Offer sources(String before, String begun) {
        return begun.indexOf(':') >= 0
                ? Offer.NOTHING
                : new Offer(volumes(":", before, begun), Offer.Paths.DIRECTORIES, before);
    }

    private List<Word> volumes(String end, String before, String begun) {
        List<Word> volumes =
                lookup.words(Candidates.Known.VOLUMES, begun).stream()
                        .map(volume -> new Word(volume.text() + end, volume.description()))
                        .toList();
        return beginning(volumes, before, begun);
    }

    /// The field of `--mount` behind the last comma.
    private Offer mounts(String before, String begun) {
        int comma = begun.lastIndexOf(',') + 1;
        String earlier = before + begun.substring(0, comma);
        String field = begun.substring(comma);
        int equals = field.indexOf('=') + 1;
        if (SOURCE_FIELDS.contains(field.substring(0, equals))) {
            String start = earlier + field.substring(0, equals);
            return begun.contains("type=bind")
                    ? new Offer(List.of(), Offer.Paths.DIRECTORIES, start)
                    : Offer.words(volumes(",", start, field.substring(equals)));
        }
        List<String> fields = comma == 0 ? MOUNT_TYPES : MOUNT_FIELDS;
        return Offer.words(
                beginning(fields.stream().map(Completion::bare).toList(), earlier, field));
    }

    private Offer images(String begun) {
        for (String folder : List.of("rootfs:", LocalImage.Kind.OCI.prefix())) {
            if (begun.startsWith(folder)) {
                return new Offer(List.of(), Offer.Paths.DIRECTORIES, folder);
            }
        }
        List<Word> words =
                new ArrayList<>(
                        List.of(
                                new Word("host", "This machine's programs, read-only"),
                                new Word("rootfs:", "A root file system in a directory"),
                                new Word("oci:", "An image in an image layout")));
        words.addAll(lookup.words(Candidates.Known.STORED_IMAGES, begun));
        return Offer.words(beginning(words, "", begun));
    }

    /// Programs are known of the machine's own image only.
    private Offer programs(String begun, List<String> earlier) {
        Optional<String> first = earlier.stream().findFirst();
        if (begun.contains("/") || first.isPresent() && !lookup.isOfHost(first.get())) {
            return new Offer(List.of(), Offer.Paths.FILES, "");
        }
        return Offer.words(beginning(lookup.programs(begun), "", begun));
    }

    private static List<String> append(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }

    private static Word bare(String text) {
        return new Word(text, "");
    }

    private static List<Word> beginning(List<Word> words, String before, String begun) {
        return words.stream()
                .filter(word -> word.text().startsWith(begun))
                .map(word -> new Word(before + word.text(), word.description()))
                .toList();
    }
}
