package dev.hako.build.solve;

import dev.hako.build.dockerfile.Instruction;
import dev.hako.build.dockerfile.Transfer;
import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Copying;
import dev.hako.build.files.FileSource;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes steps of `COPY` and `ADD`.
///
/// @param files what is open until the stage has been done
record Transfers(Layers layers, Downloads downloads, FileSource context, List<FileSource> files) {

    /// Where the files of a `COPY` are.
    ///
    /// @param layers that they are in; empty: they are in none
    record From(FileSource source, Optional<String> layers) {}

    private record Named(String title, String kind) {}

    FileStep copy(State state, String title, Instruction.Copy copy, From from) {
        Transfer transfer = copy.transfer();
        CopyStep.What what = what(state, new Named(title, "COPY"), transfer, from.layers());
        Copying copying = new Copying(transfer, from.source(), what.arrangement(), layers.now());
        return new CopyStep(layers, state, what, List.of(new CopyPart.Plain(copying)));
    }

    FileStep add(State state, String title, Instruction.Add add) throws IOException {
        Transfer transfer = add.transfer();
        CopyStep.What what = what(state, new Named(title, "ADD"), transfer, Optional.empty());
        boolean web = transfer.sources().stream().anyMatch(Downloads::isOfWeb);
        if (add.checksum().isPresent() && (!web || transfer.sources().size() > 1)) {
            throw Failure.invalid("\"--checksum\" is for one file of the web");
        }
        List<CopyPart> parts = new ArrayList<>();
        if (!transfer.documents().isEmpty()) {
            parts.add(plain(only(transfer, List.of()), context, what.arrangement()));
        }
        for (String source : transfer.sources()) {
            Downloads.requireNoRepository(source);
            parts.add(part(transfer, source, add.checksum(), what.arrangement()));
        }
        return new CopyStep(layers, state, what, parts);
    }

    private CopyPart part(
            Transfer transfer, String source, Optional<String> checksum, Arrangement arrangement)
            throws IOException {
        if (Downloads.isOfWeb(source)) {
            Downloads.Fetched fetched = downloads.fetch(source, checksum);
            files.add(fetched.source());
            Transfer file = withoutDocuments(only(transfer, List.of(fetched.name())));
            return plain(file, fetched.source(), arrangement);
        }
        Transfer one = withoutDocuments(only(transfer, List.of(source)));
        return new CopyPart.Packed(source, new Copying(one, context, arrangement, layers.now()));
    }

    private CopyPart plain(Transfer transfer, FileSource source, Arrangement arrangement) {
        return new CopyPart.Plain(new Copying(transfer, source, arrangement, layers.now()));
    }

    private static Transfer only(Transfer old, List<String> sources) {
        return new Transfer(
                sources,
                old.documents(),
                old.target(),
                old.owner(),
                old.mode(),
                old.link(),
                old.parents(),
                old.excludes());
    }

    private static Transfer withoutDocuments(Transfer old) {
        return new Transfer(
                old.sources(),
                List.of(),
                old.target(),
                old.owner(),
                old.mode(),
                old.link(),
                old.parents(),
                old.excludes());
    }

    private CopyStep.What what(
            State state, Named named, Transfer transfer, Optional<String> origin) {
        Arrangement arrangement =
                new Owners(layers, state).arrangement(transfer.owner(), transfer.mode());
        String target =
                Path.of(state.workingDirectory()).resolve(transfer.target()).normalize().toString();
        return new CopyStep.What(
                named.title,
                named.kind,
                transfer,
                target,
                Copying.meansDirectory(transfer),
                arrangement,
                origin);
    }
}
