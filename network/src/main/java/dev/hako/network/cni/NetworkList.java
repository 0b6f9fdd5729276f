package dev.hako.network.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A network configuration list: what an administrator wrote of one network, section 1 of the
/// specification. A single plugin's configuration, as there were before version 1.0, is a list of
/// one.
public final class NetworkList {
    /// What a network's and a container's name may be, of 128 characters at most.
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    private static final int MOST_PLUGINS = 64;

    private final JsonObject object;
    private final String name;
    private final CniVersion version;
    private final boolean disableCheck;
    private final boolean disableGc;
    private final List<PluginConfig> plugins;

    private NetworkList(Fields fields) {
        object = fields.object();
        name = fields.required("name");
        version = version(fields);
        disableCheck = fields.flag("disableCheck");
        disableGc = fields.flag("disableGC");
        plugins = fields.objects("plugins").stream().map(PluginConfig::of).toList();
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid(
                    fields.document() + ": " + Documents.shown(name) + " is no network's name");
        }
        if (plugins.isEmpty() || plugins.size() > MOST_PLUGINS) {
            throw Failure.invalid(
                    fields.document() + ": must have 1 to " + MOST_PLUGINS + " plugins");
        }
    }

    /// Reads one.
    ///
    /// @param document what it is called in messages, such as its file
    /// @throws Failure `INVALID` or `UNSUPPORTED`, naming the document and what is wrong with it
    public static NetworkList parse(String document, byte[] json) {
        return of(document, Documents.read(document, json));
    }

    static NetworkList of(String document, JsonObject object) {
        return new NetworkList(new Fields(document, object.has("plugins") ? object : list(object)));
    }

    private static JsonObject list(JsonObject plugin) {
        var list = new JsonObject();
        var plugins = new JsonArray();
        plugins.add(plugin);
        list.add("plugins", plugins);
        for (String field : List.of("name", "cniVersion", "cniVersions")) {
            if (plugin.has(field)) {
                list.add(field, plugin.get(field));
            }
        }
        return list;
    }

    /// A list may offer several versions, of which the highest common one is spoken.
    private static CniVersion version(Fields fields) {
        try {
            return CniVersion.highest(
                    Stream.concat(
                                    fields.text("cniVersion").stream(),
                                    fields.texts("cniVersions").stream())
                            .map(CniVersion::parse)
                            .toList());
        } catch (Failure e) {
            throw e.during(fields.document());
        }
    }

    public String name() {
        return name;
    }

    /// The version that its plugins are spoken to in.
    public CniVersion version() {
        return version;
    }

    /// Whether attachments are checked at all.
    public boolean isChecked() {
        return !disableCheck && version.isAtLeast(CniVersion.V0_4_0);
    }

    /// Whether what belongs to no attachment may be collected.
    public boolean isCollected() {
        return !disableGc;
    }

    /// The names of its plugins' programs, in the order in which they attach.
    public List<String> pluginTypes() {
        return plugins.stream().map(PluginConfig::type).toList();
    }

    List<PluginConfig> plugins() {
        return plugins;
    }

    /// All of it; not to be changed.
    JsonObject object() {
        return object;
    }

    @Override
    public String toString() {
        return "network \"" + name + "\"";
    }
}
