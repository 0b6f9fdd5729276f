package dev.hako.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/// What a group and those below it have read from and written to block devices, all of them
/// together.
public record BlockIoStats(long readBytes, long writtenBytes) {
    private static final String V1_FILE = "blkio.throttle.io_service_bytes_recursive";
    private static final String V1_OWN_FILE = "blkio.throttle.io_service_bytes";

    /// Those of a group, unless block devices are not counted there.
    public static Optional<BlockIoStats> of(Cgroup group) {
        return switch (group.hierarchy().version()) {
            case V1 -> group.find(V1_FILE).or(() -> group.find(V1_OWN_FILE)).map(BlockIoStats::v1);
            case V2 -> group.find("io.stat").map(BlockIoStats::v2);
        };
    }

    /// Lines of `8:0 Read 4096`, and totals, which have no device.
    static BlockIoStats v1(String text) {
        long read = 0;
        long written = 0;
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                long bytes = KeyedText.parseNumber(words[2]).orElse(0);
                read += words[1].equals("Read") ? bytes : 0;
                written += words[1].equals("Write") ? bytes : 0;
            }
        }
        return new BlockIoStats(read, written);
    }

    /// Lines of `8:0 rbytes=4096 wbytes=0 rios=1 …`.
    static BlockIoStats v2(String text) {
        long read = 0;
        long written = 0;
        for (String word : text.split("[ \n]", -1)) {
            read += value(word, "rbytes=").orElse(0);
            written += value(word, "wbytes=").orElse(0);
        }
        return new BlockIoStats(read, written);
    }

    private static OptionalLong value(String word, String key) {
        return word.startsWith(key)
                ? KeyedText.parseNumber(word.substring(key.length()))
                : OptionalLong.empty();
    }
}
