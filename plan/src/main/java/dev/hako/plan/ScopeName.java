package dev.hako.plan;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A scope of systemd: the unit that is a container's control group (systemd.scope(5)), and the
/// slice that it is in. Written as `SLICE:PREFIX:NAME` where a specification has a path.
///
/// @param slice such as `machine.slice`
/// @param unit such as `libpod-3f.scope`
public record ScopeName(String slice, String unit) {
    private static final int MAX_UNIT = 255;
    private static final String ROOT_SLICE = "-.slice";
    private static final String SLICE_SUFFIX = ".slice";
    private static final String SCOPE_SUFFIX = ".scope";
    private static final String PREFIX = "hako";
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@\\\\-]+");

    public ScopeName {
        if (!slice.equals(ROOT_SLICE) && !isSlice(slice)) {
            throw Refusal.invalid("cgroupsPath " + slice, "it does not begin with a slice's name");
        }
        if (!UNIT.matcher(unit).matches() || unit.length() > MAX_UNIT) {
            throw Refusal.invalid(
                    "cgroupsPath " + unit,
                    "a scope's name has up to " + MAX_UNIT + " letters, digits and : _ . @ - \\");
        }
    }

    private static boolean isSlice(String slice) {
        String name = slice.replaceAll("\\.slice$", "");
        return slice.endsWith(SLICE_SUFFIX)
                && UNIT.matcher(name).matches()
                && !name.startsWith("-")
                && !name.endsWith("-")
                && !name.contains("--");
    }

    /// The scope that a specification wants.
    ///
    /// @param wanted `SLICE:PREFIX:NAME`, of which the slice and the prefix may be empty; null or
    ///   empty: what is usual
    /// @param defaultSlice where it is when no slice is named
    static ScopeName of(@Nullable String wanted, String id, String defaultSlice) {
        if (wanted == null || wanted.isEmpty()) {
            return new ScopeName(defaultSlice, PREFIX + "-" + id + SCOPE_SUFFIX);
        }
        String[] words = wanted.split(":", -1);
        if (words.length != 3) {
            throw Refusal.feature(
                    "cgroupsPath " + wanted,
                    "systemd names groups SLICE:PREFIX:NAME",
                    "leave --systemd-cgroup out for a path");
        }
        String slice = words[0].isEmpty() ? defaultSlice : words[0];
        String prefix = words[1].isEmpty() ? "" : words[1] + "-";
        return new ScopeName(slice, prefix + words[2] + SCOPE_SUFFIX);
    }

    /// Where its group is below that of its manager: a slice `a-b.slice` is in `a.slice`.
    String path() {
        StringBuilder path = new StringBuilder();
        if (!slice.equals(ROOT_SLICE)) {
            for (int dash = slice.indexOf('-'); dash > 0; dash = slice.indexOf('-', dash + 1)) {
                path.append('/').append(slice, 0, dash).append(SLICE_SUFFIX);
            }
            path.append('/').append(slice);
        }
        return path.append('/').append(unit).toString();
    }
}
