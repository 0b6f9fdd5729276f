package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What only Linux has (config-linux.md).
///
/// @param namespaces at most one of a type; a type that is not there is the runtime's own
/// @param uidMappings the users of a new user namespace
/// @param gidMappings the groups of a new user namespace
/// @param devices nodes that are made besides the ones every container has
/// @param netDevices interfaces of the host that move into the container, by their name on the host
/// @param cgroupsPath where the container's cgroup is; its grammar depends on the cgroup driver
/// @param resources what the container may use
/// @param rootfsPropagation how mounts of the root spread; absent leaves it to the runtime
/// @param sysctl kernel parameters of the container's namespaces, such as `net.core.somaxconn`
/// @param maskedPaths absolute; nothing can be read there
/// @param readonlyPaths absolute; nothing can be written there
/// @param mountLabel the SELinux context of the mounts
public record Linux(
        List<Namespace> namespaces,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        @Nullable TimeOffsets timeOffsets,
        List<Device> devices,
        Map<String, NetDevice> netDevices,
        @Nullable String cgroupsPath,
        Resources resources,
        @Nullable Propagation rootfsPropagation,
        @Nullable Seccomp seccomp,
        Map<String, String> sysctl,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        @Nullable String mountLabel,
        @Nullable IntelRdt intelRdt,
        @Nullable MemoryPolicy memoryPolicy,
        @Nullable Personality personality)
        implements JsonRecord {

    /// No namespace, no limit, nothing hidden.
    public static final Linux NONE =
            new Linux(
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    Map.of(),
                    null,
                    Resources.NONE,
                    null,
                    null,
                    Map.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    null);

    /// Keeps the rules of config-linux.md.
    public Linux {
        namespaces = List.copyOf(namespaces);
        Require.distinct("namespaces", namespaces, Namespace::type);
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
        devices = List.copyOf(devices);
        netDevices = Require.sorted(netDevices);
        netDevices.keySet().forEach(name -> NetDevice.requireName("netDevices", name));
        Require.text("cgroupsPath", cgroupsPath);
        sysctl = Require.sorted(sysctl);
        sysctl.forEach((name, value) -> Require.text("sysctl." + name, value));
        maskedPaths = Require.absolutes("maskedPaths", maskedPaths);
        readonlyPaths = Require.absolutes("readonlyPaths", readonlyPaths);
        Require.text("mountLabel", mountLabel);
    }

    /// A copy in which `change` has replaced what it wants.
    public Linux with(Consumer<Builder> change) {
        var builder = new Builder(this);
        change.accept(builder);
        return builder.build();
    }

    static Linux read(JsonObject in) {
        return new Linux(
                in.list("namespaces", object(Namespace::read)),
                in.list("uidMappings", object(IdMapping::read)),
                in.list("gidMappings", object(IdMapping::read)),
                in.optional("timeOffsets", object(TimeOffsets::read)),
                in.list("devices", object(Device::read)),
                in.map("netDevices", object(NetDevice::read)),
                in.optional("cgroupsPath", STRING),
                in.optional("resources", object(Resources::read), Resources.NONE),
                in.optional("rootfsPropagation", word(Propagation.values())),
                in.optional("seccomp", object(Seccomp::read)),
                in.map("sysctl", STRING),
                in.list("maskedPaths", STRING),
                in.list("readonlyPaths", STRING),
                in.optional("mountLabel", STRING),
                in.optional("intelRdt", object(IntelRdt::read)),
                in.optional("memoryPolicy", object(MemoryPolicy::read)),
                in.optional("personality", object(Personality::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("namespaces", namespaces)
                .put("uidMappings", uidMappings)
                .put("gidMappings", gidMappings)
                .put("timeOffsets", timeOffsets)
                .put("devices", devices)
                .put("netDevices", netDevices)
                .put("cgroupsPath", cgroupsPath)
                .put("resources", resources)
                .put("rootfsPropagation", rootfsPropagation)
                .put("seccomp", seccomp)
                .put("sysctl", sysctl)
                .put("maskedPaths", maskedPaths)
                .put("readonlyPaths", readonlyPaths)
                .put("mountLabel", mountLabel)
                .put("intelRdt", intelRdt)
                .put("memoryPolicy", memoryPolicy)
                .put("personality", personality);
    }

    /// How mounts spread between the container and its host (`mount_namespaces(7)`).
    public enum Propagation {
        PRIVATE("private"),
        SHARED("shared"),
        SLAVE("slave"),
        UNBINDABLE("unbindable");

        private final String word;

        Propagation(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// Linux in the making; see [Linux#with].
    public static final class Builder {
        private List<Namespace> namespaces;
        private List<IdMapping> uidMappings;
        private List<IdMapping> gidMappings;
        private @Nullable TimeOffsets timeOffsets;
        private List<Device> devices;
        private Map<String, NetDevice> netDevices;
        private @Nullable String cgroupsPath;
        private Resources resources;
        private @Nullable Propagation rootfsPropagation;
        private @Nullable Seccomp seccomp;
        private Map<String, String> sysctl;
        private List<String> maskedPaths;
        private List<String> readonlyPaths;
        private @Nullable String mountLabel;
        private @Nullable IntelRdt intelRdt;
        private @Nullable MemoryPolicy memoryPolicy;
        private @Nullable Personality personality;

        private Builder(Linux linux) {
            namespaces = linux.namespaces;
            uidMappings = linux.uidMappings;
            gidMappings = linux.gidMappings;
            timeOffsets = linux.timeOffsets;
            devices = linux.devices;
            netDevices = linux.netDevices;
            cgroupsPath = linux.cgroupsPath;
            resources = linux.resources;
            rootfsPropagation = linux.rootfsPropagation;
            seccomp = linux.seccomp;
            sysctl = linux.sysctl;
            maskedPaths = linux.maskedPaths;
            readonlyPaths = linux.readonlyPaths;
            mountLabel = linux.mountLabel;
            intelRdt = linux.intelRdt;
            memoryPolicy = linux.memoryPolicy;
            personality = linux.personality;
        }

        /// Replaces all namespaces.
        public Builder namespaces(List<Namespace> namespaces) {
            this.namespaces = namespaces;
            return this;
        }

        /// Replaces all user id mappings.
        public Builder uidMappings(List<IdMapping> uidMappings) {
            this.uidMappings = uidMappings;
            return this;
        }

        /// Replaces all group id mappings.
        public Builder gidMappings(List<IdMapping> gidMappings) {
            this.gidMappings = gidMappings;
            return this;
        }

        /// Replaces the clocks.
        public Builder timeOffsets(@Nullable TimeOffsets timeOffsets) {
            this.timeOffsets = timeOffsets;
            return this;
        }

        /// Replaces all device nodes.
        public Builder devices(List<Device> devices) {
            this.devices = devices;
            return this;
        }

        /// Replaces all network interfaces.
        public Builder netDevices(Map<String, NetDevice> netDevices) {
            this.netDevices = netDevices;
            return this;
        }

        /// Replaces the cgroup.
        public Builder cgroupsPath(@Nullable String cgroupsPath) {
            this.cgroupsPath = cgroupsPath;
            return this;
        }

        /// Replaces all limits.
        public Builder resources(Resources resources) {
            this.resources = resources;
            return this;
        }

        /// Replaces how mounts of the root spread.
        public Builder rootfsPropagation(@Nullable Propagation rootfsPropagation) {
            this.rootfsPropagation = rootfsPropagation;
            return this;
        }

        /// Replaces the system call filter; null allows every call.
        public Builder seccomp(@Nullable Seccomp seccomp) {
            this.seccomp = seccomp;
            return this;
        }

        /// Replaces all kernel parameters.
        public Builder sysctl(Map<String, String> sysctl) {
            this.sysctl = sysctl;
            return this;
        }

        /// Replaces all masked paths.
        public Builder maskedPaths(List<String> maskedPaths) {
            this.maskedPaths = maskedPaths;
            return this;
        }

        /// Replaces all read-only paths.
        public Builder readonlyPaths(List<String> readonlyPaths) {
            this.readonlyPaths = readonlyPaths;
            return this;
        }

        /// Replaces the SELinux context of the mounts.
        public Builder mountLabel(@Nullable String mountLabel) {
            this.mountLabel = mountLabel;
            return this;
        }

        /// Replaces the share of cache and bandwidth.
        public Builder intelRdt(@Nullable IntelRdt intelRdt) {
            this.intelRdt = intelRdt;
            return this;
        }

        /// Replaces the memory policy.
        public Builder memoryPolicy(@Nullable MemoryPolicy memoryPolicy) {
            this.memoryPolicy = memoryPolicy;
            return this;
        }

        /// Replaces the execution domain.
        public Builder personality(@Nullable Personality personality) {
            this.personality = personality;
            return this;
        }

        private Linux build() {
            return new Linux(
                    namespaces,
                    uidMappings,
                    gidMappings,
                    timeOffsets,
                    devices,
                    netDevices,
                    cgroupsPath,
                    resources,
                    rootfsPropagation,
                    seccomp,
                    sysctl,
                    maskedPaths,
                    readonlyPaths,
                    mountLabel,
                    intelRdt,
                    memoryPolicy,
                    personality);
        }
    }
}
