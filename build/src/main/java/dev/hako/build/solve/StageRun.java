package dev.hako.build.solve;

import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.dockerfile.Instruction;
import dev.hako.build.dockerfile.Scope;
import dev.hako.build.dockerfile.Step;
import dev.hako.build.files.Arrangement;
import dev.hako.build.files.FileSource;
import dev.hako.build.graph.Node;
import dev.hako.engine.library.StepResult;
import dev.hako.failure.Failure;
import dev.hako.oci.image.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Does one stage.
final class StageRun {
    private final Solve solve;
    private final Node node;
    private final Layers layers;
    private final List<FileSource> opened = new ArrayList<>();
    private final Transfers transfers;
    private int number = 1;
    private boolean commanded;

    StageRun(Solve solve, Node node) {
        this.solve = solve;
        this.node = node;
        this.layers = solve.layers();
        this.transfers =
                new Transfers(
                        layers,
                        new Downloads(solve.place(), solve.request().images().access()),
                        solve.request().sources().context(),
                        opened);
    }

    /// All of it, one instruction after the other.
    State run() throws InterruptedException {
        try {
            State base = base();
            List<Step> triggers =
                    base.execution().onBuild().stream()
                            .map(text -> Dockerfile.trigger(node.stage().line(), text))
                            .toList();
            Titles titles = Titles.of(node, solve.severalStages(), triggers);
            Scope scope = solve.global().stage(ConfigStep.environment(base.execution()));
            State state = base.with(ConfigStep.withoutTriggers(base.execution()), Optional.empty());
            List<Step> steps = new ArrayList<>(triggers);
            steps.addAll(node.stage().steps());
            for (Step step : steps) {
                state = step(scope.apply(step), state, new Way(scope, titles));
            }
            return state;
        } finally {
            opened.forEach(FileSource::close);
        }
    }

    private record Way(Scope scope, Titles titles) {}

    private State base() {
        String what = "FROM " + solve.global().word(node.stage().base());
        BuildListener.Vertex vertex =
                solve.listener()
                        .begin(Titles.of(node, solve.severalStages(), List.of()).of(1, what));
        try {
            State state = solve.base(node);
            vertex.done();
            return state;
        } catch (Failure e) {
            vertex.failed(e.text());
            throw StepFailure.of(
                    e.during("line " + node.stage().line() + ", FROM"),
                    node.stage().line(),
                    List.of());
        }
    }

    private State step(Step step, State state, Way way) throws InterruptedException {
        try {
            if (step.instruction() instanceof Instruction.Cmd) {
                commanded = true;
            }
            Optional<Execution> changed =
                    ConfigStep.apply(step.instruction(), state.execution(), commanded);
            if (changed.isPresent()) {
                return state.with(changed.get(), Optional.of(step.source()));
            }
            if (step.instruction() instanceof Instruction.Workdir(var path)) {
                return workdir(step, path, state, way);
            }
            String title = way.titles.of(++number, step.source());
            return layered(step, state, title, fileStep(step, state, way));
        } catch (RunStep.ProgramFailure e) {
            throw StepFailure.of(e.during(where(step)), step.line(), e.output());
        } catch (StepFailure e) {
            throw e;
        } catch (Failure e) {
            throw StepFailure.of(e.during(where(step)), step.line(), List.of());
        } catch (IOException e) {
            throw StepFailure.of(Layers.unreadable(e).during(where(step)), step.line(), List.of());
        }
    }

    private static String where(Step step) {
        return "line " + step.line() + ", " + step.source().split("\\s+", 2)[0];
    }

    private State workdir(Step step, String path, State before, Way way)
            throws IOException, InterruptedException {
        State state = before.with(ConfigStep.workdir(path, before.execution()), Optional.empty());
        String user = before.execution().user();
        WorkdirStep made =
                new WorkdirStep(
                        layers,
                        before,
                        state.workingDirectory(),
                        user == null
                                ? Arrangement.Owner.ROOT
                                : new Owners(layers, before).owner(user));
        String title = way.titles.of(++number, step.source());
        return made.isThere() ? same(step, state, title) : layered(step, state, title, made);
    }

    private State same(Step step, State state, String title) {
        solve.listener().begin(title).cached();
        return state.with(state.execution(), Optional.of(step.source()));
    }

    private State layered(Step step, State state, String title, FileStep work)
            throws IOException, InterruptedException {
        BuildListener.Vertex vertex = solve.listener().begin(title);
        try {
            Optional<StepResult> known =
                    solve.request().useCache() ? work.find() : Optional.empty();
            StepResult result = known.isPresent() ? known.get() : work.make(vertex);
            if (known.isPresent()) {
                vertex.cached();
            } else {
                vertex.done();
            }
            return state.with(result.layer(), result.created(), step.source());
        } catch (Failure e) {
            vertex.failed(e.text());
            throw e;
        }
    }

    private FileStep fileStep(Step step, State state, Way way) throws IOException {
        String title = step.source();
        return switch (step.instruction()) {
            case Instruction.Copy copy ->
                    transfers.copy(state, title, copy, solve.from(node, copy.from(), opened));
            case Instruction.Add add -> transfers.add(state, title, add);
            case Instruction.Run run -> program(run, step, state, way.scope);
            default -> throw new IllegalStateException("no step of files: " + step);
        };
    }

    private FileStep program(Instruction.Run run, Step step, State state, Scope scope) {
        RunWords words = RunWords.of(run.command(), ConfigStep.shell(state.execution()));
        Map<String, String> seen = new TreeMap<>(scope.ofRun());
        Map<String, String> kept = new TreeMap<>(seen);
        kept.keySet().removeAll(scope.unkept());
        RunStep.Program program =
                new RunStep.Program(
                        step.source(),
                        words.words(),
                        seen,
                        kept,
                        run.network(),
                        solve.request().programs(),
                        new RunStep.Where(
                                step.line(),
                                "RUN",
                                ConfigStep.shell(state.execution()).getFirst()));
        RunMounts.Wanted wanted =
                new RunMounts.Wanted(
                        run.mounts(),
                        words.script(),
                        state.workingDirectory(),
                        solve.request().secrets(),
                        from -> solve.shown(node, from));
        RunMounts mounts = new RunMounts(layers, solve.place(), wanted);
        return new RunStep(solve.engine(), layers, state, program, mounts);
    }
}
