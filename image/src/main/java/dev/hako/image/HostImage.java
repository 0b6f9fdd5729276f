package dev.hako.image;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The image `host`: this machine's own programs, seen through an allow-list.
///
/// Programs and libraries (`/usr`, `/opt`, and `/bin`, `/sbin`, `/lib*` where they are directories
/// of their own) are shown as they are. Everything else is a skeleton made once per state of
/// `/etc`: the same links at the top, the named files of [HostEtc], and empty directories. Nothing
/// of `/home`, `/root`, `/var`, `/run` or `/tmp` is shown.
final class HostImage {
    private static final Pattern PROGRAMS = Pattern.compile("usr|bin|sbin|lib[a-z0-9]*|opt");

    /// A shell, as a sandbox without a command is for.
    private static final Image.Defaults DEFAULTS = Image.Defaults.NONE.withCommand(List.of("sh"));

    private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path root;
    private final HostEtc etc;
    private final Path directory;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Made made;

    /// The image as it was found to be at some time.
    private record Made(Image image, String state, long checkedNanos) {}

    /// @param root of the machine, `/` but in tests
    /// @param directory where skeletons are made
    HostImage(Path root, Path directory) {
        this.root = root;
        this.etc = new HostEtc(root.resolve("etc"));
        this.directory = directory;
    }

    /// The image; `/etc` is looked at again when the last look is older than five seconds.
    Image image() {
        Made known = made;
        long now = System.nanoTime();
        if (known != null && now - known.checkedNanos < RECHECK_NANOS) {
            return known.image;
        }
        making.lock();
        try {
            Made fresh = look(made, now);
            made = fresh;
            return fresh.image;
        } catch (IOException e) {
            throw Failure.internal("cannot make the image \"host\": " + e, e);
        } finally {
            making.unlock();
        }
    }

    private Made look(@Nullable Made known, long now) throws IOException {
        String state = etc.state();
        if (known != null && known.state.equals(state)) {
            return new Made(known.image, state, now);
        }
        Path skeleton = new HostSkeleton(root, etc).makeIn(directory, state, PROGRAMS);
        return new Made(describe(skeleton), state, now);
    }

    private Image describe(Path skeleton) throws IOException {
        List<Image.Part> parts = new ArrayList<>();
        parts.add(new Image.Part("/", List.of(skeleton.toString()), false));
        for (Path top : programDirectories(root)) {
            parts.add(new Image.Part("/" + root.relativize(top), List.of(top.toString()), true));
        }
        return new Image("host", parts, DEFAULTS);
    }

    /// The directories of programs that have something in them, in order of name.
    private static List<Path> programDirectories(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> tops = Files.newDirectoryStream(root)) {
            for (Path top : tops) {
                if (PROGRAMS.matcher(top.getFileName().toString()).matches()
                        && Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)
                        && !isEmpty(top)) {
                    found.add(top);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }
}
