package dev.hako.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Which files of the machine's `/etc` the image `host` shows: those that programs need to run and
/// that hold no secret. Everything else is left out.
final class HostEtc {
    private static final Pattern SHOWN =
            Pattern.compile(
                    "passwd|group|nsswitch\\.conf|host\\.conf|gai\\.conf|networks|protocols|services|rpc"
                            + "|ethertypes|ld\\.so\\.(cache|conf|conf\\.d|preload)|localtime|timezone"
                            + "|os-release|debian_version|lsb-release|redhat-release|alpine-release"
                            + "|alternatives|ca-certificates|ca-certificates\\.conf|ssl|pki|mime\\.types"
                            + "|magic|magic\\.mime|shells|profile|profile\\.d|bash\\.bashrc|inputrc"
                            + "|environment|locale\\.alias|locale\\.conf|locale\\.gen|terminfo"
                            + "|fonts|java.*|python.*|perl|php|ruby|maven|gtk-[0-9.]+|xattr\\.conf");

    /// Directories inside those that hold secrets.
    private static final Pattern HIDDEN = Pattern.compile("private|.*\\.key");

    private final Path etc;

    HostEtc(Path etc) {
        this.etc = etc;
    }

    /// The entries shown, in order of name.
    List<Path> shown() throws IOException {
        List<Path> shown = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(etc)) {
            for (Path entry : entries) {
                if (SHOWN.matcher(entry.getFileName().toString()).matches()) {
                    shown.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        shown.sort(null);
        return shown;
    }

    /// Whether something below a shown entry is shown too.
    static boolean isShown(Path below) {
        return !HIDDEN.matcher(below.getFileName().toString()).matches();
    }

    /// A short text that changes when the shown entries do.
    String state() throws IOException {
        MessageDigest digest = sha256();
        for (Path entry : shown()) {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String line =
                    entry + " " + attributes.size() + " " + attributes.lastModifiedTime() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
