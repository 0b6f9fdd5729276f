package dev.hako.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.HelpText;
import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The helps are golden files: a change of one is a change of what users read. `HAKO_GOLDEN=write`
/// in the environment writes them anew.
class HelpTest {
    private static final Path FILES = Path.of("src/test/resources/dev/hako/app/command/help");

    @TempDir Path directory;

    private Commands commands(Engine engine) {
        Locations locations = new Locations(directory.resolve("root"), directory.resolve("run"));
        return new Commands(
                engine,
                new Installation(directory, locations, "0".repeat(32), Optional.empty()),
                Clock.systemUTC());
    }

    private Engine engine() {
        return Engine.open(
                EngineSettings.embedded(
                        new Locations(directory.resolve("root"), directory.resolve("run"))));
    }

    @ParameterizedTest
    @FieldSource("dev.hako.app.command.Commands#NAMES")
    void eachCommandExplainsItself(String name) throws IOException {
        try (Engine engine = engine()) {
            Command command = commands(engine).find(name).orElseThrow();
            assertThat(command.form().name()).isEqualTo(name);
            assertThat(command.form().examples()).isNotEmpty();
            compare(name.replace(' ', '-'), HelpText.of(command.form()));
        }
    }

    @ParameterizedTest
    @FieldSource("dev.hako.app.command.Commands#GROUPS")
    void eachGroupExplainsItselfAndItsCommands(String name) throws IOException {
        try (Engine engine = engine()) {
            CommandGroup group = commands(engine).group(name).orElseThrow();
            compare(name, group.overview());
            for (String word : group.names()) {
                CommandForm form = group.find(word).orElseThrow().form();
                assertThat(form.examples()).isNotEmpty();
                if (form.name().startsWith(name + " ")) {
                    compare(form.name().replace(' ', '-'), HelpText.of(form));
                }
            }
        }
    }

    @Test
    void theListOfFormsIsThatOfTheCommands() {
        try (Engine engine = engine()) {
            Commands commands = commands(engine);
            Stream<CommandForm> plain =
                    Commands.NAMES.stream().map(name -> commands.find(name).orElseThrow().form());
            Stream<CommandForm> grouped =
                    Commands.GROUPS.stream().flatMap(name -> own(commands, name));
            assertThat(CommandForms.ALL).isEqualTo(Stream.concat(plain, grouped).toList());
        }
    }

    /// Commands that only stand behind this word.
    private static Stream<CommandForm> own(Commands commands, String word) {
        CommandGroup group = commands.group(word).orElseThrow();
        return group.names().stream()
                .map(name -> group.find(name).orElseThrow().form())
                .filter(form -> form.name().startsWith(word + " "));
    }

    @Test
    void everyLineThatCompletionOffersIsUnderstood() {
        try (Engine engine = engine()) {
            Commands commands = commands(engine);
            for (String word : Commands.GROUPS) {
                String before = word + " ";
                assertThat(CommandForms.LINES)
                        .extracting(CommandForm::name)
                        .filteredOn(name -> name.startsWith(before))
                        .map(name -> name.substring(before.length()))
                        .containsExactlyInAnyOrderElementsOf(
                                commands.group(word).orElseThrow().names());
            }
        }
    }

    @Test
    void theOverviewNamesAllCommands() throws IOException {
        try (Engine engine = engine()) {
            compare("overview", commands(engine).overview());
        }
    }

    private static void compare(String name, String text) throws IOException {
        Path file = FILES.resolve(name + ".txt");
        if ("write".equals(System.getenv("HAKO_GOLDEN"))) {
            Files.createDirectories(FILES);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
