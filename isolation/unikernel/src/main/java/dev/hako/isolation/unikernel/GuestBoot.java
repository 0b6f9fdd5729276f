package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.guest.boot.CommandLine;
import dev.hako.guest.boot.CommandLine.Device;
import dev.hako.guest.boot.Initrd;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.isolation.TaskAddress;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.LauncherProcess.Outcome;
import dev.hako.isolation.monitor.MonitoredTask;
import dev.hako.isolation.monitor.SandboxHome;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.GuestProgram;
import dev.hako.oci.runtime.Linux;
import dev.hako.plan.Descriptors;
import dev.hako.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The boot of one guest kernel in its jail.
///
/// @param root of its container, whose disks and files of the host it gets
/// @param limits where its groups are, and what the host limits in them
/// @param contents files that its initrd brings
/// @param network its interfaces
record GuestBoot(
        SandboxHome sandbox,
        EventLoop loop,
        GuestKernel kernel,
        Guest guest,
        GuestRoot root,
        Linux limits,
        SortedMap<String, Initrd.Content> contents,
        GuestNetwork network) {
    private static final int PRIVATE = 0600;
    private static final int BACKLOG = 16;

    /// Which guest.
    ///
    /// @param id of its container
    /// @param title of that in messages
    record Guest(String id, String title, GuestHome home, int memoryMib, CommandLine.Mode mode) {}

    private GuestHome home() {
        return guest.home();
    }

    private NativePath socket() {
        return NativePath.of(home().socket().toString());
    }

    /// Makes what it needs on the host.
    void make() {
        SortedMap<String, Initrd.Content> files = new TreeMap<>(contents);
        if (network.isThere()) {
            files.put(GuestNetwork.FILE, network.script());
        }
        home().make(new Initrd(GuestProgram.bytes(), files), root.disks().size());
        root.prepare();
    }

    private Failure during(Failure failure) {
        return failure.during("cannot start " + guest.title());
    }

    /// A connection to its carrier.
    UnixSocket connect() {
        try {
            return UnixSocket.connect(socket());
        } catch (KernelException e) {
            throw e.is(Errno.ECONNREFUSED) ? during(GuestFailure.gone(home())) : e;
        }
    }

    /// Starts the server of the host's files, if it has any.
    ///
    /// @param end which the server's monitor holds open
    FileServer serve(UnixSocket end) {
        SharedFiles shared = root.shared();
        if (!shared.areThere()) {
            return FileServer.NONE;
        }
        try {
            home().make(shared);
            return FileServer.start(
                    sandbox.planHost(),
                    loop,
                    new FileServer.Guest(guest.id(), guest.title(), home(), limits, end.fd()),
                    shared);
        } catch (Failure e) {
            throw during(e);
        }
    }

    private List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < network.nics().size(); i++) {
            devices.add(new Device(Device.Kind.NETWORK, "nic" + i));
        }
        if (root.shared().areThere()) {
            devices.add(new Device(Device.Kind.FILES, SharedFiles.SOCKET));
        }
        return devices;
    }

    /// Starts the kernel; it is not ready yet, but runs.
    ///
    /// @param end which its monitor holds open
    MonitoredTask start(UnixSocket end) {
        Jail jail =
                new Jail(
                        sandbox.planHost(),
                        guest.id(),
                        home(),
                        kernel.program(),
                        new CommandLine(
                                guest.memoryMib(),
                                guest.mode(),
                                Jail.CHANNEL,
                                root.onLine(),
                                devices()),
                        root.disks(),
                        limits);
        TaskAddress address = new TaskAddress(guest.id(), home().folder());
        try (var descriptors = new StartDescriptors();
                UnixSocket listener = UnixSocket.listen(socket(), PRIVATE, BACKLOG);
                Fd console =
                        Open.open(home().console().toString(), Open.O_WRONLY | Open.O_APPEND)) {
            descriptors.standard(listener.fd(), console);
            network.tell(socket());
            Plan plan =
                    jail.plan(
                            new Descriptors(
                                    descriptors.directory(home().folder()),
                                    Descriptors.ABSENT,
                                    descriptors.listener(address),
                                    Descriptors.ABSENT,
                                    Descriptors.ABSENT,
                                    Descriptors.ABSENT,
                                    List.of(descriptors.borrow(end.fd()))));
            var destination =
                    new LauncherProcess.Destination(
                            address,
                            "the guest kernel of " + guest.title(),
                            home().folder().resolve(TaskAddress.EXIT_FILE));
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                return switch (launcher.await(destination)) {
                    case Outcome.Running(MonitoredTask task, _, _, _) -> task;
                    case Outcome.Failed(var failed) ->
                            throw new StartFailure(plan, failed).step().during("boot its kernel");
                };
            }
        } catch (Failure e) {
            throw during(e);
        }
    }
}
