package dev.hako.door.cri.device;

import dev.hako.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The full name of a device, `VENDOR/CLASS=NAME`.
///
/// @param kind vendor and class
/// @param name among those of its kind
record DeviceName(String kind, String name) {
    private static final String VENDOR = "[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?";
    private static final String CLASS = "[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?";
    static final Pattern KIND = Pattern.compile(VENDOR + "/" + CLASS);
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?");
    private static final Pattern FORM = Pattern.compile("(" + KIND + ")=(" + NAME + ")");
    private static final int LONGEST = 512;

    /// @throws Failure `INVALID` if it is none
    static DeviceName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw Failure.invalid("\"" + shown(text) + "\" is no name of a device")
                    .hint("such as vendor.example/gpu=0");
        }
        return new DeviceName(form.group(1), form.group(2));
    }

    private static String shown(String text) {
        String start = text.substring(0, Math.min(text.length(), LONGEST));
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        return kind + "=" + name;
    }
}
