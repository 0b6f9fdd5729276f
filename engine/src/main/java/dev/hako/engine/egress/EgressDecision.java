package dev.hako.engine.egress;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.List;

/// Something that a container wanted of the network, and whether it may.
///
/// @param allowed whether it may
/// @param name what it has asked the name server for; empty: it has sent a packet
/// @param type of the record that it has asked for, `A`; or the protocol that it has sent by, `tcp`
/// @param addresses what it was told of, or whom the packet was for
/// @param port that it has sent to; 0 if there is none
/// @param reason why not, or what is to be known; empty if there is nothing to say
/// @param missed how many decisions before this one are not on record
public record EgressDecision(
        boolean allowed,
        String name,
        String type,
        List<String> addresses,
        int port,
        String reason,
        int missed)
        implements JsonRecord {
    public EgressDecision {
        addresses = List.copyOf(addresses);
    }

    /// About a question for a name.
    public static EgressDecision ofName(
            boolean allowed, String name, String type, List<String> addresses, String reason) {
        return new EgressDecision(allowed, name, type, addresses, 0, reason, 0);
    }

    /// About a packet that was refused.
    public static EgressDecision ofPacket(String protocol, String address, int port) {
        return new EgressDecision(
                false, "", protocol, List.of(address), port, "no rule allows it", 0);
    }

    /// The same after so many that are not on record.
    public EgressDecision missing(int more) {
        return new EgressDecision(allowed, name, type, addresses, port, reason, more);
    }

    /// `allowed` or `refused`.
    public String word() {
        return allowed ? "allowed" : "refused";
    }

    /// What it is about, for people: `example.com A`, `tcp 192.0.2.1:443`.
    public String subject() {
        if (!name.isEmpty()) {
            return name + " " + type;
        }
        String address = String.join(", ", addresses);
        String whole = address.contains(":") && port > 0 ? "[" + address + "]" : address;
        return type + " " + whole + (port > 0 ? ":" + port : "");
    }

    /// All of it in a line.
    public String text() {
        StringBuilder text = new StringBuilder(word()).append(' ').append(subject());
        if (!name.isEmpty() && !addresses.isEmpty()) {
            text.append(" -> ").append(String.join(", ", addresses));
        }
        if (!reason.isEmpty()) {
            text.append(": ").append(reason);
        }
        if (missed > 0) {
            text.append(" (").append(missed).append(" more before it)");
        }
        return text.toString();
    }

    /// Reads what [#write] has written.
    public static EgressDecision parse(byte[] utf8) {
        return Json.read("egress decision", utf8, EgressDecision::read);
    }

    private static EgressDecision read(JsonObject in) {
        return new EgressDecision(
                in.required("decision", STRING).equals("allowed"),
                in.optional("name", STRING, ""),
                in.optional("type", STRING, ""),
                in.list("addresses", STRING),
                in.optional("port", INT32, 0),
                in.optional("reason", STRING, ""),
                in.optional("missed", INT32, 0));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("decision", word())
                .put("name", name.isEmpty() ? null : name)
                .put("type", type)
                .put("addresses", addresses)
                .put("port", port == 0 ? null : port)
                .put("reason", reason.isEmpty() ? null : reason)
                .put("missed", missed == 0 ? null : missed);
    }
}
