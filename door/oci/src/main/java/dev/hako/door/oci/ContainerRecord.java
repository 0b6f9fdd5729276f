package dev.hako.door.oci;

import dev.hako.plan.CgroupPlace;
import dev.hako.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the command keeps of a container (`record.h`), in the making.
final class ContainerRecord {
    private static final int MAGIC = 0x524b4148;
    private static final int VERSION = 3;
    private static final int HEADER = 8 + 8 * Section.values().length;

    private final Map<Section, byte[]> sections = new EnumMap<>(Section.class);

    ContainerRecord put(Section section, byte[] bytes) {
        sections.put(section, bytes);
        return this;
    }

    ContainerRecord put(Section section, String text) {
        return put(section, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A plan, and what its steps are for.
    ContainerRecord put(Section plan, Section words, Plan value) {
        return put(plan, value.encode()).put(words, StepWords.of(value));
    }

    ContainerRecord put(Section section, List<String> texts) {
        var out = new ByteArrayOutputStream();
        for (String text : texts) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            out.write(0);
        }
        return put(section, out.toByteArray());
    }

    ContainerRecord putGroups(List<CgroupPlace> places) {
        return put(
                Section.GROUPS,
                places.stream()
                        .flatMap(place ->
                                java.util.stream.Stream.of(place.controllers(), place.directory()))
                        .toList());
    }

    byte[] encode() {
        int size = HEADER;
        for (byte[] bytes : sections.values()) {
            size += aligned(bytes.length);
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION);
        int at = HEADER;
        for (Section section : Section.values()) {
            byte[] bytes = sections.getOrDefault(section, new byte[0]);
            out.putInt(at).putInt(bytes.length);
            out.put(at, bytes);
            at += aligned(bytes.length);
        }
        return out.array();
    }

    private static int aligned(int size) {
        return (size + 7) & ~7;
    }
}
