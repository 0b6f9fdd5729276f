package dev.hako.compare.subject;

import dev.hako.compare.contest.Measure;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.Metered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// A way to run containers that is a command, one for each container.
final class CommandSubject implements Subject {
    private final Recipe recipe;
    private final Account account;
    private final Spawner spawner;
    private final Path output;

    /// How it is done.
    ///
    /// @param prefix a command to start all commands by
    /// @param environment all that the commands get
    /// @param line the command that runs the probe with these words
    /// @param rest the commands of containers that rest
    record Recipe(
            String name,
            Identity identity,
            int warmUps,
            List<String> prefix,
            Map<String, String> environment,
            UnaryOperator<List<String>> line,
            Rest rest) {}

    /// Containers that rest, by their number.
    ///
    /// @param begin the command that starts one, and does not wait for its end
    /// @param end the command that ends and removes it
    /// @param deed the command that does something with it; nothing where there is none
    record Rest(IntFunction<List<String>> begin, IntFunction<List<String>> end, DeedLine deed) {}

    /// The command for a container, by its number.
    @FunctionalInterface
    interface DeedLine {
        Optional<List<String>> of(int number, Deed deed);
    }

    private CommandSubject(Recipe recipe, Account account, Spawner spawner, Path output) {
        this.recipe = recipe;
        this.account = account;
        this.spawner = spawner;
        this.output = output;
    }

    /// Makes all ready.
    ///
    /// @param account the one that its processes are in
    static CommandSubject prepare(Recipe recipe, Account account, Scratch scratch) {
        Path output = scratch.folder().resolve(plain(recipe.name()) + ".output");
        Path program = Spawner.program(scratch.folder());
        Spawner spawner =
                Spawner.start(program, recipe.prefix(), account, recipe.environment(), output);
        scratch.onClose(spawner::close);
        return new CommandSubject(recipe, account, spawner, output);
    }

    /// A name of files.
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]+", "-");
    }

    @Override
    public String name() {
        return recipe.name();
    }

    @Override
    public Identity identity() {
        return recipe.identity();
    }

    @Override
    public int warmUps() {
        return recipe.warmUps();
    }

    @Override
    public Run run(List<String> words) {
        try {
            Files.writeString(output, "");
            Measure measure = Metered.run(spawner, account, recipe.line().apply(words));
            return new Run(measure.wallMicros(), measure.cpuMicros(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command of its own beside.
    void command(List<String> words) {
        spawner.run(1, 1, words);
    }

    @Override
    public double begin(int number) {
        return spawner.run(1, 1, recipe.rest().begin().apply(number)).wall().median();
    }

    @Override
    public void end(int number) {
        command(recipe.rest().end().apply(number));
    }

    @Override
    public boolean act(int number, Deed deed) {
        Optional<List<String>> line = recipe.rest().deed().of(number, deed);
        line.ifPresent(this::command);
        return line.isPresent();
    }

    @Override
    public List<Long> processes() {
        return account.processes();
    }

    @Override
    public boolean countsCpu() {
        return account.counts();
    }

    @Override
    public void close() {
        spawner.close();
        account.close();
    }
}
