package dev.hako.compare.subject;

import dev.hako.compare.docker.DockerApi;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Owned;
import dev.hako.compare.oci.Bundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// An engine that is asked by Docker's API, call by call.
public final class DockerSubject implements Subject {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int WARM_UPS = 2;

    private final String name;
    private final String version;
    private final DockerApi api;
    private final String tag;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private final Map<Integer, String> resting = new HashMap<>();
    private boolean closed;

    DockerSubject(String name, String version, DockerApi api, String tag) {
        this.name = name;
        this.version = version;
        this.api = api;
        this.tag = tag;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identity identity() {
        return new Identity("docker", version, api.socket().toString());
    }

    @Override
    public int warmUps() {
        return WARM_UPS;
    }

    @Override
    public Run run(List<String> words) {
        boolean probe = !words.getFirst().startsWith("/");
        List<String> command = new ArrayList<>(probe ? List.of(Bundle.PROBE) : List.of());
        command.addAll(words);
        List<String> binds =
                probe
                        ? List.of()
                        : HostPrograms.options().stream().filter(w -> !w.equals("-v")).toList();
        long begin = System.nanoTime();
        String id = time("create", () -> api.create(tag, command, binds));
        try {
            time(
                    "start",
                    () -> {
                        api.start(id);
                        return id;
                    });
            int code = api.await(id);
            double wall = (System.nanoTime() - begin) / NANOS_PER_MICRO;
            String output = api.logs(id);
            if (code != 0) {
                throw new IllegalStateException("a container exited " + code + ": " + output);
            }
            return new Run(wall, 0, output);
        } finally {
            time(
                    "remove",
                    () -> {
                        api.remove(id);
                        return id;
                    });
        }
    }

    private <T> T time(String call, Supplier<T> made) {
        long begin = System.nanoTime();
        T answer = made.get();
        micros.computeIfAbsent(call, _ -> new ArrayList<>())
                .add((System.nanoTime() - begin) / NANOS_PER_MICRO);
        return answer;
    }

    @Override
    public double begin(int number) {
        long begin = System.nanoTime();
        String id = api.create(tag, List.of(Bundle.PROBE, "rest"), List.of());
        resting.put(number, id);
        api.start(id);
        return (System.nanoTime() - begin) / NANOS_PER_MICRO;
    }

    @Override
    public void end(int number) {
        String id = resting.remove(number);
        if (id != null) {
            api.remove(id);
        }
    }

    /// What each call has cost so far, all but the first ones.
    public Map<String, Samples> calls() {
        return micros.entrySet().stream()
                .filter(call -> call.getValue().size() > WARM_UPS)
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                call ->
                                        Samples.of(
                                                call.getValue().stream()
                                                        .skip(WARM_UPS)
                                                        .mapToDouble(Double::doubleValue)),
                                (one, _) -> one,
                                LinkedHashMap::new));
    }

    @Override
    public boolean act(int number, Deed deed) {
        String id = Objects.requireNonNull(resting.get(number));
        switch (deed) {
            case EXEC -> api.exec(id, List.of(Bundle.PROBE, "true"));
            case PROCESSES -> api.look(id, "top");
            case STATISTICS -> api.look(id, "stats?stream=false");
            case LIMITS -> api.limitProcesses(id, Deed.PIDS);
            case PAUSE -> api.tell(id, "pause");
            case RESUME -> api.tell(id, "unpause");
            case CHANGES -> api.look(id, "changes");
        }
        return true;
    }

    /// The engine's, and those of containers that rest. Another engine that this one asks for them
    /// is not among them.
    @Override
    public List<Long> processes() {
        Set<Long> all = new LinkedHashSet<>(Owned.serving(api.socket()));
        if (!all.isEmpty() && !resting.isEmpty()) {
            all.addAll(Owned.marked(resting.values()));
        }
        return List.copyOf(all);
    }

    @Override
    public boolean countsCpu() {
        return false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            api.removeImage(tag);
        }
    }
}
