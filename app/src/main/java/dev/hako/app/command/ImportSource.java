package dev.hako.app.command;

import dev.hako.app.caller.Caller;
import dev.hako.app.value.Size;
import dev.hako.engine.library.ImageImport;
import dev.hako.image.policy.Provenance;
import dev.hako.image.registry.WebFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the files come from that `hako import` makes an image of.
sealed interface ImportSource {
    /// As it is shown.
    String name();

    Provenance provenance();

    /// Begins to read it.
    InputStream open() throws IOException;

    /// What the caller has written: a file, `-` or an address of the web.
    static ImportSource of(String text, Invocation invocation) {
        Caller caller = invocation.caller();
        if (text.equals("-")) {
            return new Pipe(caller);
        }
        Optional<WebFile.Address> address = WebFile.Address.parse(text);
        return address.isPresent()
                ? new Web(address.get(), invocation)
                : new Local(text, Path.of(caller.directory().absolute(text)));
    }

    /// The caller's standard input.
    record Pipe(Caller caller) implements ImportSource {
        @Override
        public String name() {
            return "-";
        }

        @Override
        public Provenance provenance() {
            return Provenance.of(ImageImport.KIND, name());
        }

        @Override
        public InputStream open() {
            return caller.input();
        }
    }

    /// A file of this machine.
    record Local(String name, Path path) implements ImportSource {
        @Override
        public Provenance provenance() {
            return Provenance.of(ImageImport.KIND, path);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /// A file of the web, whose coming is shown on a terminal.
    record Web(WebFile.Address address, Invocation invocation) implements ImportSource {
        @Override
        public String name() {
            return address.toString();
        }

        @Override
        public Provenance provenance() {
            return Provenance.of(ImageImport.KIND, name());
        }

        @Override
        public InputStream open() {
            WebFile file = WebFile.open(address, Registered.access(invocation.caller()));
            String size =
                    file.sizeBytes().map(bytes -> " (" + Size.decimal(bytes) + ")").orElse("");
            boolean shown = invocation.caller().terminal().error();
            CopyProgress progress =
                    new CopyProgress(
                            "Downloading from " + address + size, shown, invocation.output());
            return new Coming(file, progress);
        }
    }

    /// A file on its way.
    final class Coming extends FilterInputStream {
        private final WebFile file;
        private final CopyProgress progress;
        private long bytes;

        private Coming(WebFile file, CopyProgress progress) {
            super(file.content());
            this.file = file;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            bytes += Math.max(0, count);
            progress.at(bytes);
            return count;
        }

        @Override
        public void close() {
            progress.end();
            file.close();
        }
    }
}
