package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;
import dev.hako.kernel.netlink.Attributes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A set of keys; a map, if keys have values.
///
/// @param key what a key is made of
/// @param value what a value is made of; empty for a set
/// @param passing whether its elements go by themselves, each after a time of its own
/// @param most how many elements it can have; 0 for any number
public record NftSet(String name, List<Type> key, List<Type> value, boolean passing, int most) {
    public NftSet {
        key = List.copyOf(key);
        value = List.copyOf(value);
    }

    /// One whose elements stay, any number of them.
    public NftSet(String name, List<Type> key, List<Type> value) {
        this(name, key, value, false, 0);
    }

    /// A map from keys to what becomes of packets.
    public static NftSet verdicts(String name, List<Type> key) {
        return new NftSet(name, key, List.of(Type.VERDICT));
    }

    /// What a part is. The kernel only knows how long it is; the number is that by which nft(8)
    /// knows how to write it.
    public enum Type {
        IPV4_ADDR(7, 4),
        IPV6_ADDR(8, 16),
        ETHER_ADDR(9, 6),
        INET_PROTO(12, 1),
        INET_SERVICE(13, 2),
        IFNAME(41, 16),
        VERDICT(NFT_DATA_VERDICT, 0);

        private static final int BITS = 6;

        private final int number;
        private final int length;

        Type(int number, int length) {
            this.number = number;
            this.length = length;
        }
    }

    /// A key or a value, part by part.
    ///
    /// @param parts each as long as its type; one that is shorter is filled with zeros
    public record Tuple(List<byte[]> parts) {
        public Tuple {
            parts = List.copyOf(parts);
        }

        public static Tuple of(byte[]... parts) {
            return new Tuple(List.of(parts));
        }
    }

    /// A key, with its value if it is one of a map.
    ///
    /// @param verdict the value, if the map's values are verdicts
    /// @param lasts how long it is there in a set whose elements pass; otherwise zero
    public record Element(Tuple key, Tuple value, Optional<Verdict> verdict, Duration lasts) {
        private static final Tuple NOTHING = new Tuple(List.of());

        public Element(Tuple key, Tuple value) {
            this(key, value, Optional.empty(), Duration.ZERO);
        }

        public static Element of(Tuple key) {
            return new Element(key, NOTHING);
        }

        /// A key and what becomes of its packets.
        public static Element of(Tuple key, Verdict verdict) {
            return new Element(key, NOTHING, Optional.of(verdict), Duration.ZERO);
        }

        /// A key that is there for a time.
        public static Element passing(Tuple key, Duration lasts) {
            return new Element(key, NOTHING, Optional.empty(), lasts);
        }
    }

    /// What nft(8) leaves with a set for itself, in attributes of its own: type 0, 4 bytes, 1: keys
    /// have the machine's order. Without, it cannot write names of interfaces.
    private static final byte[] IN_HOST_ORDER =
            ByteBuffer.allocate(6)
                    .order(ByteOrder.nativeOrder())
                    .put((byte) 0)
                    .put((byte) Integer.BYTES)
                    .putInt(1)
                    .array();

    boolean isMap() {
        return !value.isEmpty();
    }

    /// Sets of one batch need different ids, by which the kernel would find one that is yet to be.
    void write(AttributeWriter set, int id) {
        set.text(NFTA_SET_NAME, name)
                .be32(NFTA_SET_FLAGS, (isMap() ? NFT_SET_MAP : 0) | (passing ? NFT_SET_TIMEOUT : 0))
                .be32(NFTA_SET_KEY_TYPE, number(key))
                .be32(NFTA_SET_KEY_LEN, length(key))
                .be32(NFTA_SET_ID, id);
        if (key.equals(List.of(Type.IFNAME))) {
            set.bytes(NFTA_SET_USERDATA, IN_HOST_ORDER);
        }
        if (most > 0) {
            set.nested(NFTA_SET_DESC, desc -> desc.be32(NFTA_SET_DESC_SIZE, most));
        }
        if (isMap()) {
            set.be32(NFTA_SET_DATA_TYPE, number(value)).be32(NFTA_SET_DATA_LEN, length(value));
        }
    }

    void write(AttributeWriter attributes, Element element) {
        attributes.nested(
                NFTA_SET_ELEM_KEY, data -> data.bytes(NFTA_DATA_VALUE, bytes(key, element.key())));
        if (isMap() && !element.value().parts().isEmpty()) {
            attributes.nested(
                    NFTA_SET_ELEM_DATA,
                    data -> data.bytes(NFTA_DATA_VALUE, bytes(value, element.value())));
        }
        element.verdict()
                .ifPresent(verdict ->
                        attributes.nested(
                                NFTA_SET_ELEM_DATA,
                                data -> data.nested(NFTA_DATA_VERDICT, verdict::write)));
        if (element.lasts().isPositive()) {
            attributes.be64(NFTA_SET_ELEM_TIMEOUT, element.lasts().toMillis());
        }
    }

    /// An element as the kernel has it: the parts of its key, and how much longer it is there.
    Element read(Attributes attributes) {
        ByteBuffer bytes =
                ByteBuffer.wrap(
                        Arrays.copyOf(
                                attributes
                                        .nested(NFTA_SET_ELEM_KEY)
                                        .bytes(NFTA_DATA_VALUE)
                                        .orElse(new byte[0]),
                                length(key)));
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (Type type : key) {
            byte[] part = new byte[type.length];
            bytes.get(start, part);
            parts.add(part);
            start += padded(type);
        }
        long left = attributes.be64(NFTA_SET_ELEM_EXPIRATION).orElse(0);
        return Element.passing(new Tuple(parts), Duration.ofMillis(left));
    }

    private static int number(List<Type> types) {
        int number = 0;
        for (Type type : types) {
            number = number << Type.BITS | type.number;
        }
        return number;
    }

    /// A part alone is as long as it is; side by side each fills whole registers.
    private static int length(List<Type> types) {
        return types.size() == 1
                ? types.getFirst().length
                : types.stream().mapToInt(NftSet::padded).sum();
    }

    private static int padded(Type type) {
        return type.length + 3 & ~3;
    }

    private static byte[] bytes(List<Type> types, Tuple tuple) {
        ByteBuffer bytes = ByteBuffer.allocate(length(types));
        int start = 0;
        for (int i = 0; i < types.size(); i++) {
            bytes.position(start).put(tuple.parts().get(i));
            start += padded(types.get(i));
        }
        return bytes.array();
    }
}
