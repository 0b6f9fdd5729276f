package dev.hako.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A set of capabilities as the kernel holds it.
///
/// @param bits bit N is the capability with that number, also where no name is known
public record CapabilitySet(long bits) {
    public static final CapabilitySet NONE = new CapabilitySet(0);

    /// Every capability this code knows by name.
    public static final CapabilitySet ALL =
            new CapabilitySet((1L << Capability.values().length) - 1);

    /// The set of these.
    public static CapabilitySet of(Collection<Capability> capabilities) {
        long bits = 0;
        for (Capability capability : capabilities) {
            bits |= 1L << capability.bit();
        }
        return new CapabilitySet(bits);
    }

    /// The set of these.
    public static CapabilitySet of(Capability... capabilities) {
        return of(List.of(capabilities));
    }

    /// Reads hexadecimal digits, as in `/proc/PID/status`.
    public static CapabilitySet parseHex(String digits) {
        return new CapabilitySet(Long.parseUnsignedLong(digits.strip(), 16));
    }

    public boolean contains(Capability capability) {
        return (bits >> capability.bit() & 1) != 0;
    }

    public boolean containsAll(CapabilitySet others) {
        return (others.bits & ~bits) == 0;
    }

    public CapabilitySet plus(CapabilitySet others) {
        return new CapabilitySet(bits | others.bits);
    }

    public CapabilitySet minus(CapabilitySet others) {
        return new CapabilitySet(bits & ~others.bits);
    }

    public CapabilitySet intersect(CapabilitySet others) {
        return new CapabilitySet(bits & others.bits);
    }

    /// The known members in the order of their bits.
    public List<Capability> members() {
        List<Capability> members = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            if (contains(capability)) {
                members.add(capability);
            }
        }
        return List.copyOf(members);
    }
}
