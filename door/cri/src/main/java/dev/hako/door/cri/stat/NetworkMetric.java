package dev.hako.door.cri.stat;

import dev.hako.kernel.InterfaceTraffic;
import java.util.List;
import java.util.function.ToLongFunction;

/// A metric of a pod's network interfaces, by cAdvisor's name. All only grow.
record NetworkMetric(String name, String help, ToLongFunction<InterfaceTraffic> value) {
    static final List<NetworkMetric> ALL =
            List.of(
                    new NetworkMetric(
                            "container_network_receive_bytes_total",
                            "Bytes received",
                            traffic -> traffic.received().bytes()),
                    new NetworkMetric(
                            "container_network_receive_packets_total",
                            "Packets received",
                            traffic -> traffic.received().packets()),
                    new NetworkMetric(
                            "container_network_receive_errors_total",
                            "Errors while receiving",
                            traffic -> traffic.received().errors()),
                    new NetworkMetric(
                            "container_network_receive_packets_dropped_total",
                            "Packets that were dropped while receiving",
                            traffic -> traffic.received().dropped()),
                    new NetworkMetric(
                            "container_network_transmit_bytes_total",
                            "Bytes sent",
                            traffic -> traffic.sent().bytes()),
                    new NetworkMetric(
                            "container_network_transmit_packets_total",
                            "Packets sent",
                            traffic -> traffic.sent().packets()),
                    new NetworkMetric(
                            "container_network_transmit_errors_total",
                            "Errors while sending",
                            traffic -> traffic.sent().errors()),
                    new NetworkMetric(
                            "container_network_transmit_packets_dropped_total",
                            "Packets that were dropped while sending",
                            traffic -> traffic.sent().dropped()));

    long value(InterfaceTraffic traffic) {
        return value.applyAsLong(traffic);
    }
}
