package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.ContainerMetric.counter;
import static dev.hako.door.cri.stat.ContainerMetric.gauge;

import dev.hako.kernel.StatFs;
import dev.hako.kernel.cgroup.BlockDeviceIo;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What containers write to disks and read from them. A device is called by its numbers, as the
/// kernel does; the file system of all of them, as it is mounted.
final class DiskMetrics {
    private static final String DEVICE = "device";

    static final List<ContainerMetric> ALL =
            List.of(
                    gauge(
                                    "container_fs_usage_bytes",
                                    "Bytes on the disk that the container has written",
                                    DiskMetrics::written)
                            .by(DEVICE),
                    gauge(
                                    "container_fs_limit_bytes",
                                    "Bytes that the file system of containers has",
                                    reading ->
                                            disk(
                                                    reading,
                                                    state -> state.blocks() * state.blockSize()))
                            .by(DEVICE),
                    gauge(
                                    "container_fs_inodes_total",
                                    "Inodes that the file system of containers has",
                                    reading -> disk(reading, StatFs::files))
                            .by(DEVICE),
                    gauge(
                                    "container_fs_inodes_free",
                                    "Inodes of it that are free",
                                    reading -> disk(reading, StatFs::freeFiles))
                            .by(DEVICE),
                    counter(
                                    "container_fs_reads_bytes_total",
                                    "Bytes read from a device",
                                    reading -> blocks(reading, BlockDeviceIo::readBytes))
                            .by(DEVICE),
                    counter(
                                    "container_fs_reads_total",
                                    "Requests to read from a device",
                                    reading -> blocks(reading, BlockDeviceIo::reads))
                            .by(DEVICE),
                    counter(
                                    "container_fs_writes_bytes_total",
                                    "Bytes written to a device",
                                    reading -> blocks(reading, BlockDeviceIo::writtenBytes))
                            .by(DEVICE),
                    counter(
                                    "container_fs_writes_total",
                                    "Requests to write to a device",
                                    reading -> blocks(reading, BlockDeviceIo::writes))
                            .by(DEVICE),
                    counter(
                                    "container_blkio_device_usage_total",
                                    "Bytes read from and written to a device",
                                    DiskMetrics::usage)
                            .by(DEVICE, "major", "minor", "operation"));

    private DiskMetrics() {}

    private static List<Sample> written(Reading reading) {
        long bytes = reading.stats().getWritableLayer().getUsedBytes().getValue();
        return List.of(new Sample(List.of(reading.disk().device()), bytes));
    }

    private static List<Sample> disk(Reading reading, ToLongFunction<StatFs> part) {
        long value = part.applyAsLong(reading.disk().state());
        return List.of(new Sample(List.of(reading.disk().device()), value));
    }

    private static List<Sample> blocks(Reading reading, ToLongFunction<BlockDeviceIo> part) {
        return reading.counters().blocks().stream()
                .map(one -> new Sample(List.of(one.device()), part.applyAsLong(one)))
                .toList();
    }

    private static List<Sample> usage(Reading reading) {
        return reading.counters().blocks().stream()
                .flatMap(one ->
                        Stream.of(
                                usage(one, "Read", one.readBytes()),
                                usage(one, "Write", one.writtenBytes())))
                .toList();
    }

    private static Sample usage(BlockDeviceIo one, String operation, long bytes) {
        String[] numbers = one.device().split(":", 2);
        return new Sample(List.of(one.device(), numbers[0], numbers[1], operation), bytes);
    }
}
