package dev.hako.isolation.unikernel;

import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.LauncherProcess.Outcome;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Signal;
import dev.hako.kernel.UnixSocket;
import dev.hako.oci.runtime.Linux;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import java.util.List;
import java.util.Optional;

/// The process that serves a guest the host's files, while the guest is being started: closing this
/// ends it, unless the guest has it by then, with which it ends.
final class FileServer implements AutoCloseable {
    static final FileServer NONE = new FileServer(Optional.empty());

    private static final int BACKLOG = 1;

    private static final int PRIVATE = 0600;

    /// The guest's kernel is nobody; only it and root come to where the socket is.
    private static final int ANYBODY = 0666;

    private final Optional<MonitoredTask> task;
    private boolean left;

    private FileServer(Optional<MonitoredTask> task) {
        this.task = task;
    }

    /// Whom it serves.
    ///
    /// @param id of its container
    /// @param title of that in messages
    /// @param limits of its groups
    /// @param end held open by the server's monitor, too
    record Guest(String id, String title, GuestHome home, Linux limits, Fd end) {}

    /// Starts it. It hears the guest's kernel in the jail, whose root is there already.
    ///
    /// @throws dev.hako.failure.Failure if it cannot be started
    static FileServer start(PlanHost host, EventLoop loop, Guest guest, SharedFiles shared) {
        GuestHome home = guest.home();
        NativePath socket = NativePath.of(home.filesSocket().toString());
        TaskAddress address = new TaskAddress(guest.id(), home.server());
        try (var descriptors = new StartDescriptors();
                UnixSocket listener = UnixSocket.listen(socket, PRIVATE, BACKLOG);
                Fd console = Open.open(home.console().toString(), Open.O_WRONLY | Open.O_APPEND)) {
            Attributes.fchmodat(Fd.CWD, socket, ANYBODY);
            descriptors.standard(listener.fd(), console);
            Descriptors opened =
                    new Descriptors(
                            descriptors.directory(home.server()),
                            Descriptors.ABSENT,
                            descriptors.listener(address),
                            Descriptors.ABSENT,
                            Descriptors.ABSENT,
                            Descriptors.ABSENT,
                            List.of(descriptors.borrow(guest.end())));
            Plan plan = shared.plan(host, guest.id(), home, guest.limits(), opened);
            var destination =
                    new LauncherProcess.Destination(
                            address,
                            "the files of " + guest.title(),
                            home.server().resolve(TaskAddress.EXIT_FILE));
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                return switch (launcher.await(destination)) {
                    case Outcome.Running(MonitoredTask task, _, _, _) ->
                            new FileServer(Optional.of(task));
                    case Outcome.Failed(var failed) ->
                            throw new StartFailure(plan, failed)
                                    .step()
                                    .during("serve it the host's files");
                };
            }
        }
    }

    /// The guest has it from now on.
    void leave() {
        left = true;
    }

    @Override
    public void close() {
        task.ifPresent(server -> {
            if (!left) {
                server.kill(Signal.SIGKILL.number());
            }
            server.close();
        });
    }
}
