package dev.hako.app.command;

import dev.hako.app.build.OutputChoice;
import dev.hako.app.caller.Caller;
import dev.hako.app.value.NewFile;
import dev.hako.build.solve.BuiltImage;
import dev.hako.engine.Engine;
import dev.hako.engine.files.FileCopy;
import dev.hako.engine.files.Place;
import dev.hako.failure.Failure;
import dev.hako.image.archive.TreeReader;
import dev.hako.image.archive.TreeWriter;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes what was built to where the caller wants it.
record BuildExport(Engine engine, Invocation invocation) {
    private static final int MODE = 0777;

    /// Refuses what could not be done, before anything is built.
    void check(OutputChoice output) {
        boolean toStandardOutput =
                output instanceof OutputChoice.Tar(var file) && file.isEmpty()
                        || output instanceof OutputChoice.Archive(var archive) && archive.isEmpty();
        if (toStandardOutput && invocation.caller().terminal().output()) {
            throw Failure.invalid("refusing to write an archive to a terminal")
                    .hint("name a file with dest=FILE, or redirect the output");
        }
    }

    /// An image's files.
    void files(OutputChoice output, Fd root) throws IOException {
        if (output instanceof OutputChoice.Local(var directory)) {
            local(directory, root);
        } else if (output instanceof OutputChoice.Tar(var file)) {
            write(file, out -> FileCopy.export(new Place.InRoot(root, 0), Set.of(), out));
        }
    }

    /// The caller's: devices and owners are the image's own business.
    private void local(String directory, Fd root) throws IOException {
        try (Fd target = made(directory);
                TreeWriter writer =
                        new TreeWriter(target, metadata -> metadata.ownedBy(0, 0), false)) {
            TreeReader.to(writer).read(root, NativePath.of("."));
        }
    }

    private Fd made(String directory) {
        Caller caller = invocation.caller();
        Fd here = caller.directory().descriptor();
        try {
            for (int slash = directory.indexOf('/', 1);
                    ;
                    slash = directory.indexOf('/', slash + 1)) {
                String part = slash < 0 ? directory : directory.substring(0, slash);
                make(here, NativePath.of(part), MODE & ~caller.umask());
                if (slash < 0) {
                    return Open.openat(
                            here, NativePath.of(directory), Open.O_RDONLY | Open.O_DIRECTORY);
                }
            }
        } catch (KernelException e) {
            throw Failure.of(
                    e.kind(),
                    "cannot make \"" + directory + "\": " + Errno.describe(e.number()),
                    e);
        }
    }

    private static void make(Fd here, NativePath path, int mode) {
        try {
            Names.mkdirat(here, path, mode);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /// An archive of the image itself.
    void archive(Optional<String> file, BuiltImage image) throws IOException {
        List<String> names =
                image.names().isEmpty()
                        ? List.of(image.id().toString())
                        : image.names().stream().map(ImageReference::toString).toList();
        write(file, out -> engine.images().archives().save(names, out));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private void write(Optional<String> file, Writing writing) throws IOException {
        if (file.isPresent()) {
            NewFile.write(invocation.caller(), file.get(), writing::to);
        } else {
            writing.to(invocation.output().stream());
        }
    }
}
