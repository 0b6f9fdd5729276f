package dev.hako.app;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.cli.UsageException;
import dev.hako.app.command.CompareCommand;
import dev.hako.app.product.Installation;
import dev.hako.compare.Comparison;
import dev.hako.compare.Wish;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import dev.hako.compare.report.Change;
import dev.hako.compare.report.HtmlReport;
import dev.hako.compare.report.MarkdownReport;
import dev.hako.compare.report.Report;
import dev.hako.compare.report.ReportJson;
import dev.hako.compare.subject.HakoPlace;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `hako compare`: reads the line, has it measured, writes the report. Its libraries are on the
/// class path of this command alone, so no other class of the app may know them.
final class CompareProgram {
    private static final String FOLDER = "hako-compare";
    private static final Duration QUICK = Duration.ofMinutes(3);

    /// Nothing here goes on for ever.
    private static final Duration LONGEST = Duration.ofHours(2);

    private CompareProgram() {}

    /// Does all of it.
    static void serve(ParsedLine line, Installation installation) {
        Optional<Path> against = line.value(CompareCommand.AGAINST).map(Path::of);
        List<Finding> older = against.map(ReportJson::findings).orElse(List.of());
        Path folder = Path.of(line.value(CompareCommand.OUTPUT).orElse(FOLDER)).toAbsolutePath();
        Wish wish = wish(line, installation);
        try (LiveTable table = LiveTable.open()) {
            Files.createDirectories(folder);
            Report report = Comparison.run(wish, table);
            if (against.isPresent()) {
                report = report.with(Change.between(report.findings(), older));
            }
            table.missing(report.missing());
            table.changes(report.changes());
            write(report, folder);
            table.end(folder);
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot write the report to \"" + folder + "\": " + e.getMessage());
        }
    }

    private static void write(Report report, Path folder) throws IOException {
        Files.writeString(folder.resolve("report.json"), ReportJson.write(report));
        Files.writeString(folder.resolve("report.md"), MarkdownReport.write(report));
        Files.writeString(folder.resolve("report.html"), HtmlReport.write(report));
        String picture = HtmlReport.picture(report);
        if (!picture.isEmpty()) {
            Files.writeString(folder.resolve("run.svg"), picture);
        }
    }

    private static Wish wish(ParsedLine line, Installation installation) {
        Path programs = installation.libraries().resolve("../../bin").normalize();
        boolean quick = line.flag(CompareCommand.QUICK);
        return new Wish(
                new HashSet<>(words(line, CompareCommand.RUNTIMES)),
                groups(words(line, CompareCommand.ONLY)),
                quick,
                line.value(CompareCommand.WITHIN).orElse(quick ? QUICK : LONGEST),
                new HakoPlace(programs, installation.locations().root()),
                line.values(CompareCommand.CRI).stream().map(CompareProgram::socket).toList(),
                line.values(CompareCommand.DOCKER).stream().map(CompareProgram::socket).toList());
    }

    private static Path socket(String address) {
        return Path.of(address.startsWith("unix://") ? address.substring(7) : address);
    }

    private static List<String> words(ParsedLine line, Option<String> option) {
        return line.value(option).map(text -> Arrays.asList(text.split(",", -1))).orElse(List.of());
    }

    private static Set<Group> groups(List<String> words) {
        Set<Group> groups =
                words.isEmpty() ? EnumSet.allOf(Group.class) : EnumSet.noneOf(Group.class);
        for (String word : words) {
            groups.add(
                    Group.of(word)
                            .orElseThrow(() ->
                                    UsageException.of(
                                            "nothing is called \""
                                                    + word
                                                    + "\" that can be measured")));
        }
        return groups;
    }
}
