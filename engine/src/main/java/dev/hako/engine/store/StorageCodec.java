package dev.hako.engine.store;

import static dev.hako.engine.store.ConfigCodec.maybe;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.StorageOptions;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.Optional;

/// [StorageOptions] as JSON, field by field.
final class StorageCodec {
    private static final String BIND = "bind";
    private static final String TMPFS = "tmpfs";
    private static final String VOLUME = "volume";
    private static final String IMAGE = "image";

    private StorageCodec() {}

    static void write(StorageOptions storage, ObjectWriter out) {
        out.put("mounts", storage.mounts().stream().map(MountFields::new).toList())
                .put("volumesFrom", storage.volumesFrom().stream().map(FromFields::new).toList())
                .put("shmBytes", storage.shmBytes().orElse(null))
                .put("devices", storage.devices().stream().map(DeviceFields::new).toList());
    }

    static StorageOptions read(JsonObject in) {
        return new StorageOptions(
                in.list("mounts", object(StorageCodec::readMount)),
                in.list("volumesFrom", object(StorageCodec::readFrom)),
                maybe(in, "shmBytes", INT64),
                in.list("devices", object(StorageCodec::readDevice)));
    }

    private static MountRequest readMount(JsonObject in) {
        String type = in.required("type", STRING);
        return switch (type) {
            case BIND ->
                    new MountRequest.Bind(
                            in.required("source", STRING),
                            in.required("target", STRING),
                            in.list("options", STRING),
                            in.flag("createSource"));
            case TMPFS ->
                    new MountRequest.Tmpfs(
                            in.required("target", STRING), in.list("options", STRING));
            case VOLUME ->
                    new MountRequest.Volume(
                            in.required("name", STRING),
                            in.required("target", STRING),
                            readUse(in));
            case IMAGE ->
                    new MountRequest.ImageFiles(
                            in.required("image", STRING),
                            Optional.ofNullable(
                                    in.optional("origin", object(ContainerDocument::origin))),
                            in.required("target", STRING),
                            maybe(in, "subpath", STRING));
            default -> throw InvalidDocumentException.at("type", type, "unknown type of mount");
        };
    }

    private static VolumeUse readUse(JsonObject in) {
        return new VolumeUse(
                in.flag("anonymous"),
                in.flag("readOnly"),
                !in.flag("noCopy"),
                in.optional("mode", STRING, ""),
                maybe(in, "subpath", STRING),
                in.map("labels", STRING),
                in.map("options", STRING));
    }

    private static VolumesFrom readFrom(JsonObject in) {
        return new VolumesFrom(in.required("container", STRING), in.flag("readOnly"));
    }

    private static DeviceRequest readDevice(JsonObject in) {
        return new DeviceRequest(
                in.required("source", STRING),
                in.required("target", STRING),
                in.required("access", STRING));
    }

    private record MountFields(MountRequest mount) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            switch (mount) {
                case MountRequest.Bind bind ->
                        out.put("type", BIND)
                                .put("source", bind.source())
                                .put("target", bind.target())
                                .put("options", bind.options())
                                .flag("createSource", bind.createSource());
                case MountRequest.Tmpfs tmpfs ->
                        out.put("type", TMPFS)
                                .put("target", tmpfs.target())
                                .put("options", tmpfs.options());
                case MountRequest.ImageFiles files ->
                        out.put("type", IMAGE)
                                .put("image", files.image())
                                .put(
                                        "origin",
                                        files.origin().map(ContainerDocument::written).orElse(null))
                                .put("target", files.target())
                                .put("subpath", files.subpath().orElse(null));
                case MountRequest.Volume(String name, String target, VolumeUse how) -> {
                    out.put("type", VOLUME).put("name", name).put("target", target);
                    writeUse(how, out);
                }
            }
        }

        private static void writeUse(VolumeUse how, ObjectWriter out) {
            out.flag("anonymous", how.anonymous())
                    .flag("readOnly", how.readOnly())
                    .flag("noCopy", !how.copyUp())
                    .put("mode", how.mode())
                    .put("subpath", how.subpath().orElse(null))
                    .put("labels", how.labels())
                    .put("options", how.options());
        }
    }

    private record FromFields(VolumesFrom from) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("container", from.container()).flag("readOnly", from.readOnly());
        }
    }

    private record DeviceFields(DeviceRequest device) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("source", device.source())
                    .put("target", device.target())
                    .put("access", device.access());
        }
    }
}
