package dev.hako.image.archive;

import static dev.hako.image.archive.TarNumbers.damaged;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Access control lists as GNU tar and star write them (`SCHILY.acl.access`), and as the kernel has
/// them in an extended attribute (linux/posix_acl_xattr.h).
final class AclText {
    /// The lists a file may have; the kernel's names of them are these after [#XATTR].
    static final Set<String> KINDS = Set.of("access", "default");

    static final String XATTR = "system.posix_acl_";

    private static final int VERSION = 2;
    private static final int NO_ID = -1;
    private static final int USER_OBJ = 1;
    private static final int USER = 2;
    private static final int GROUP_OBJ = 4;
    private static final int GROUP = 8;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;
    private static final int ENTRY_BYTES = 8;
    private static final int MAX_ENTRIES = 8000;

    private AclText() {}

    private record Rule(int tag, int permissions, int id) {}

    /// The attribute's value. A user or group that is called by a name only, and so is not known on
    /// this machine, has no entry.
    static byte[] binary(byte[] text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("[,\n]", -1)) {
            String rule = line.replaceFirst("#.*", "").strip();
            if (!rule.isEmpty()) {
                add(rules, rule.split(":", -1));
            }
        }
        if (rules.size() > MAX_ENTRIES) {
            throw damaged("an access list of " + rules.size() + " entries");
        }
        rules.sort(
                Comparator.comparingInt(Rule::tag)
                        .thenComparing(Rule::id, Integer::compareUnsigned));
        return encode(rules);
    }

    private static void add(List<Rule> rules, String[] words) {
        if (words.length < 3) {
            throw damaged("an access list that is none");
        }
        boolean everybody = words[1].isEmpty();
        int permissions = permissions(words[2]);
        String id = words.length > 3 ? words[3] : words[1];
        if (everybody) {
            rules.add(new Rule(tag(words[0], true), permissions, NO_ID));
        } else if (id.matches("\\d{1,9}")) {
            rules.add(new Rule(tag(words[0], false), permissions, Integer.parseInt(id)));
        }
    }

    private static int tag(String word, boolean everybody) {
        return switch (word) {
            case "user", "u" -> everybody ? USER_OBJ : USER;
            case "group", "g" -> everybody ? GROUP_OBJ : GROUP;
            case "mask", "m" -> MASK;
            case "other", "o" -> OTHER;
            default -> throw damaged("an access list for \"" + word + "\"");
        };
    }

    private static int permissions(String letters) {
        return (letters.indexOf('r') >= 0 ? 4 : 0)
                | (letters.indexOf('w') >= 0 ? 2 : 0)
                | (letters.indexOf('x') >= 0 ? 1 : 0);
    }

    private static byte[] encode(List<Rule> rules) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES + rules.size() * ENTRY_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(VERSION);
        for (Rule rule : rules) {
            bytes.putShort((short) rule.tag).putShort((short) rule.permissions).putInt(rule.id);
        }
        return bytes.array();
    }
}
