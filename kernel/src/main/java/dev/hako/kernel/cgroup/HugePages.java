package dev.hako.kernel.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How much of the huge pages of one size a group and those below it have.
///
/// @param size as the kernel's files call it, such as `2MB`
/// @param usedBytes now
/// @param peakBytes the most there ever were; version 2 does not tell
public record HugePages(String size, long usedBytes, OptionalLong peakBytes) {
    private static final Path SIZES = Path.of("/sys/kernel/mm/hugepages");
    private static final String PREFIX = "hugepages-";
    private static final long KIB_PER_MIB = 1024;

    /// Of each size that this machine has; none where they are not counted.
    public static List<HugePages> of(Cgroup group) {
        List<HugePages> all = new ArrayList<>();
        for (String size : sizes()) {
            String file = "hugetlb." + size;
            switch (group.hierarchy().version()) {
                case V1 ->
                        group.find(file + ".usage_in_bytes")
                                .ifPresent(used ->
                                        all.add(
                                                read(
                                                        size,
                                                        used,
                                                        group.find(file + ".max_usage_in_bytes")
                                                                .orElse(""))));
                case V2 ->
                        group.find(file + ".current")
                                .ifPresent(used -> all.add(read(size, used, "")));
            }
        }
        return List.copyOf(all);
    }

    static HugePages read(String size, String used, String peak) {
        return new HugePages(
                size, KeyedText.parseNumber(used).orElse(0), KeyedText.parseNumber(peak));
    }

    private static List<String> sizes() {
        List<String> sizes = new ArrayList<>();
        try (DirectoryStream<Path> pools = Files.newDirectoryStream(SIZES, PREFIX + "*kB")) {
            for (Path pool : pools) {
                String name = pool.getFileName().toString();
                KeyedText.parseNumber(name.substring(PREFIX.length(), name.length() - 2))
                        .ifPresent(kib -> sizes.add(word(kib)));
            }
        } catch (IOException noHugePages) {
            return List.of();
        }
        return sizes;
    }

    /// 64 KiB is `64KB`, 2048 KiB `2MB`, 1048576 KiB `1GB`.
    static String word(long kib) {
        if (kib >= KIB_PER_MIB * KIB_PER_MIB) {
            return kib / (KIB_PER_MIB * KIB_PER_MIB) + "GB";
        }
        return kib >= KIB_PER_MIB ? kib / KIB_PER_MIB + "MB" : kib + "KB";
    }
}
