package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mounts of the running kernel, in a mount namespace of each test's own.
@NeedsRoot
class MountsIT {
    private static final NativePath HERE = NativePath.empty();

    @TempDir Path folder;
    private NativePath target = NativePath.empty();

    @BeforeEach
    void name() {
        target = NativePath.of(folder.toString()).resolve("a b");
        Names.mkdirat(Fd.CWD, target, 0755);
    }

    @Test
    void mountsByPathAndListsIt() throws Exception {
        OwnNamespaces.run(() -> {
            Mounts.mount(
                    NativePath.of("some tmpfs"),
                    target,
                    "tmpfs",
                    Mounts.MS_NOSUID | Mounts.MS_NODEV,
                    "size=64k,mode=700");
            MountInfo info = mounted().orElseThrow();
            assertThat(info.type()).isEqualTo("tmpfs");
            assertThat(info.source()).hasToString("some tmpfs");
            assertThat(info.options()).contains("nosuid", "nodev").doesNotContain("ro");
            assertThat(info.superOptions()).contains("size=64k");
            assertThat(info.propagation().sharedGroup()).isEmpty();
            Mounts.remountBind(target, Mounts.MS_RDONLY);
            assertThat(mounted().orElseThrow().options()).contains("ro");
            Mounts.umount(target, Mounts.UMOUNT_NOFOLLOW);
            assertThat(mounted()).isEmpty();
        });
        assertThat(mounted()).isEmpty();
    }

    @Test
    void tellsHowMountsSpread() throws Exception {
        OwnNamespaces.run(() -> {
            Mounts.bind(target, target, true);
            Mounts.propagation(target, Mounts.MS_SHARED);
            assertThat(mounted().orElseThrow().propagation().sharedGroup()).isPresent();
            Mounts.propagation(target, Mounts.MS_SLAVE);
            Mounts.propagation(target, Mounts.MS_UNBINDABLE);
            assertThat(mounted().orElseThrow().propagation().unbindable()).isTrue();
        });
    }

    @Test
    void buildsAMountBeforeItIsAnywhere() throws Exception {
        OwnNamespaces.run(() -> {
            try (FileSystemContext context = FileSystemContext.open("tmpfs")) {
                context.set("size", "64k").set("mode", "0700");
                try (DetachedMount mount = context.mount(MountAttributes.MOUNT_ATTR_NOSUID)) {
                    Names.mkdirat(mount.fd(), NativePath.of("inside"), 0755);
                    mount.change(MountAttributes.set(MountAttributes.MOUNT_ATTR_RDONLY), true);
                    mount.attach(Fd.CWD, target);
                }
            }
            assertThat(mounted().orElseThrow().options()).contains("ro", "nosuid");
            assertThat(Stat.find(Fd.CWD, target.resolve("inside"))).isPresent();
        });
    }

    @Test
    void clonesATreeAndPutsItOverAnOpenDirectory() throws Exception {
        Names.mkdirat(Fd.CWD, target.resolve("inside"), 0755);
        NativePath second = NativePath.of(folder.toString()).resolve("second");
        Names.mkdirat(Fd.CWD, second, 0755);
        OwnNamespaces.run(() -> {
            try (DetachedMount clone = DetachedMount.cloneOf(Fd.CWD, target, true);
                    Fd over = Open.open(second.toString(), Open.O_PATH)) {
                clone.attach(over, HERE);
            }
            assertThat(Stat.find(Fd.CWD, second.resolve("inside"))).isPresent();
        });
    }

    @Test
    void saysWhyAFileSystemRefuses() throws Exception {
        OwnNamespaces.run(() -> {
            try (FileSystemContext context = FileSystemContext.open("tmpfs")) {
                assertThatThrownBy(() -> context.set("size", "much"))
                        .hasMessageStartingWith("fsconfig \"tmpfs size")
                        .hasMessageContaining("size")
                        .hasMessageEndingWith("EINVAL (invalid argument)");
            }
            assertThatThrownBy(() -> FileSystemContext.open("nonesuch"))
                    .hasMessage("fsopen \"nonesuch\": ENODEV (no such device)");
        });
    }

    @Test
    void neverChangesNamespacesOfAVirtualThread() throws Exception {
        Thread thread =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(
                                                () -> Namespace.unshare(Namespace.UTS.cloneFlag()))
                                        .isInstanceOf(IllegalStateException.class));
        thread.join();
    }

    @Test
    void reachesNamespacesThroughTheirFiles() throws Exception {
        try (Fd own = OwnNamespaces.call(Namespace.NETWORK::ofThread);
                Fd host = Namespace.NETWORK.of(ThisProcess.pid());
                Fd owner = Namespace.owner(own);
                Fd user = Namespace.USER.ofThread()) {
            assertThat(Namespace.same(own, host)).isFalse();
            assertThat(Namespace.typeOf(own)).isEqualTo(Namespace.NETWORK);
            assertThat(Namespace.same(owner, user)).isTrue();
            OwnNamespaces.run(() -> {
                Namespace.setns(own, Namespace.NETWORK.cloneFlag());
                try (Fd entered = Namespace.NETWORK.ofThread()) {
                    assertThat(Namespace.same(own, entered)).isTrue();
                }
            });
        }
    }

    private Optional<MountInfo> mounted() {
        return MountInfo.current().stream()
                .filter(mount -> mount.mountPoint().equals(target))
                .findFirst();
    }
}
