package dev.hako.engine;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Share;
import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventType;
import dev.hako.engine.network.PodPorts;
import dev.hako.engine.network.PodTraffic;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.store.PodDocument;
import dev.hako.failure.Failure;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Containers that share namespaces, and are started, stopped and removed together.
///
/// No process holds what they share, but where they share their processes too: then the pod has a
/// first process.
///
/// Locks: `admission` before any container's turn, `making` after it.
public final class Pod {
    private volatile PodShell shell;
    private final Pods pods;
    private final ReentrantLock admission = new ReentrantLock();
    private final ReentrantLock making = new ReentrantLock();
    private volatile boolean gone;
    private volatile boolean closing;
    private volatile @Nullable Task init;

    /// @param init its first process, if it has one that runs
    Pod(PodShell shell, Pods pods, Optional<Task> init) {
        this.shell = shell;
        this.pods = pods;
        this.init = init.orElse(null);
    }

    private PodDocument document() {
        return shell.document();
    }

    /// 64 hexadecimal digits.
    public String id() {
        return document().id();
    }

    public String name() {
        return document().name();
    }

    public PodConfig config() {
        return document().config();
    }

    public Instant createdAt() {
        return document().createdAt();
    }

    /// What its containers are called, if they share a name.
    public String hostname() {
        return shell.hostname();
    }

    PodShell shell() {
        return shell;
    }

    /// The ports that its processes listen on.
    public PodPorts ports() {
        return new PodPorts(name(), networkNamespace());
    }

    /// What goes through its network interfaces.
    public PodTraffic traffic() {
        return new PodTraffic(networkNamespace());
    }

    private Optional<Path> networkNamespace() {
        return Optional.of(shell.network().namespace())
                .filter(_ -> config().ownShares().contains(Share.NETWORK));
    }

    /// Its containers, oldest first.
    public List<Container> containers() {
        List<Container> members = new ArrayList<>();
        for (Container container : pods.containers()) {
            boolean member =
                    container
                            .config()
                            .namespaces()
                            .sharing()
                            .pod()
                            .filter(id()::equals)
                            .isPresent();
            if (member && !(container.state() instanceof ContainerState.Removing)) {
                members.add(container);
            }
        }
        members.sort(Comparator.comparing(Container::createdAt));
        return members;
    }

    /// Where it is in its life at this moment.
    public PodState state() {
        return PodState.of(containers().stream().map(Container::state).toList());
    }

    /// Makes what its containers share, unless it is there.
    void prepare(Sandbox sandbox) {
        making.lock();
        try {
            requireExistence();
            requireOpen();
            shell.directory().ready();
            sandbox.prepare();
            shell.connect();
            if (shell.needsInit() && runningInit().isEmpty()) {
                letGo();
                init = shell.startInit(sandbox);
            }
        } catch (Failure e) {
            throw e.during("cannot prepare pod \"" + name() + "\"");
        } finally {
            making.unlock();
        }
    }

    /// Who is done with for good has nothing that its containers could share any more.
    private void requireOpen() {
        boolean temporary = config().orchestration().temporary();
        if (temporary && (closing || !shell.directory().isReady())) {
            throw Failure.conflict("it was shut down").hint("make another");
        }
    }

    /// Whether what its containers share is there, or would be made at the next start.
    public boolean isReady() {
        return !config().orchestration().temporary() || !closing && shell.directory().isReady();
    }

    /// Kills all that runs in it, takes it from its network, and takes away what its containers
    /// share. One that is temporary is done with then. What was shut down before stays so.
    ///
    /// @throws Failure the first of all that went wrong
    public void shutDown() {
        closing = true;
        together("shut down")
                .each(containers(), member -> member.stop(StopRequest.within(Duration.ZERO)));
        making.lock();
        try {
            if (!gone && shell.directory().isReady()) {
                endInit();
                pods.close(this);
                tell(Actions.STOP, Map.of());
            }
        } catch (Failure e) {
            throw e.during("cannot shut down pod \"" + name() + "\"");
        } finally {
            making.unlock();
            closing = config().orchestration().temporary();
        }
    }

    /// Limits what its containers may use together, at once, in its control group.
    ///
    /// @throws Failure naming the limit that is not taken; all are then as before
    public void limit(Limits limits) {
        change("limit", own -> own.limited(limits));
    }

    /// How it is connected to networks; to none, if it is not ready.
    public Connected connected() {
        return pods.connected(this);
    }

    /// Connects it to one more network: at once, and whenever it is started again.
    ///
    /// @throws Failure `CONFLICT` if it is connected already, or cannot be
    public void connect(NetworkJoin join) {
        change("connect", own -> own.networkChange().connect(join));
    }

    /// Takes it from a network, likewise.
    ///
    /// @throws Failure `NOT_FOUND` if it is not connected to it
    public void disconnect(String network) {
        change("disconnect", own -> own.networkChange().disconnect(network));
    }

    /// Lets all its containers send elsewhere, or anywhere: at once, and at every later start.
    ///
    /// @throws Failure saying why that cannot be enforced; the policy is then what it was
    public void police(Optional<EgressOptions> policy) {
        change("update", own -> own.networkChange().police(policy));
    }

    private void change(String verb, UnaryOperator<PodShell> action) {
        making.lock();
        try {
            requireExistence();
            shell = action.apply(shell);
        } catch (Failure e) {
            throw e.during("cannot " + verb + " pod \"" + name() + "\"");
        } finally {
            making.unlock();
        }
    }

    /// The first process of the PID namespace that its containers share.
    Optional<Task> runningInit() {
        Task known = init;
        return known == null || known.exit().isDone() ? Optional.empty() : Optional.of(known);
    }

    /// The same where it must be there.
    ///
    /// @throws Failure `CONFLICT` if the pod was stopped
    Task init() {
        return runningInit()
                .orElseThrow(() ->
                        Failure.conflict(
                                        "cannot join the processes of pod \""
                                                + name()
                                                + "\": it is not running")
                                .hint("start it with `hako pod start " + name() + "`"));
    }

    /// Takes in a container that is being made.
    ///
    /// @throws Failure `NOT_FOUND` if the pod is being removed
    Container admit(Supplier<Container> maker) {
        admission.lock();
        try {
            requireExistence();
            return maker.get();
        } finally {
            admission.unlock();
        }
    }

    private void requireExistence() {
        if (gone) {
            throw Pods.noSuchPod(name());
        }
    }

    /// Starts those of its containers that do not run.
    ///
    /// @throws Failure the first of all that went wrong
    public void start() {
        try (Sandbox sandbox = shell.open()) {
            prepare(sandbox);
        }
        List<Container> resting =
                containers().stream().filter(member -> !member.state().live()).toList();
        together("start").each(resting, Container::start);
        tell(Actions.START, Map.of());
    }

    /// Stops all of its containers at once.
    ///
    /// @throws Failure the first of all that went wrong
    public void stop(StopRequest request) {
        together("stop").each(containers(), member -> member.stop(request));
        endInit();
        tell(Actions.STOP, Map.of());
    }

    /// Stops its containers and starts them again.
    ///
    /// @throws Failure the first of all that went wrong
    public void restart() {
        together("restart").each(containers(), member -> member.stop(StopRequest.STANDARD));
        start();
    }

    /// Holds all processes of those of its containers that run.
    ///
    /// @throws Failure the first of all that went wrong
    public void pause() {
        List<Container> running =
                containers().stream()
                        .filter(member -> member.state() instanceof ContainerState.Running)
                        .toList();
        together("pause").each(running, member -> member.control().pause());
        tell(Actions.PAUSE, Map.of());
    }

    /// Lets the processes go on that are held.
    ///
    /// @throws Failure the first of all that went wrong
    public void unpause() {
        List<Container> held =
                containers().stream()
                        .filter(member -> member.state() instanceof ContainerState.Paused)
                        .toList();
        together("unpause").each(held, member -> member.control().unpause());
        tell(Actions.UNPAUSE, Map.of());
    }

    /// Sends a signal to the programs of all its containers that run. Those that nothing can save
    /// have ended when it returns.
    ///
    /// @throws Failure the first of all that went wrong
    public void kill(int signal) {
        List<Container> running =
                containers().stream().filter(member -> member.state().live()).toList();
        together("kill").each(running, member -> Patience.kill(member, signal));
        tell(Actions.KILL, Map.of("signal", String.valueOf(signal)));
    }

    /// Records what happens to it.
    void tell(String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(config().labels());
        attributes.put("name", name());
        attributes.putAll(more);
        pods.events().record(EventType.POD, action, id(), attributes);
    }

    void endInit() {
        runningInit()
                .ifPresent(task -> {
                    new Patience(task.exit()).kill(task, "cannot stop pod \"" + name() + "\"");
                    task.close();
                });
    }

    /// Removes it with all its containers, and the volumes that are theirs alone.
    ///
    /// @param force whether to kill those that run
    /// @throws Failure `CONFLICT` when one runs and is not to be killed
    public void remove(boolean force) {
        admission.lock();
        try {
            if (gone) {
                return;
            }
            List<Container> members = containers();
            if (!force) {
                requireRest(members);
            }
            together("remove").each(members, member -> member.removeWithVolumes(force));
            discard();
        } catch (Failure e) {
            throw e.during("cannot remove pod \"" + name() + "\"");
        } finally {
            admission.unlock();
        }
    }

    private void discard() {
        making.lock();
        try {
            endInit();
            gone = true;
            pods.discard(this);
        } finally {
            making.unlock();
        }
    }

    private Together together(String verb) {
        return new Together(verb, "pod \"" + name() + "\"");
    }

    private static void requireRest(List<Container> members) {
        for (Container member : members) {
            if (member.state().live()) {
                throw Failure.conflict("container \"" + member.name() + "\" is running")
                        .hint("stop it first with `hako pod stop`, or force its removal with `-f`");
            }
        }
    }

    /// Lets go of it; it lives on.
    void letGo() {
        Optional.ofNullable(init).ifPresent(Task::close);
    }

    @Override
    public String toString() {
        return name() + " (" + state().word() + ")";
    }
}
