package dev.hako.oci.hardening;

import dev.hako.oci.json.Require;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first two numbers of a kernel's release, which is as far as seccomp profiles ask.
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?!\\d).*");

    /// Reads `4.8`, or a whole release such as `6.18.5-generic`.
    ///
    /// @throws dev.hako.oci.json.InvalidDocumentException if it does not start with two numbers
    public static KernelVersion parse(String release) {
        Matcher matcher = RELEASE.matcher(release);
        Require.that(matcher.matches(), "kernel version", release, "must start with two numbers");
        return new KernelVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(KernelVersion other) {
        return major == other.major
                ? Integer.compare(minor, other.minor)
                : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
