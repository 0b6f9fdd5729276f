package dev.hako.engine.spec;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import dev.hako.oci.runtime.Device;
import dev.hako.oci.runtime.DeviceRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which devices of the host a container has: Docker's few, those asked for, or with `--privileged`
/// all of them.
final class DeviceChoice {
    /// Names under the host's `/dev` that are a container's own, are in every container, or are no
    /// devices.
    private static final Pattern NOT_SHARED =
            Pattern.compile(
                    "pts|shm|mqueue|fd|console|ptmx|stdin|stdout|stderr|core|log"
                            + "|null|zero|full|random|urandom|tty");

    private static final Pattern ACCESS = Pattern.compile("[rwm]{1,3}");

    private final Path hostDevices;

    DeviceChoice(Path hostDevices) {
        this.hostDevices = hostDevices;
    }

    /// Nodes to make besides the standard ones, and rules for all of them.
    record Chosen(List<Device> nodes, List<DeviceRule> rules) {}

    Chosen of(ContainerConfig config, List<DeviceRule> standard) {
        if (config.security().privileged()) {
            return new Chosen(allOfHost(), List.of(DeviceRule.all(true)));
        }
        List<DeviceRequest> requests = config.storage().devices();
        if (requests.isEmpty()) {
            return new Chosen(List.of(), standard);
        }
        List<Device> nodes = new ArrayList<>();
        List<DeviceRule> rules = new ArrayList<>(standard);
        for (DeviceRequest request : requests) {
            add(request, nodes, rules);
        }
        return new Chosen(nodes, rules);
    }

    private static void add(DeviceRequest request, List<Device> nodes, List<DeviceRule> rules) {
        if (!ACCESS.matcher(request.access()).matches()) {
            throw Failure.invalid(
                    "invalid option --device: the access \""
                            + Printable.of(request.access())
                            + "\" is not some of r, w and m");
        }
        Path source = Path.of(request.source());
        List<Path> files =
                Files.isDirectory(source) ? DeviceFiles.below(source, _ -> true) : List.of(source);
        int before = nodes.size();
        for (Path file : files) {
            String target = request.target() + file.toString().substring(request.source().length());
            device(file, target).ifPresent(nodes::add);
        }
        if (nodes.size() == before) {
            throw Failure.notFound(
                    "invalid option --device \""
                            + Printable.of(request.source())
                            + "\": no such device on this host");
        }
        nodes.subList(before, nodes.size())
                .forEach(node -> rules.add(rule(node, request.access())));
    }

    private static DeviceRule rule(Device node, String access) {
        DeviceRule.Type type =
                node.type() == Device.Type.BLOCK
                        ? DeviceRule.Type.BLOCK
                        : DeviceRule.Type.CHARACTER;
        return new DeviceRule(true, type, node.major(), node.minor(), access);
    }

    private List<Device> allOfHost() {
        List<Device> nodes = new ArrayList<>();
        for (Path file : DeviceFiles.below(hostDevices, this::isShared)) {
            device(file, "/dev/" + hostDevices.relativize(file)).ifPresent(nodes::add);
        }
        return nodes;
    }

    private boolean isShared(Path file) {
        return !NOT_SHARED.matcher(hostDevices.relativize(file).toString()).matches();
    }

    private static Optional<Device> device(Path file, String target) {
        return Stat.find(Fd.CWD, NativePath.of(file.toString()))
                .flatMap(stat -> type(stat).map(type -> node(type, target, stat)));
    }

    private static Optional<Device.Type> type(Stat stat) {
        if (stat.type() == FileType.CHARACTER_DEVICE) {
            return Optional.of(Device.Type.CHARACTER);
        }
        return stat.type() == FileType.BLOCK_DEVICE
                ? Optional.of(Device.Type.BLOCK)
                : Optional.empty();
    }

    private static Device node(Device.Type type, String target, Stat stat) {
        return new Device(
                type,
                target,
                (long) stat.rdev().major(),
                (long) stat.rdev().minor(),
                stat.permissions(),
                (long) stat.uid(),
                (long) stat.gid());
    }
}
