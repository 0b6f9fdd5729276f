package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a container is called in others' logs: text with Docker's fields, `{{.Name}}-{{.ID}}`.
public record LogTag(String template) {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");
    private static final List<String> FIELDS =
            List.of("ID", "FullID", "Name", "ImageName", "Command", "DaemonName");
    private static final LogTag STANDARD = new LogTag("{{.ID}}");
    private static final int SHORT_ID = 12;

    /// Whom a tag is about.
    ///
    /// @param command what it runs, with its arguments
    public record Subject(String id, String name, String image, String command) {
        /// A container as tags know it.
        public static Subject of(String id, String name, ContainerConfig config) {
            String command =
                    Stream.concat(
                                    config.entrypoint().orElse(List.of()).stream(),
                                    config.command().stream())
                            .collect(Collectors.joining(" "));
            return new Subject(id, name, config.image(), command);
        }

        /// The first twelve digits of the id.
        public String shortId() {
            return id.substring(0, Math.min(SHORT_ID, id.length()));
        }
    }

    public LogTag {
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            if (!FIELDS.contains(field.group(1))) {
                throw unknown("{{." + field.group(1) + "}}");
            }
        }
        if (field.reset().replaceAll("").contains("{{")) {
            throw unknown(template);
        }
    }

    private static Failure unknown(String what) {
        return Failure.invalid("cannot make a log tag of \"" + what + "\"")
                .hint("there are {{." + String.join("}}, {{.", FIELDS) + "}}");
    }

    /// The tag of a template; the short id if there is none.
    static LogTag of(@Nullable String template) {
        return template == null || template.isEmpty() ? STANDARD : new LogTag(template);
    }

    /// The tag of a container, without characters that would end it.
    public String filledIn(Subject subject) {
        String tag =
                FIELD.matcher(template)
                        .replaceAll(
                                field -> Matcher.quoteReplacement(value(field.group(1), subject)));
        return Printable.of(tag).replace(' ', '_');
    }

    private static String value(String field, Subject subject) {
        return switch (field) {
            case "ID" -> subject.shortId();
            case "FullID" -> subject.id();
            case "Name" -> subject.name();
            case "ImageName" -> subject.image();
            case "Command" -> subject.command();
            default -> "hako";
        };
    }
}
