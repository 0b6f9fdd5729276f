package dev.hako.compare.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An engine that speaks Docker's API (version 1.40 and later).
///
/// All that is made has the label [#LABEL] with the number of the process that made it, so that
/// what a killed one left behind is found.
///
/// @param socket where it listens
public record DockerApi(Path socket) {
    /// On containers; images have it as their name.
    public static final String LABEL = "dev.hako.compare";

    private static final int NOT_FOUND = 404;

    /// Whole, for podman finds other images by the name of a registry alone.
    private static final String REPOSITORY = "localhost/" + LABEL;

    private static final String PREFIX = "/v1.40";
    private static final String JSON = "application/json";
    private static final int FRAME_HEAD = 8;

    /// Its name and version.
    public String version() {
        JsonObject answer = JsonParser.parseString(ask("GET", "/version", "")).getAsJsonObject();
        return answer.get("Version").getAsString();
    }

    /// Makes an image of one layer.
    ///
    /// @param tar the files
    /// @param tag of the image, whose name is [#image]
    public void importImage(byte[] tar, String tag) {
        String path = PREFIX + "/images/create?fromSrc=-&repo=" + image(tag);
        check(path, new Http(socket).ask("POST", path, "application/x-tar", tar));
    }

    /// The name of such an image.
    public static String image(String tag) {
        return REPOSITORY + ":" + tag;
    }

    /// Removes it; one that is not there is fine.
    public void removeImage(String tag) {
        String path = PREFIX + "/images/" + image(tag) + "?force=true";
        Http.Answer answer = new Http(socket).ask("DELETE", path, JSON, new byte[0]);
        if (answer.status() != NOT_FOUND) {
            check(path, answer);
        }
    }

    /// Makes a container without a network, and answers its id.
    public String create(String tag, List<String> command, List<String> binds) {
        JsonObject host = new JsonObject();
        host.addProperty("NetworkMode", "none");
        host.add("Binds", array(binds));
        JsonObject labels = new JsonObject();
        labels.addProperty(LABEL, String.valueOf(ProcessHandle.current().pid()));
        JsonObject body = new JsonObject();
        body.addProperty("Image", image(tag));
        body.add("Cmd", array(command));
        body.add("Labels", labels);
        body.add("HostConfig", host);
        return JsonParser.parseString(ask("POST", "/containers/create", body.toString()))
                .getAsJsonObject()
                .get("Id")
                .getAsString();
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /// Starts it.
    public void start(String id) {
        ask("POST", "/containers/" + id + "/start", "");
    }

    /// Waits for its end, and answers its exit code.
    public int await(String id) {
        return JsonParser.parseString(ask("POST", "/containers/" + id + "/wait", ""))
                .getAsJsonObject()
                .get("StatusCode")
                .getAsInt();
    }

    /// What is known of it.
    public JsonObject inspect(String id) {
        return JsonParser.parseString(ask("GET", "/containers/" + id + "/json", ""))
                .getAsJsonObject();
    }

    /// Ends it.
    public void kill(String id) {
        ask("POST", "/containers/" + id + "/kill", "");
    }

    /// Does something with it, by the last word of the path.
    public void tell(String id, String word) {
        ask("POST", "/containers/" + id + "/" + word, "");
    }

    /// Asks something of it.
    public void look(String id, String word) {
        ask("GET", "/containers/" + id + "/" + word, "");
    }

    /// Lets it have so many processes.
    public void limitProcesses(String id, int count) {
        JsonObject body = new JsonObject();
        body.addProperty("PidsLimit", count);
        ask("POST", "/containers/" + id + "/update", body.toString());
    }

    /// Runs another program in it, to its end.
    ///
    /// @throws IllegalStateException if that fails
    public void exec(String id, List<String> command) {
        JsonObject body = new JsonObject();
        body.add("Cmd", array(command));
        body.addProperty("AttachStdout", true);
        String path = "/containers/" + id + "/exec";
        JsonObject made =
                JsonParser.parseString(ask("POST", path, body.toString())).getAsJsonObject();
        String exec = "/exec/" + made.get("Id").getAsString();
        ask("POST", exec + "/start", "{\"Detach\":false,\"Tty\":false}");
        JsonObject end = JsonParser.parseString(ask("GET", exec + "/json", "")).getAsJsonObject();
        if (end.get("ExitCode").isJsonNull() || end.get("ExitCode").getAsInt() != 0) {
            throw new IllegalStateException("a program in a container has not ended with 0");
        }
    }

    /// Removes it, though it may run.
    public void remove(String id) {
        ask("DELETE", "/containers/" + id + "?force=true", "");
    }

    /// What it has printed.
    public String logs(String id) {
        String path = PREFIX + "/containers/" + id + "/logs?stdout=1&stderr=1";
        Http.Answer answer = new Http(socket).ask("GET", path, JSON, new byte[0]);
        check(path, answer);
        return unframed(answer.body());
    }

    /// Output without a terminal comes in frames: the stream, three zeros, and the size.
    private static String unframed(byte[] body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer rest = ByteBuffer.wrap(body);
        while (rest.remaining() >= FRAME_HEAD) {
            rest.getInt();
            int size = Math.clamp(rest.getInt(), 0, rest.remaining());
            text.write(body, rest.position(), size);
            rest.position(rest.position() + size);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /// Removes what processes have left that do not live any more.
    public void removeLeftOvers() {
        String filter = "{\"label\":[\"" + LABEL + "\"]}";
        String query = "?all=1&filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        for (JsonElement each : list("/containers/json" + query)) {
            JsonObject container = each.getAsJsonObject();
            String maker = container.getAsJsonObject("Labels").get(LABEL).getAsString();
            if (isGone(maker)) {
                remove(container.get("Id").getAsString());
            }
        }
        String images = "{\"reference\":[\"" + REPOSITORY + "\"]}";
        query = "?filters=" + URLEncoder.encode(images, StandardCharsets.UTF_8);
        for (JsonElement each : list("/images/json" + query)) {
            for (String tag : tags(each.getAsJsonObject())) {
                if (isGone(tag)) {
                    removeImage(tag);
                }
            }
        }
    }

    private JsonArray list(String path) {
        return JsonParser.parseString(ask("GET", path, "")).getAsJsonArray();
    }

    private static List<String> tags(JsonObject image) {
        List<String> tags = new ArrayList<>();
        if (image.get("RepoTags").isJsonArray()) {
            for (JsonElement name : image.getAsJsonArray("RepoTags")) {
                String text = name.getAsString();
                tags.add(text.substring(text.lastIndexOf(':') + 1));
            }
        }
        return tags;
    }

    private static boolean isGone(String pid) {
        return !pid.matches("[0-9]{1,9}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    private String ask(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Http.Answer answer = new Http(socket).ask(method, PREFIX + path, JSON, bytes);
        check(path, answer);
        return answer.text();
    }

    private static void check(String path, Http.Answer answer) {
        if (answer.status() >= 400) {
            throw new IllegalStateException(
                    path + " is answered with " + answer.status() + ": " + answer.text().strip());
        }
    }
}
