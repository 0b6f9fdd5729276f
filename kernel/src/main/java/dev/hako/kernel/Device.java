package dev.hako.kernel;

/// A device number.
public record Device(int major, int minor) {
    /// No device.
    public static final Device NONE = new Device(0, 0);

    /// The `dev_t` mknodat(2) and `struct stat` carry: the low 20 bits of a minor number around the
    /// low 12 bits of a major one.
    public long devT() {
        return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & 0xfff00L) << 12;
    }

    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
