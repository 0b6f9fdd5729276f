package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.isolation.Look;
import dev.hako.isolation.LookSpec;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileSystemContext;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.MountAttributes;
import dev.hako.kernel.Open;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.BrokenFrameException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.Sender;
import dev.hako.oci.runtime.Rlimit;
import dev.hako.plan.LookLaunch;
import dev.hako.plan.LookLaunch.Sight;
import dev.hako.plan.LookPlan;
import dev.hako.plan.Plan;
import dev.hako.plan.RootFilesystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// The files of a guest, which a process of its own shows, as a file system of this machine: the
/// kernel asks by `/dev/fuse`, and a [FusePump] carries the questions into the guest by its
/// carrier, as a stand-in's streams are carried.
///
/// Nothing in it is executed, opens a device or changes whose rights somebody has, and it is
/// mounted nowhere.
final class GuestLook implements Look {
    private static final String DEVICE = "/dev/fuse";

    /// `GUEST_NODES_MOST`.
    private static final Rlimit MOST_FILES = new Rlimit("RLIMIT_NOFILE", 1 << 18, 1 << 18);

    private static final LookLaunch.Program PROGRAM =
            new LookLaunch.Program("/proc/1/exe", "hako-tree");

    /// `GUEST_VERSION` and `CARRIER_LOOK` of `channel.h`.
    private static final byte[] REQUEST =
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(2).putInt(1).array();

    private static final long ATTRIBUTES =
            MountAttributes.MOUNT_ATTR_NOSUID
                    | MountAttributes.MOUNT_ATTR_NODEV
                    | MountAttributes.MOUNT_ATTR_NOEXEC;

    private final String title;
    private final Plan plan;
    private final UnixSocket carrier;
    private final UnixSocket control;
    private final FusePump pump;
    private final DetachedMount files;

    private GuestLook(String title, Plan plan, UnixSocket carrier, Opened opened) {
        this.title = title;
        this.plan = plan;
        this.carrier = carrier;
        this.control = opened.control;
        this.pump = opened.pump;
        this.files = opened.files;
    }

    /// What a guest is to show.
    ///
    /// @param root of its container, if its disks are not mounted yet
    static Plan plan(LookSpec.Side side, Optional<RootFilesystem> root) {
        List<RootFilesystem.Disk> mounted = root.map(RootFilesystem::mounted).orElse(List.of());
        return LookPlan.compile(
                new LookLaunch(
                        GuestPlace.HOST,
                        mounted,
                        sight(side, root),
                        PROGRAM,
                        GuestPlace.CLIENT,
                        MOST_FILES));
    }

    private static Sight sight(LookSpec.Side side, Optional<RootFilesystem> root) {
        if (side == LookSpec.Side.WRITTEN) {
            return new LookLaunch.In(GuestRoot.WRITTEN);
        }
        return root.isPresent()
                ? new LookLaunch.Laid((RootFilesystem.Overlay) root.get().mounts().getFirst())
                : new LookLaunch.Seen(GuestPlace.NOTE);
    }

    /// @param carrier a connection to a guest, which is closed with the look
    /// @param title of the container in messages
    /// @throws Failure `UNSUPPORTED` if this machine has no FUSE
    static GuestLook open(UnixSocket carrier, Plan plan, String title) {
        return new GuestLook(title, plan, carrier, Opened.of(carrier, plan, title));
    }

    private record Opened(UnixSocket control, FusePump pump, DetachedMount files) {
        static Opened of(UnixSocket carrier, Plan plan, String title) {
            try (Fd device = device();
                    UnixSocket.Pair control = UnixSocket.pair();
                    UnixSocket.Pair client = UnixSocket.pair();
                    Fd memory = StandIn.sealed(plan)) {
                carrier.sendAll(
                        REQUEST, List.of(memory, control.right().fd(), client.right().fd()));
                DetachedMount files = mount(device);
                UnixSocket kept = UnixSocket.of(control.left().fd().duplicate()).nonBlocking();
                FusePump pump =
                        FusePump.start(
                                device.duplicate(),
                                UnixSocket.of(client.left().fd().duplicate()),
                                "files of " + title);
                return new Opened(kept, pump, files);
            }
        }
    }

    private static Fd device() {
        try {
            return Open.open(DEVICE, Open.O_RDWR | Open.O_NONBLOCK | Open.O_CLOEXEC);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ENODEV, Errno.ENXIO)) {
                throw Failure.unsupported("this machine has no \"" + DEVICE + "\"")
                        .hint("load it with `modprobe fuse`");
            }
            throw e;
        }
    }

    private static DetachedMount mount(Fd device) {
        try (FileSystemContext context = FileSystemContext.open("fuse")) {
            return context.set("source", "hako")
                    .set("subtype", "hako")
                    .set("fd", Integer.toString(device.number()))
                    .set("rootmode", "40000")
                    .set("user_id", "0")
                    .set("group_id", "0")
                    .mount(ATTRIBUTES);
        }
    }

    @Override
    public DetachedMount files() {
        return files;
    }

    @Override
    public Optional<Failure> loss() {
        return pump.loss()
                .map(why ->
                        failed().map(failed -> new StartFailure(plan, failed).step())
                                .map(failure -> failure.during("cannot show the files of " + title))
                                .orElseGet(() -> FusePump.failure(title, why)));
    }

    /// What the guest's launcher has said.
    private Optional<Frame.Failed> failed() {
        try (FrameReader frames = new FrameReader(control, Sender.MONITOR)) {
            while (frames.fill()) {
                for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
                    if (next.get() instanceof Frame.Failed failed) {
                        return Optional.of(failed);
                    }
                }
                if (frames.ended()) {
                    break;
                }
            }
        } catch (BrokenFrameException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        files.close();
        pump.close();
        control.close();
        carrier.close();
    }
}
