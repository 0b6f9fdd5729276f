package dev.hako.network.namespace;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Names;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The processes that are in a network namespace.
public final class Inhabitants {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

    private Inhabitants() {}

    /// The numbers of those that are in this process's user namespace, too; the others have no
    /// rights over the network namespace that are not their parents'. Those that may not be looked
    /// at are passed over.
    public static List<Integer> of(NetworkNamespace place) {
        Optional<NativePath> network = Optional.of(Names.readlinkat(Fd.CWD, place.fd().procPath()));
        Optional<NativePath> users = Namespace.USER.nameOf("self");
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(number -> NUMBER.matcher(number).matches())
                    .filter(number -> Namespace.NETWORK.nameOf(number).equals(network))
                    .filter(number -> Namespace.USER.nameOf(number).equals(users))
                    .map(Integer::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
