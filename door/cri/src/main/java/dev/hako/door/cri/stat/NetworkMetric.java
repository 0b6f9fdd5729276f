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
                            InterfaceTraffic::receivedBytes),
                    new NetworkMetric(
                            "container_network_receive_errors_total",
                            "Errors while receiving",
                            InterfaceTraffic::receiveErrors),
                    new NetworkMetric(
                            "container_network_transmit_bytes_total",
                            "Bytes sent",
                            InterfaceTraffic::sentBytes),
                    new NetworkMetric(
                            "container_network_transmit_errors_total",
                            "Errors while sending",
                            InterfaceTraffic::sendErrors));

    long value(InterfaceTraffic traffic) {
        return value.applyAsLong(traffic);
    }
}
