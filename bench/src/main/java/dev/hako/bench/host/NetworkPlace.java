package dev.hako.bench.host;

import dev.hako.compare.host.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A network namespace in which nobody else is. It ends with the process that holds it.
public final class NetworkPlace implements AutoCloseable {
    private static final String READY = "ready";

    private final Process holder;

    private NetworkPlace(Process holder) {
        this.holder = holder;
    }

    /// A fresh one, in which the loopback device is up.
    public static NetworkPlace make() {
        String script = "ip link set lo up && echo " + READY + " && exec cat";
        try {
            Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", script).start();
            BufferedReader answer = holder.inputReader();
            if (!READY.equals(answer.readLine())) {
                throw new IllegalStateException("no network namespace can be made");
            }
            return new NetworkPlace(holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lays a cable between this and another: an interface `NAME` here with one address, and `NAME`
    /// there with the other, each with the length of its prefix.
    public void connect(NetworkPlace other, String name, String here, String there) {
        run("ip link add " + name + " type veth peer name peer");
        run("ip link set peer netns " + other.holder.pid());
        other.run("ip link set peer name " + name);
        up(name, here);
        other.up(name, there);
    }

    private void up(String name, String address) {
        run("ip address add " + address + " dev " + name);
        run("ip link set " + name + " up");
    }

    /// Runs a command here to its end, and answers what it printed.
    ///
    /// @param line words with single blanks between them
    public String run(String line) {
        List<String> words = new ArrayList<>(entrance());
        words.addAll(Arrays.asList(line.split(" ", -1)));
        return Programs.run(words);
    }

    /// Starts a command here; its output is lost.
    public Process begin(String line) {
        List<String> words = new ArrayList<>(entrance());
        words.addAll(Arrays.asList(line.split(" ", -1)));
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process that holds it, in digits.
    public String holder() {
        return String.valueOf(holder.pid());
    }

    /// Words that run the program after them here.
    public List<String> entrance() {
        return List.of("nsenter", "--net", "--target", holder());
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
