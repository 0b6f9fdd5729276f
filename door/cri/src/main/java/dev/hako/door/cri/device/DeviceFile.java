package dev.hako.door.cri.device;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One description of devices of one kind.
///
/// @param kind vendor and class
/// @param edits for whoever has any of them
/// @param devices by name, what each needs
record DeviceFile(String kind, Edits edits, Map<String, Edits> devices) {
    /// Later ones may say what is not known here.
    private static final Set<String> VERSIONS =
            Set.of("0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "1.0.0", "1.1.0");

    private record Named(String name, Edits edits) {
        static Named read(JsonObject in) {
            String name = in.required("name", STRING);
            Require.that(DeviceName.NAME.matcher(name).matches(), "name", "is no name of a device");
            return new Named(name, in.optional("containerEdits", object(Edits::read), Edits.NONE));
        }
    }

    /// @param name of the file, for messages
    /// @throws dev.hako.oci.json.InvalidDocumentException naming what is wrong
    static DeviceFile parse(String name, byte[] utf8) {
        return Json.read(name, utf8, DeviceFile::read);
    }

    private static DeviceFile read(JsonObject in) {
        String version = in.required("cdiVersion", STRING);
        Require.that(VERSIONS.contains(version), "cdiVersion", "is not a version that is known");
        String kind = in.required("kind", STRING);
        Require.that(DeviceName.KIND.matcher(kind).matches(), "kind", "is no VENDOR/CLASS");
        List<Named> named = in.list("devices", object(Named::read));
        Map<String, Edits> devices = new LinkedHashMap<>();
        for (Named device : named) {
            boolean first = devices.put(device.name, device.edits) == null;
            Require.that(first, "devices", "has two of one name");
        }
        return new DeviceFile(
                kind, in.optional("containerEdits", object(Edits::read), Edits.NONE), devices);
    }
}
