package dev.hako.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a group and those below it have read from and written to one block device.
///
/// @param device its numbers, as in `8:0`
/// @param readBytes from it
/// @param writtenBytes to it
/// @param reads how many requests those were
/// @param writes likewise
public record BlockDeviceIo(
        String device, long readBytes, long writtenBytes, long reads, long writes) {
    private static final String V1_BYTES = "blkio.throttle.io_service_bytes_recursive";
    private static final String V1_REQUESTS = "blkio.throttle.io_serviced_recursive";

    /// Of each device that the group has used; none where that is not counted.
    public static List<BlockDeviceIo> of(Cgroup group) {
        return switch (group.hierarchy().version()) {
            case V1 -> v1(group.find(V1_BYTES).orElse(""), group.find(V1_REQUESTS).orElse(""));
            case V2 -> v2(group.find("io.stat").orElse(""));
        };
    }

    /// Lines of `8:0 Read 4096`, and totals, which have no device.
    static List<BlockDeviceIo> v1(String bytes, String requests) {
        Map<String, BlockDeviceIo> devices = new TreeMap<>();
        for (String line : bytes.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                long count = KeyedText.parseNumber(words[2]).orElse(0);
                devices.merge(words[0], moved(words[0], words[1], count), BlockDeviceIo::plus);
            }
        }
        for (String line : requests.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                long count = KeyedText.parseNumber(words[2]).orElse(0);
                devices.merge(words[0], asked(words[0], words[1], count), BlockDeviceIo::plus);
            }
        }
        return List.copyOf(devices.values());
    }

    private static BlockDeviceIo moved(String device, String operation, long bytes) {
        return new BlockDeviceIo(
                device,
                operation.equals("Read") ? bytes : 0,
                operation.equals("Write") ? bytes : 0,
                0,
                0);
    }

    private static BlockDeviceIo asked(String device, String operation, long requests) {
        return new BlockDeviceIo(
                device,
                0,
                0,
                operation.equals("Read") ? requests : 0,
                operation.equals("Write") ? requests : 0);
    }

    private BlockDeviceIo plus(BlockDeviceIo other) {
        return new BlockDeviceIo(
                device,
                readBytes + other.readBytes,
                writtenBytes + other.writtenBytes,
                reads + other.reads,
                writes + other.writes);
    }

    /// Lines of `8:0 rbytes=4096 wbytes=0 rios=1 …`.
    static List<BlockDeviceIo> v2(String text) {
        List<BlockDeviceIo> devices = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length > 1 && words[0].contains(":")) {
                KeyedText all = KeyedText.parse(line.replace(' ', '\n').replace('=', ' '));
                devices.add(
                        new BlockDeviceIo(
                                words[0],
                                all.orZero("rbytes"),
                                all.orZero("wbytes"),
                                all.orZero("rios"),
                                all.orZero("wios")));
            }
        }
        return List.copyOf(devices);
    }
}
