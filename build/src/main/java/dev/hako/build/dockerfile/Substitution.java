package dev.hako.build.dockerfile;

import dev.hako.build.dockerfile.Instruction.Arg.Declaration;
import dev.hako.build.dockerfile.Instruction.Pair;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts variables into those instructions of which the reference says so. Commands keep theirs: the
/// shell that runs them puts them in.
///
/// @param scope where the instruction is
record Substitution(Scope scope) {
    Instruction of(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Arg(var declarations) -> new Instruction.Arg(declared(declarations));
            case Instruction.Env(var pairs) -> new Instruction.Env(pairs(pairs));
            case Instruction.Label(var pairs) -> new Instruction.Label(pairs(pairs));
            case Instruction.Run run ->
                    new Instruction.Run(
                            run.command(),
                            run.mounts().stream().map(this::mount).toList(),
                            run.network());
            case Instruction.Copy(var from, var transfer) ->
                    new Instruction.Copy(from, transfer(transfer));
            case Instruction.Add(var checksum, var transfer) ->
                    new Instruction.Add(checksum.map(scope::word), transfer(transfer));
            case Instruction.Workdir(var path) -> new Instruction.Workdir(scope.word(path));
            case Instruction.User(var user) -> new Instruction.User(scope.word(user));
            case Instruction.Volume(var paths) -> new Instruction.Volume(words(paths));
            case Instruction.Expose(var ports) -> new Instruction.Expose(split(ports));
            case Instruction.StopSignal(var signal) ->
                    new Instruction.StopSignal(scope.word(signal));
            case Instruction.Cmd _,
                    Instruction.Entrypoint _,
                    Instruction.Shell _,
                    Instruction.Healthcheck _,
                    Instruction.Maintainer _,
                    Instruction.OnBuild _ ->
                    instruction;
        };
    }

    private List<String> words(List<String> words) {
        return words.stream().map(scope::word).toList();
    }

    /// A variable may stand for several ports.
    private List<String> split(List<String> words) {
        return words.stream()
                .flatMap(word -> Words.split(scope.word(word), scope.escape()).stream())
                .toList();
    }

    /// Each sees those before it.
    private List<Declaration> declared(List<Declaration> declarations) {
        List<Declaration> all = new ArrayList<>();
        for (Declaration declaration : declarations) {
            Optional<String> value =
                    declaration.value().map(text -> scope.declared(declaration, text));
            all.add(new Declaration(scope.word(declaration.name()), value));
        }
        return all;
    }

    /// None sees another: all are of the time before the instruction.
    private List<Pair> pairs(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> new Pair(name(pair.name()), scope.word(pair.value())))
                .toList();
    }

    private String name(String text) {
        String name = scope.word(text);
        if (name.isEmpty()) {
            throw Failure.invalid("\"" + text + "\" is an empty name");
        }
        return name;
    }

    private Transfer transfer(Transfer transfer) {
        return new Transfer(
                words(transfer.sources()),
                transfer.documents().stream().map(this::document).toList(),
                scope.word(transfer.target()),
                transfer.owner().map(scope::word),
                transfer.mode().map(scope::word),
                transfer.link(),
                transfer.parents(),
                words(transfer.excludes()));
    }

    private HereDocument document(HereDocument document) {
        return document.expanded() ? document.with(scope.document(document.content())) : document;
    }

    private RunMount mount(RunMount mount) {
        return switch (mount) {
            case RunMount.Bind(var from, var source, var target, var readWrite) ->
                    new RunMount.Bind(from, scope.word(source), scope.word(target), readWrite);
            case RunMount.Cache cache ->
                    new RunMount.Cache(
                            scope.word(cache.id()),
                            scope.word(cache.target()),
                            cache.from(),
                            scope.word(cache.source()),
                            cache.sharing(),
                            cache.readOnly(),
                            cache.owner());
            case RunMount.Tmpfs(var target, var size) ->
                    new RunMount.Tmpfs(scope.word(target), size);
            case RunMount.Secret secret ->
                    new RunMount.Secret(
                            scope.word(secret.id()),
                            secret.target().map(scope::word),
                            secret.variable().map(scope::word),
                            secret.required(),
                            secret.owner());
        };
    }
}
