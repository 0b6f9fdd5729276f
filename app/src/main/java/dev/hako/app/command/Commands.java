package dev.hako.app.command;

import dev.hako.app.product.Installation;
import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All commands. One is made, and its class loaded, only when it is called for.
public final class Commands {
    /// Those that users know.
    static final List<String> NAMES =
            List.of(
                    "run",
                    "build",
                    "create",
                    "start",
                    "stop",
                    "restart",
                    "kill",
                    "rename",
                    "rm",
                    "ps",
                    "inspect",
                    "explain",
                    "logs",
                    "events",
                    "exec",
                    "cp",
                    "diff",
                    "commit",
                    "export",
                    "port",
                    "attach",
                    "wait",
                    "pause",
                    "unpause",
                    "update",
                    "stats",
                    "top",
                    "images",
                    "pull",
                    "push",
                    "tag",
                    "rmi",
                    "history",
                    "save",
                    "load",
                    "import",
                    "login",
                    "logout",
                    "version",
                    "info",
                    "doctor",
                    "compare",
                    "compare run",
                    "completion",
                    "engine",
                    "help");

    /// Words that other commands stand behind.
    static final List<String> GROUPS =
            List.of(
                    "builder",
                    "container",
                    "image",
                    "kernel",
                    "manifest",
                    "network",
                    "pod",
                    "system",
                    "volume");

    private final Engine engine;
    private final Installation installation;
    private final InstantSource clock;

    public Commands(Engine engine, Installation installation, InstantSource clock) {
        this.engine = engine;
        this.installation = installation;
        this.clock = clock;
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "run" -> new RunCommand(engine);
                    case "build" -> new BuildCommand(engine, clock);
                    case "create" -> new CreateCommand(engine);
                    case "start" -> new StartCommand(engine);
                    case "stop" -> new StopCommand(engine);
                    case "restart" -> new RestartCommand(engine);
                    case "rename" -> new RenameCommand(engine);
                    case "kill" -> new KillCommand(engine);
                    case "rm" -> new RmCommand(engine);
                    case "ps" -> new PsCommand(engine, clock);
                    case "inspect" -> new InspectCommand(engine);
                    case "explain" -> new ExplainCommand(engine);
                    case "logs" -> new LogsCommand(engine, clock);
                    case "events" -> new EventsCommand(engine, clock);
                    case "exec" -> new ExecCommand(engine);
                    case "cp" -> new CpCommand(engine);
                    case "diff" -> new DiffCommand(engine);
                    case "history" -> new HistoryCommand(engine, clock);
                    case "pull" -> new PullCommand(engine);
                    case "push" -> new PushCommand(engine);
                    case "images" -> new ImagesCommand(engine, clock);
                    case "import" -> new ImportCommand(engine, clock);
                    case "load" -> new LoadCommand(engine);
                    case "rmi" -> new RmiCommand(engine);
                    case "save" -> new SaveCommand(engine);
                    case "tag" -> new TagCommand(engine);
                    case "export" -> new ExportCommand(engine);
                    case "port" -> new PortCommand(engine);
                    case "commit" -> new CommitCommand(engine, clock);
                    case "attach" -> new AttachCommand(engine);
                    case "wait" -> new WaitCommand(engine);
                    case "pause" -> new PauseCommand(engine);
                    case "unpause" -> new UnpauseCommand(engine);
                    case "update" -> new UpdateCommand(engine);
                    case "stats" -> new StatsCommand(engine);
                    case "top" -> new TopCommand(engine);
                    case "login" -> new LoginCommand();
                    case "logout" -> new LogoutCommand();
                    case "version" -> new VersionCommand(installation);
                    case "info" -> new InfoCommand(engine, installation);
                    case "doctor" -> new DoctorCommand(engine, installation);
                    case "completion" -> new CompletionCommand();
                    case CompleteCommand.NAME -> new CompleteCommand(engine);
                    case "compare" -> new CompareCommand();
                    case "compare run" -> new CompareRunCommand();
                    case "engine" -> new EngineCommand();
                    case "help" -> new HelpCommand(this);
                    default -> null;
                });
    }

    /// The commands behind a word.
    Optional<CommandGroup> group(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "builder" -> BuilderGroup.of(this, engine, clock);
                    case "container" -> ContainerGroup.of(this, engine, clock);
                    case "image" -> ImageGroup.of(this, engine, clock);
                    case "kernel" -> KernelGroup.of(installation, clock);
                    case "manifest" -> ManifestGroup.of(engine);
                    case "network" -> NetworkGroup.of(engine, clock);
                    case "pod" -> PodGroup.of(engine, clock);
                    case "system" -> SystemGroup.of(this, engine, clock);
                    case "volume" -> VolumeGroup.of(engine);
                    default -> null;
                });
    }

    /// All words that a command line may begin with.
    static List<String> words() {
        return Stream.concat(NAMES.stream(), GROUPS.stream()).toList();
    }

    /// What `hako --version` prints.
    String versionLine() {
        return "Hako version " + Installation.VERSION + ", build " + installation.shortBuildId();
    }

    /// What `hako --help` prints: every command with its summary.
    String overview() {
        return Overview.of(
                NAMES.stream().map(name -> find(name).orElseThrow().form()).toList(),
                GROUPS.stream().map(name -> group(name).orElseThrow()).toList());
    }
}
