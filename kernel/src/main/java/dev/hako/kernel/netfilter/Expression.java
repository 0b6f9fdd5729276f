package dev.hako.kernel.netfilter;

import static dev.hako.kernel.netfilter.NfTables.*;

import dev.hako.kernel.netlink.AttributeWriter;
import java.util.List;
import java.util.function.Consumer;

/// One instruction of a rule: it loads a register from the packet, or ends the rule unless a
/// register holds what it asks for, or does something with the packet.
///
/// Registers hold 4 bytes and are numbered from 0; a longer value takes those behind it too. Values
/// side by side, each beginning in a register of its own, are one key of a set.
public sealed interface Expression {
    /// The kernel's name of it.
    String name();

    /// Writes its arguments.
    void write(AttributeWriter data);

    /// Loads what is known of the packet besides its bytes: `meta`.
    record Meta(MetaKey key, int register) implements Expression {
        @Override
        public String name() {
            return "meta";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_META_KEY, key.number()).be32(NFTA_META_DREG, numbered(register));
        }
    }

    /// Loads bytes of a header: `payload`.
    record Payload(Header header, int offset, int length, int register) implements Expression {
        @Override
        public String name() {
            return "payload";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_PAYLOAD_DREG, numbered(register))
                    .be32(NFTA_PAYLOAD_BASE, header.number())
                    .be32(NFTA_PAYLOAD_OFFSET, offset)
                    .be32(NFTA_PAYLOAD_LEN, length);
        }
    }

    /// Loads what is known of the packet's connection: `ct`.
    record Ct(CtKey key, int register) implements Expression {
        @Override
        public String name() {
            return "ct";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_CT_KEY, key.number()).be32(NFTA_CT_DREG, numbered(register));
        }
    }

    /// Loads what kind of address the destination is, `RTN_…`: `fib daddr type`.
    record FibDestinationType(int register) implements Expression {
        @Override
        public String name() {
            return "fib";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_FIB_FLAGS, NFTA_FIB_F_DADDR)
                    .be32(NFTA_FIB_RESULT, NFT_FIB_RESULT_ADDRTYPE)
                    .be32(NFTA_FIB_DREG, numbered(register));
        }
    }

    /// Leaves of a register the bits of a mask: `bitwise`.
    @SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
    record Mask(int register, byte[] bits) implements Expression {
        @Override
        public String name() {
            return "bitwise";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_BITWISE_SREG, numbered(register))
                    .be32(NFTA_BITWISE_DREG, numbered(register))
                    .be32(NFTA_BITWISE_LEN, bits.length)
                    .nested(NFTA_BITWISE_MASK, value(bits))
                    .nested(NFTA_BITWISE_XOR, value(new byte[bits.length]));
        }
    }

    /// Goes on if a register does, or does not, hold these bytes: `cmp`.
    @SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
    record Compare(int register, boolean equal, byte[] bytes) implements Expression {
        @Override
        public String name() {
            return "cmp";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_CMP_SREG, numbered(register))
                    .be32(NFTA_CMP_OP, equal ? NFT_CMP_EQ : NFT_CMP_NEQ)
                    .nested(NFTA_CMP_DATA, value(bytes));
        }
    }

    /// Goes on if the key that begins in a register is, or is not, in a set: `lookup`.
    record Member(int register, String set, boolean included) implements Expression {
        @Override
        public String name() {
            return "lookup";
        }

        @Override
        public void write(AttributeWriter data) {
            data.text(NFTA_LOOKUP_SET, set).be32(NFTA_LOOKUP_SREG, numbered(register));
            if (!included) {
                data.be32(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
            }
        }
    }

    /// Goes on if a map has the key that begins in a register, which then holds the value:
    /// `lookup`.
    record Translate(int register, String map) implements Expression {
        @Override
        public String name() {
            return "lookup";
        }

        @Override
        public void write(AttributeWriter data) {
            data.text(NFTA_LOOKUP_SET, map)
                    .be32(NFTA_LOOKUP_SREG, numbered(register))
                    .be32(NFTA_LOOKUP_DREG, numbered(register));
        }
    }

    /// Asks a map of verdicts, and does what it says: `vmap`. Goes on if it has no such key.
    record Follow(int register, String map) implements Expression {
        @Override
        public String name() {
            return "lookup";
        }

        @Override
        public void write(AttributeWriter data) {
            data.text(NFTA_LOOKUP_SET, map)
                    .be32(NFTA_LOOKUP_SREG, numbered(register))
                    .be32(NFTA_LOOKUP_DREG, NFT_REG_VERDICT);
        }
    }

    /// Writes a register into a header that has no checksum: `payload`.
    record WritePayload(Header header, int offset, int length, int register) implements Expression {
        @Override
        public String name() {
            return "payload";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_PAYLOAD_SREG, numbered(register))
                    .be32(NFTA_PAYLOAD_BASE, header.number())
                    .be32(NFTA_PAYLOAD_OFFSET, offset)
                    .be32(NFTA_PAYLOAD_LEN, length);
        }
    }

    /// Loads bytes that are always the same: `immediate`.
    @SuppressWarnings("ArrayRecordComponent") // a carrier of data that is never compared
    record Load(int register, byte[] bytes) implements Expression {
        @Override
        public String name() {
            return "immediate";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_IMMEDIATE_DREG, numbered(register))
                    .nested(NFTA_IMMEDIATE_DATA, value(bytes));
        }
    }

    /// Says of the packet what a register holds: `meta set`.
    record SetMeta(MetaKey key, int register) implements Expression {
        @Override
        public String name() {
            return "meta";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_META_KEY, key.number()).be32(NFTA_META_SREG, numbered(register));
        }
    }

    /// Goes on for so many packets a second, and some more at once: `limit`.
    record Limit(int eachSecond, int burst) implements Expression {
        @Override
        public String name() {
            return "limit";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be64(NFTA_LIMIT_RATE, eachSecond)
                    .be64(NFTA_LIMIT_UNIT, 1)
                    .be32(NFTA_LIMIT_BURST, burst);
        }
    }

    /// Shows the packet to who listens to a group ([PacketLog]): `log`.
    ///
    /// @param prefix is shown along with it
    /// @param bytes how many of the packet's
    record Log(int group, String prefix, int bytes) implements Expression {
        @Override
        public String name() {
            return "log";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be16(NFTA_LOG_GROUP, group)
                    .text(NFTA_LOG_PREFIX, prefix)
                    .be32(NFTA_LOG_SNAPLEN, bytes);
        }
    }

    /// Drops the packet and tells its sender that it is administratively prohibited: `reject with
    /// icmpx`.
    record Prohibit() implements Expression {
        @Override
        public String name() {
            return "reject";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_REJECT_TYPE, NFT_REJECT_ICMPX_UNREACH)
                    .u8(NFTA_REJECT_ICMP_CODE, NFT_REJECT_ICMPX_ADMIN_PROHIBITED);
        }
    }

    /// Drops the packet of a TCP connection and ends the connection for its sender: `reject with
    /// tcp reset`.
    record Reset() implements Expression {
        @Override
        public String name() {
            return "reject";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_REJECT_TYPE, NFT_REJECT_TCP_RST).u8(NFTA_REJECT_ICMP_CODE, 0);
        }
    }

    /// Sends the connection elsewhere: to the address and port in these registers: `dnat`.
    record DestinationNat(IpFamily family, int address, int port) implements Expression {
        @Override
        public String name() {
            return "nat";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_NAT_TYPE, NFT_NAT_DNAT)
                    .be32(NFTA_NAT_FAMILY, family.number())
                    .be32(NFTA_NAT_REG_ADDR_MIN, numbered(address))
                    .be32(NFTA_NAT_REG_PROTO_MIN, numbered(port));
        }
    }

    /// Makes the connection come from the interface that it leaves by: `masquerade`.
    record Masquerade() implements Expression {
        @Override
        public String name() {
            return "masq";
        }

        @Override
        public void write(AttributeWriter data) {
            // It takes nothing.
        }
    }

    /// Counts packets and bytes: `counter`.
    record Counter() implements Expression {
        @Override
        public String name() {
            return "counter";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be64(NFTA_COUNTER_PACKETS, 0).be64(NFTA_COUNTER_BYTES, 0);
        }
    }

    /// Says what becomes of the packet: `accept`, `drop`, `return`, `jump`.
    record Decide(Verdict verdict) implements Expression {
        @Override
        public String name() {
            return "immediate";
        }

        @Override
        public void write(AttributeWriter data) {
            data.be32(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT)
                    .nested(
                            NFTA_IMMEDIATE_DATA,
                            value -> value.nested(NFTA_DATA_VERDICT, verdict::write));
        }
    }

    /// Writes a list of them, as a rule has it.
    static Consumer<AttributeWriter> list(List<Expression> expressions) {
        return list ->
                expressions.forEach(one ->
                        list.nested(
                                NFTA_LIST_ELEM,
                                element ->
                                        element.text(NFTA_EXPR_NAME, one.name())
                                                .nested(NFTA_EXPR_DATA, one::write)));
    }

    private static int numbered(int register) {
        return NFT_REG32_00 + register;
    }

    private static Consumer<AttributeWriter> value(byte[] bytes) {
        return data -> data.bytes(NFTA_DATA_VALUE, bytes);
    }
}
