package dev.hako.engine.store;

import dev.hako.image.archive.MergedTree;
import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What one container has written: for each part of its image an upper and a work directory, as
/// overlayfs wants them.
///
/// @param directory one for all; it need not be there
public record WritableLayers(Path directory) {
    private static final String UPPER = "upper";
    private static final String WORK = "work";
    private static final String COPY = "copy";
    private static final String UNFINISHED = "copying";
    private static final int MODE = 0755;

    /// Whom a container's root gives its own rights to, by the set-user-id bit, is inside.
    private static final int CLOSED = 0700;

    /// All that is there if its image has one part, its program has written nothing, and the kernel
    /// was told not to sync: the kernel makes some of these itself.
    private static final List<String> UNTOUCHED =
            List.of(
                    "/0/upper",
                    "/0/work/incompat/volatile",
                    "/0/work/incompat",
                    "/0/work/work",
                    "/0/work",
                    "/0",
                    "");

    /// Files that differ from an image's part.
    public Path upper(int part) {
        return layer(part).resolve(UPPER);
    }

    /// What is written to where a container has disks.
    public Path disk() {
        return layer(0).resolve("disk.ext4");
    }

    /// What the kernel needs beside it.
    public Path work(int part) {
        return layer(part).resolve(WORK);
    }

    private Path layer(int part) {
        return directory.resolve(Integer.toString(part));
    }

    /// Makes what is missing for a part.
    ///
    /// @param disposable whether it was not synced by an earlier run: the kernel refuses such a
    ///   work directory another time, for the machine might have been restarted since; then this
    ///   one would be gone
    /// @throws KernelException if it cannot be made
    public void make(int part, boolean disposable) {
        makeDirectory(directory, CLOSED);
        if (makeDirectory(layer(part), MODE)) {
            makeDirectory(upper(part), MODE);
        } else if (disposable) {
            FileTree.delete(work(part));
        }
        makeDirectory(work(part), MODE);
    }

    /// @return false if it was there
    private static boolean makeDirectory(Path path, int mode) {
        return Names.makeMissing(Fd.CWD, NativePath.of(path.toString()), mode);
    }

    /// Where the whole files of a part are, if overlayfs cannot show them: see [#copy].
    public Path copied(int part) {
        return layer(part).resolve(COPY);
    }

    /// Copies a part that overlayfs cannot show, unless that was done already. A copy that a crash
    /// has cut short is begun again.
    ///
    /// @param lowers its directories, the topmost first
    /// @param marks overlayfs's, in them
    public void copy(int part, List<String> lowers, TreeMarks marks) throws IOException {
        if (Files.isDirectory(copied(part))) {
            return;
        }
        Path unfinished = layer(part).resolve(UNFINISHED);
        FileTree.delete(unfinished);
        makeDirectory(unfinished, MODE);
        MergedTree.copy(lowers, unfinished, marks);
        Files.move(unfinished, copied(part));
    }

    /// Removes all of it.
    public void delete() {
        if (!deletedUntouched()) {
            FileTree.delete(directory);
        }
    }

    private boolean deletedUntouched() {
        try {
            for (String path : UNTOUCHED) {
                Names.rmdirat(Fd.CWD, NativePath.of(directory + path));
            }
            return true;
        } catch (KernelException _) {
            return false;
        }
    }
}
