package dev.hako.network.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.Stat;
import dev.hako.kernel.netlink.Link;
import dev.hako.kernel.netlink.RouteNetlink;
import dev.hako.network.Machine;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@NeedsRoot
class NetworkNamespaceIT {
    @Test
    @NeedsProgram({"ip", "nsenter"})
    void hasALoopbackInterfaceAndNothingElse() {
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            assertThat(links(namespace)).extracting(Link::name).containsExactly("lo");
            assertThat(Machine.sh(namespace, "ip addr show dev lo"))
                    .contains("LOOPBACK,UP", "inet 127.0.0.1/8", "inet6 ::1/128");
        }
    }

    @Test
    void leavesEveryThreadWhereItWas() {
        try (Fd before = Namespace.NETWORK.ofThread();
                NetworkNamespace namespace = NetworkNamespace.create();
                Fd after = Namespace.NETWORK.ofThread()) {
            assertThat(Namespace.same(before, after)).isTrue();
            assertThat(Namespace.same(before, namespace.fd())).isFalse();
            assertThat(namespace.<Boolean>call(() -> isHere(namespace))).isTrue();
            try (NetworkNamespace ours = NetworkNamespace.of((int) ProcessHandle.current().pid())) {
                assertThat(Namespace.same(before, ours.fd())).isTrue();
                assertThat(ours.<Boolean>call(() -> isHere(ours))).isTrue();
            }
        }
    }

    @Test
    void canBeMadeFromVirtualThreads() throws Exception {
        List<Future<Long>> inodes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                inodes.add(
                        threads.submit(() -> {
                            try (NetworkNamespace namespace = NetworkNamespace.create()) {
                                return Stat.of(namespace.fd()).ino();
                            }
                        }));
            }
        }
        for (Future<Long> inode : inodes) {
            assertThat(inode.get()).isPositive();
        }
    }

    @Test
    void passesOnWhatAVisitThrows() {
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            assertThatThrownBy(() ->
                            namespace.run(() -> {
                                throw new IllegalArgumentException("on the way");
                            }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("on the way");
            assertThatThrownBy(() -> namespace.run(() -> namespace.run(() -> {})))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(links(namespace)).hasSize(1);
        }
    }

    private static boolean isHere(NetworkNamespace namespace) {
        try (Fd here = Namespace.NETWORK.ofThread()) {
            return Namespace.same(here, namespace.fd());
        }
    }

    private static List<Link> links(NetworkNamespace namespace) {
        return namespace.call(() -> {
            try (RouteNetlink route = RouteNetlink.open()) {
                return route.links();
            }
        });
    }
}
