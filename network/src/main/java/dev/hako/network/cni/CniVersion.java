package dev.hako.network.cni;

import dev.hako.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the specification.
public record CniVersion(int major, int minor, int patch) implements Comparable<CniVersion> {
    static final CniVersion V0_4_0 = new CniVersion(0, 4, 0);
    static final CniVersion V1_1_0 = new CniVersion(1, 1, 0);

    /// Those spoken here; results of earlier ones have another form.
    public static final List<CniVersion> SPOKEN =
            List.of(
                    new CniVersion(0, 3, 0),
                    new CniVersion(0, 3, 1),
                    V0_4_0,
                    new CniVersion(1, 0, 0),
                    V1_1_0);

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})\\.([0-9]{1,4})");
    private static final Comparator<CniVersion> ORDER =
            Comparator.comparingInt(CniVersion::major)
                    .thenComparingInt(CniVersion::minor)
                    .thenComparingInt(CniVersion::patch);

    /// Reads `1.0.0`.
    ///
    /// @throws Failure `INVALID` if it is none
    public static CniVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Failure.invalid(Documents.shown(text) + " is no version of CNI")
                    .hint("write it as 1.0.0");
        }
        return new CniVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /// The highest of several that is spoken here.
    ///
    /// @throws Failure `UNSUPPORTED` if none is
    static CniVersion highest(List<CniVersion> offered) {
        return offered.stream()
                .filter(SPOKEN::contains)
                .max(Comparator.naturalOrder())
                .orElseThrow(() ->
                        Failure.unsupported("CNI version " + joined(offered) + " is not spoken")
                                .hint("write one of " + joined(SPOKEN) + " as \"cniVersion\""));
    }

    private static String joined(List<CniVersion> versions) {
        return String.join(", ", versions.stream().map(CniVersion::toString).toList());
    }

    boolean isAtLeast(CniVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(CniVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
