package dev.hako.network.cni;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The networks that a folder such as `/etc/cni/net.d` describes.
///
/// @param networks in the order of their files' names; the first is the one that is taken when none
///   is asked for
/// @param refused why other files in it describe none
public record NetworkFolder(List<NetworkList> networks, List<Failure> refused) {
    private static final Pattern FILE = Pattern.compile("[^.].*\\.(conflist|conf|json)");
    private static final int MOST_FILES = 1000;

    public NetworkFolder {
        networks = List.copyOf(networks);
        refused = List.copyOf(refused);
    }

    /// Reads a folder; one that does not exist describes nothing.
    ///
    /// @throws Failure `INVALID` if it holds more than 1000 files of the kind, `DENIED` if it
    ///   cannot be read
    public static NetworkFolder read(Path folder) {
        var networks = new ArrayList<NetworkList>();
        var refused = new ArrayList<Failure>();
        for (Path file : files(folder)) {
            try {
                networks.add(NetworkList.parse(file.toString(), content(file)));
            } catch (Failure e) {
                refused.add(e);
            }
        }
        return new NetworkFolder(networks, refused);
    }

    /// The first network of a name.
    public Optional<NetworkList> find(String name) {
        return networks.stream().filter(network -> network.name().equals(name)).findFirst();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(file -> FILE.matcher(file.getFileName().toString()).matches())
                            .limit(MOST_FILES + 1L)
                            .sorted()
                            .toList();
            if (files.size() > MOST_FILES) {
                throw Failure.invalid(folder + ": more than " + MOST_FILES + " networks");
            }
            return files;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot read networks in " + folder + ": " + e, e);
        }
    }

    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Documents.MOST_BYTES + 1);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.DENIED, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
