package dev.hako.engine.store;

import dev.hako.oci.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the engines of one root keep what does not outlive the machine: a link to each one's run
/// directory. A container with `--rm` is in that of its own engine only, and what it has in the
/// root would be nobody's to the others.
///
/// @param directory of the links
/// @param own run directory
public record RunPlaces(Path directory, Path own) {
    /// Makes itself known to the others, and forgets those whose directory is gone.
    public static RunPlaces open(Path directory, Path own) {
        RunPlaces places = new RunPlaces(directory, own);
        try {
            for (Path link : places.links()) {
                if (!Files.exists(link)) {
                    Files.deleteIfExists(link);
                }
            }
            places.add();
            return places;
        } catch (IOException e) {
            throw StoreFailures.of("cannot tell other engines of \"" + own + "\"", e);
        }
    }

    private void add() throws IOException {
        byte[] path = own.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Files.createSymbolicLink(directory.resolve(Digest.sha256(path).hex()), own);
        } catch (FileAlreadyExistsException _) {
            // An earlier engine of the same place has.
        }
    }

    /// Those of other engines, whether one runs there now or not.
    List<Path> others() {
        try {
            List<Path> others = new ArrayList<>();
            for (Path link : links()) {
                Path place = Files.readSymbolicLink(link);
                if (!place.equals(own)) {
                    others.add(place);
                }
            }
            return others;
        } catch (IOException e) {
            throw StoreFailures.of("cannot look for other engines", e);
        }
    }

    private List<Path> links() throws IOException {
        List<Path> links = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(links::add);
        }
        return links;
    }
}
