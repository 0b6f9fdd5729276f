package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.LogTag.Subject;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.Share;
import dev.hako.engine.event.Actions;
import dev.hako.engine.health.Health;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import dev.hako.engine.log.LogTarget;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.DiskUsage;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.Task;
import dev.hako.isolation.WindowSize;
import dev.hako.kernel.Fd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One container: what it is, where it is in its life, and what can be asked of it.
///
/// All methods may be called from any thread. Those that change the container take turns; a
/// snapshot of its state never waits. No client is told of an end by the monitor before this engine
/// knows of it.
public final class Container {
    private final ContainerDirectory directory;
    private final Household household;
    private final Life life;
    private final ContainerControl control;

    Container(ContainerDirectory directory, Household household, Life life) {
        this.directory = directory;
        this.household = household;
        this.life = life;
        this.control = new ContainerControl(this, life.turn);
    }

    /// 64 hexadecimal digits.
    public String id() {
        return life.document().id();
    }

    public String name() {
        return life.document().name();
    }

    public ContainerConfig config() {
        return life.document().config();
    }

    /// What is on record of it.
    ContainerDocument document() {
        return life.document();
    }

    /// The stored image that it is made of; empty if it is made of another.
    public Optional<Image.Origin> origin() {
        return life.document().origin();
    }

    boolean isDurable() {
        return directory.durable();
    }

    /// The name of the wall it runs behind.
    public String isolation() {
        return config().isolation().orElse(IsolationChoice.STANDARD);
    }

    public Instant createdAt() {
        return life.document().createdAt();
    }

    /// The pod it is in.
    public Optional<Pod> pod() {
        return household.neighbours().podOf(life.document());
    }

    /// How it is connected to networks; to none, if it does not run.
    public Connected connected() {
        String owner =
                pod().filter(pod -> pod.config().shares().contains(Share.NETWORK))
                        .map(Pod::id)
                        .orElse(id());
        return household.networks().switchboard().connected(owner);
    }

    /// Its program, if it runs: asked without waiting, by containers that join it.
    Optional<Task> runningTask() {
        return life.task();
    }

    /// Where it is in its life at this moment.
    public ContainerState state() {
        return life.state();
    }

    /// How often it has been started again since a user started it.
    public int restartCount() {
        return life.supervision().restartCount();
    }

    /// What is told by all its processes together, and done to all of them together.
    public ContainerControl control() {
        return control;
    }

    /// Its log, in Kubernetes' format; older parts are `….1`, `….2` …, unless somebody else keeps
    /// it.
    public Path logFile() {
        return log().file();
    }

    /// Makes its monitor close its log and open it again by name, after somebody has rotated it;
    /// the file is there at once.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public void reopenLog() {
        Task task = running("reopen the log of");
        log().prepare();
        task.reopenLog();
    }

    private LogTarget log() {
        return new LogTarget(config().lifecycle().log(), directory.log());
    }

    /// Starts its program and returns once it runs.
    ///
    /// @throws Failure `CONFLICT` when it runs already, or what stood in the way
    public void start() {
        life.start(Optional.empty());
    }

    /// The same with a client attached from the first byte on: the monitor tells it the exit.
    public void start(Foreground foreground) {
        life.start(Optional.of(foreground));
    }

    /// Sends a signal to its program. After one that is meant to end it, it is not started again;
    /// after `SIGKILL`, which no program outlives, it has ended when this returns.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public void kill(int signal) {
        if (Ending.isMeantBy(signal, config().lifecycle()) && life.rest()) {
            return;
        }
        Ending ending = ending(program("kill"), "cannot kill");
        if (signal == Patience.SIGKILL) {
            ending.atOnce();
        } else {
            ending.send(signal);
        }
    }

    /// Asks its program to end, kills it if it has not ended in time, and does not start it again.
    /// One that does not run is left as it is.
    public void stop(StopRequest request) {
        boolean waited = life.rest();
        Optional<Life.Program> program = life.program();
        program.ifPresent(
                running -> ending(running, "cannot stop").gently(request, config().lifecycle()));
        if (waited || program.isPresent()) {
            life.events().tell(Actions.STOP);
        }
    }

    /// Stops it if it runs, and starts it again.
    public void restart(StopRequest request) {
        life.outliveEnd(true);
        try {
            stop(request);
            start();
            life.events().tell(Actions.RESTART);
        } finally {
            life.outliveEnd(false);
        }
    }

    private Ending ending(Life.Program program, String intent) {
        return new Ending(
                program, control, life.events(), intent + " container \"" + name() + "\"");
    }

    /// Completes when it is not running: at once, if it is not.
    public CompletableFuture<ExitStatus> ended() {
        return life.ended();
    }

    /// Completes the next time it ends.
    public CompletableFuture<ExitStatus> nextEnd() {
        return life.ends().next();
    }

    /// Completes when it has been removed, with how it last ended.
    public CompletableFuture<ExitStatus> removed() {
        return life.ends().removed();
    }

    /// Connects it to one more network: at once if it runs, and at every later start.
    ///
    /// @throws Failure `CONFLICT` if it is connected already, or cannot be
    public void connect(NetworkJoin join) {
        control.inTurn(
                "connect", () -> new NetworkChange(household, directory, life).connect(join));
    }

    /// Takes it from a network, likewise.
    ///
    /// @throws Failure `NOT_FOUND` if it is not connected to it
    public void disconnect(String network) {
        control.inTurn(
                "disconnect",
                () -> new NetworkChange(household, directory, life).disconnect(network));
    }

    /// Refuses a configuration by which it may not send where it likes, if that cannot be enforced.
    void requirePoliceable(ContainerConfig config) {
        household.networks().requirePoliceable(config.namespaces());
        household.tasks().restraint().of(document().with(config));
    }

    /// Lets it send where its configuration says now, if it runs.
    void police() {
        new NetworkChange(household, directory, life).police();
    }

    /// What was decided about where it, or the pod whose network it has, sends: as [#logs], each
    /// entry a document that [dev.hako.engine.egress.EgressDecision] reads.
    public LogReader decisions(LogRequest request) {
        return LogReader.open(decisions(), request, () -> state().live());
    }

    private Path decisions() {
        return pod().filter(_ -> config().namespaces().sharing().shares(Share.NETWORK))
                .map(pod -> pod.shell().directory().decisions())
                .orElseGet(directory::decisions);
    }

    /// Gives it another name.
    ///
    /// @throws Failure `ALREADY_EXISTS` if another container has it
    public void rename(String newName) {
        life.rename(newName);
    }

    /// Removes it.
    ///
    /// @param force whether to kill it first if it runs
    /// @throws Failure `CONFLICT` when it runs and is not to be killed
    public void remove(boolean force) {
        if (force) {
            killForRemoval();
        }
        life.remove();
    }

    private void killForRemoval() {
        life.rest();
        life.program().ifPresent(running -> ending(running, "cannot remove").atOnce());
    }

    /// The same with the volumes that are its own.
    void removeWithVolumes(boolean force) {
        new Volumes(household).removeWith(this, force);
    }

    /// Bytes that its own layers take on the disk.
    public long diskBytes() {
        return DiskUsage.ofTree(directory.layers().directory());
    }

    /// What its own layers take on the disk, counted file by file.
    public DiskUsage.Total written() {
        return DiskUsage.total(directory.layers().directory());
    }

    /// Bytes of the files that it has written.
    long writtenBytes() {
        return DiskUsage.ofFiles(directory.layers().directory());
    }

    /// Bytes of the files of its image.
    long imageBytes() {
        return household.tasks().imageBytes(life.document());
    }

    /// Starts another program in it and returns once it runs.
    ///
    /// @param foreground a client attached from the first byte on
    /// @throws Failure `CONFLICT` when it is not running, or what stood in the way
    public Exec exec(ExecConfig config, Optional<Foreground> foreground) {
        Exec exec = probe(config, foreground);
        life.events().exec(exec, config);
        return exec;
    }

    /// The same without telling anybody: a test of its health, of which there are so many that they
    /// would drive all other events out of the journal.
    Exec probe(ExecConfig config, Optional<Foreground> foreground) {
        Task into = control.awake("exec in");
        return household.tasks().exec(life.document(), directory, into, config, foreground);
    }

    /// Hands a client's connection over to the container's monitor.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public void attach(Fd client, Attachment attachment) {
        control.awake("attach to").attach(client, attachment);
        life.events().tell(Actions.ATTACH);
    }

    /// Sets the size of its terminal.
    public void resize(WindowSize size) {
        running("resize").resize(size);
    }

    /// What goes with its output, as its log driver was asked.
    public Map<String, String> logDetails() {
        return config().lifecycle().log().details(Subject.of(id(), name(), config()), config());
    }

    /// Reads its log.
    ///
    /// @throws Failure `UNSUPPORTED` if none is kept
    public LogReader logs(LogRequest request) {
        if (config().lifecycle().log().driver() == LogDriver.NONE) {
            throw Failure.unsupported(
                            "cannot read the log of container \""
                                    + name()
                                    + "\": its log driver is none")
                    .hint("create it with another --log-driver");
        }
        return LogReader.open(logFile(), request, () -> life.state().live());
    }

    /// Whether it works, if it has a health check and has run.
    public Optional<Health> health() {
        return household.health().of(id()).or(this::rememberedHealth);
    }

    /// What some engine has learned of the health of its last run in this boot.
    Optional<Health> rememberedHealth() {
        return config().health().flatMap(_ -> directory.health());
    }

    void remember(Health health) {
        directory.write(health);
    }

    /// What a start of it does, and how long the last one took.
    public StartReport startReport() {
        return StartReport.of(
                household.tasks().plan(life.document(), directory),
                logFile(),
                life.supervision().timeline());
    }

    /// Lets its monitor, if it has one, know of another configuration.
    void updateMonitor() {
        runningTask().ifPresent(task -> household.tasks().updateMonitor(task, config()));
    }

    Task running(String intent) {
        return program(intent).task();
    }

    private Life.Program program(String intent) {
        return life.program()
                .orElseThrow(() ->
                        Failure.conflict(
                                        "cannot "
                                                + intent
                                                + " container \""
                                                + name()
                                                + "\": it is not running")
                                .hint("start it with `hako start " + name() + "`"));
    }

    /// What happens to it.
    Life life() {
        return life;
    }

    @Override
    public String toString() {
        return name() + " (" + state().word() + ")";
    }
}
