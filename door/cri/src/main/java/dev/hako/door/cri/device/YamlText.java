package dev.hako.door.cri.device;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML 1.2 with JSON's types alone: no tag makes an object of ours.
final class YamlText {
    /// Lists in lists by name would multiply without end.
    private static final int NO_ALIASES = 0;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setMaxAliasesForCollections(NO_ALIASES)
                    .setAllowRecursiveKeys(false)
                    .setAllowDuplicateKeys(false)
                    .build();
    private static final Gson JSON = new GsonBuilder().serializeNulls().create();

    private YamlText() {}

    /// The one document of this text as JSON.
    ///
    /// @throws IOException if it is no YAML, has several documents, or names parts of it a second
    ///   time
    static byte[] asJson(byte[] utf8) throws IOException {
        try {
            Object document =
                    new Load(SETTINGS).loadFromString(new String(utf8, StandardCharsets.UTF_8));
            return JSON.toJson(document).getBytes(StandardCharsets.UTF_8);
        } catch (YamlEngineException | StackOverflowError e) {
            throw new IOException("it is no YAML: " + firstLine(e), e);
        }
    }

    private static String firstLine(Throwable problem) {
        String text = String.valueOf(problem.getMessage());
        return text.lines().findFirst().orElse(text);
    }
}
