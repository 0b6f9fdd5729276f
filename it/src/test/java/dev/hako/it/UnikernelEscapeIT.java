package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A guest that owns its kernel: the process in the jail is a program that tries to get out, in the
/// kernel's place and with all that the kernel has.
@NeedsRoot
@NeedsProgram({"busybox", "cc"})
class UnikernelEscapeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Hako HAKO = Hako.ofThisUser();
    private static final Hako NEIGHBOUR = Hako.ofThisUser();

    /// Says what it reaches, and how much that is in its last line.
    private static final String PROGRAM =
            """
            #define _GNU_SOURCE
            #include <dirent.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <netinet/in.h>
            #include <sched.h>
            #include <signal.h>
            #include <stddef.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <string.h>
            #include <sys/ptrace.h>
            #include <sys/socket.h>
            #include <sys/syscall.h>
            #include <sys/uio.h>
            #include <sys/un.h>
            #include <unistd.h>
            static int tried, reached;
            static char list[4000];
            static void tell(const char *what, long result, int allowed)
            {
                tried++;
                if (!allowed)
                    return;
                reached++;
                size_t used = strlen(list);
                snprintf(list + used, sizeof list - used, "; %s: %ld, %d", what, result, errno);
            }
            /* What must not work, whatever the reason. */
            #define FAILS(call) do { long r = (long)(call); tell(#call, r, r >= 0); } while (0)
            /* What must not even be asked of the host's kernel. */
            #define IS_FILTERED(call) do { errno = 0; long r = (long)(call); tell(#call, r, r >= 0 || (errno != EPERM && errno != ENOSYS)); } while (0)
            static int visit(const char *path, int abstract)
            {
                struct sockaddr_un to = {.sun_family = AF_UNIX};
                strcpy(to.sun_path + abstract, path);
                int fd = socket(AF_UNIX, SOCK_STREAM, 0);
                return connect(fd, (void *)&to, offsetof(struct sockaddr_un, sun_path) + abstract + strlen(path));
            }
            static void look_around(void)
            {
                static const char *const known[] = {".", "..", "dev", "disk0", "disk1", "hako-carrier", "initrd", "linux", "work"};
                DIR *root = opendir("/");
                for (struct dirent *entry; root && (entry = readdir(root));) {
                    int is_known = 0;
                    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                        is_known |= strcmp(known[i], entry->d_name) == 0;
                    tell(entry->d_name, 0, !is_known);
                }
            }
            int main(void)
            {
                static const int pids[] = {PIDS};
                static char bytes[8];
                struct iovec here = {bytes, 8}, there = {(void *)0x400000, 8};
                setvbuf(stdout, NULL, _IOLBF, 0);
                look_around();
                FAILS(open(SECRET, O_RDONLY));
                FAILS(open("/etc/passwd", O_RDONLY));
                FAILS(open("/../../../../etc/passwd", O_RDONLY));
                FAILS(open("/proc/self/status", O_RDONLY));
                FAILS(open("/proc/1/root/etc/passwd", O_RDONLY));
                FAILS(open("/sys/kernel", O_RDONLY));
                FAILS(open("/dev/null", O_RDWR));
                FAILS(open("/dev/mem", O_RDONLY));
                FAILS(open("/disk0", O_RDWR));
                FAILS(open("/linux", O_RDWR));
                FAILS(open("/hako-carrier", O_RDWR));
                FAILS(open("/initrd", O_RDWR));
                FAILS(open("/new", O_WRONLY | O_CREAT, 0600));
                FAILS(unlink("/disk0"));
                FAILS(visit(SOCKET, 0));
                FAILS(visit(ABSTRACT, 1));
                IS_FILTERED(socket(AF_INET, SOCK_STREAM, 0));
                IS_FILTERED(socket(AF_INET6, SOCK_STREAM, 0));
                IS_FILTERED(socket(AF_NETLINK, SOCK_RAW, 0));
                IS_FILTERED(socket(AF_PACKET, SOCK_RAW, 0));
                IS_FILTERED(socket(40 /* AF_VSOCK */, SOCK_STREAM, 0));
                IS_FILTERED(socket(AF_ALG, SOCK_SEQPACKET, 0));
                IS_FILTERED(socket(AF_XDP, SOCK_RAW, 0));
                for (size_t i = 0; i < sizeof pids / sizeof *pids; i++) {
                    FAILS(kill(pids[i], 0));
                    FAILS(syscall(SYS_tgkill, pids[i], pids[i], 0));
                    FAILS(ptrace(PTRACE_ATTACH, pids[i], 0, 0));
                    IS_FILTERED(syscall(SYS_pidfd_open, pids[i], 0));
                    FAILS(syscall(SYS_process_vm_readv, pids[i], &here, 1, &there, 1, 0));
                }
                static const unsigned long flags[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP};
                for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
                    IS_FILTERED(unshare((int)flags[i]));
                    IS_FILTERED(syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0));
                }
                IS_FILTERED(syscall(SYS_clone3, 0, 0));
                IS_FILTERED(setns(0, 0));
                IS_FILTERED(syscall(SYS_mount, "none", "/work", "tmpfs", 0, 0));
                IS_FILTERED(syscall(SYS_umount2, "/work", 2));
                IS_FILTERED(syscall(SYS_pivot_root, "/", "/work"));
                IS_FILTERED(chroot("/work"));
                IS_FILTERED(syscall(SYS_open_tree, -100, "/", 0));
                IS_FILTERED(syscall(SYS_fsopen, "tmpfs", 0));
                IS_FILTERED(syscall(SYS_move_mount, -1, "", -1, "", 0));
                IS_FILTERED(syscall(SYS_open_by_handle_at, -100, 0, 0));
                IS_FILTERED(syscall(SYS_name_to_handle_at, -100, "/", 0, 0, 0));
                IS_FILTERED(syscall(SYS_bpf, 0, 0, 0));
                IS_FILTERED(syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
                IS_FILTERED(syscall(SYS_io_uring_setup, 1, 0));
                IS_FILTERED(syscall(SYS_userfaultfd, 0));
                IS_FILTERED(syscall(SYS_keyctl, 0, -3, 1));
                IS_FILTERED(syscall(SYS_add_key, "user", "a", "b", 1, -2));
                IS_FILTERED(syscall(SYS_request_key, "user", "a", 0, -2));
                IS_FILTERED(syscall(SYS_finit_module, -1, "", 0));
                IS_FILTERED(syscall(SYS_init_module, 0, 0, ""));
                IS_FILTERED(syscall(SYS_mknod, "disk", 060600, 0x800));
                IS_FILTERED(syscall(SYS_setuid, 0));
                IS_FILTERED(syscall(SYS_setgroups, 0, 0));
                IS_FILTERED(syscall(SYS_capset, 0, 0));
                IS_FILTERED(syscall(SYS_pidfd_getfd, -1, 0, 0));
                IS_FILTERED(syscall(SYS_process_madvise, -1, 0, 0, 0, 0));
                IS_FILTERED(syscall(SYS_shmget, 0, 4096, 01600));
                IS_FILTERED(syscall(SYS_msgget, 0, 01600));
                IS_FILTERED(syscall(SYS_mq_open, "/a", O_CREAT | O_RDWR, 0600, 0));
                IS_FILTERED(syscall(SYS_sethostname, "a", 1));
                IS_FILTERED(syscall(SYS_syslog, 3, 0, 0));
                IS_FILTERED(syscall(SYS_quotactl, 0, 0, 0, 0));
                IS_FILTERED(syscall(SYS_acct, 0));
                IS_FILTERED(syscall(SYS_swapon, "a", 0));
                IS_FILTERED(syscall(SYS_kcmp, 1, 1, 0, 0, 0));
                IS_FILTERED(syscall(SYS_vmsplice, -1, 0, 0, 0));
                IS_FILTERED(syscall(SYS_modify_ldt, 0, 0, 0));
                printf("%d tried, %d reached%s\\n", tried, reached, list);
                fflush(stdout);
                _exit(1);
            }
            """;

    @BeforeAll
    static void bringKernelAndImage() throws IOException {
        GuestKernels.bring(HAKO);
        GuestKernels.bring(NEIGHBOUR);
        BusyboxTree.make(HAKO.place().resolve("tree"), 0);
        GuestKernels.bringImage(HAKO, "tree", "box");
        BusyboxTree.make(NEIGHBOUR.place().resolve("tree"), 0);
        GuestKernels.bringImage(NEIGHBOUR, "tree", "box");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
        NEIGHBOUR.close();
    }

    /// Puts it in the kernel's place, with what it is to look for.
    private static void replaceKernel(List<Long> pids, Path secret, Path socket)
            throws IOException {
        Path source = HAKO.place().resolve("escape.c");
        Files.writeString(source, PROGRAM);
        String list = String.join(",", pids.stream().map(String::valueOf).toList());
        try (Stream<Path> kernels = Files.list(HAKO.place().resolve("root/kernels"))) {
            for (Path kernel :
                    kernels.filter(each -> Files.exists(each.resolve("linux"))).toList()) {
                Programs.run(
                        DEADLINE,
                        "cc",
                        "-static",
                        "-O1",
                        "-w",
                        "-DPIDS=" + list,
                        "-DSECRET=\"" + secret + "\"",
                        "-DSOCKET=\"" + socket + "\"",
                        "-DABSTRACT=\"hako-escape\"",
                        "-o",
                        kernel.resolve("linux").toString(),
                        source.toString());
            }
        }
    }

    private static List<Long> jails() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.startsWith("/linux "))
                                .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "fast"})
    void aGuestThatOwnsItsKernelReachesNothing(String mode) throws IOException {
        NEIGHBOUR.answer(
                "run", "-d", "--isolation", "unikernel", "--name", mode, "box", "sleep", "99");
        Await.until("the neighbour", DEADLINE, () -> !jails().isEmpty());
        Path secret = HAKO.place().resolve("secret");
        Files.writeString(secret, "secret");
        Path socket = Path.of("/tmp/hako-escape-" + ProcessHandle.current().pid() + mode);
        try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(socket));
            List<Long> pids =
                    Stream.concat(
                                    Stream.of(ProcessHandle.current().pid()),
                                    Stream.concat(
                                            jails().stream(),
                                            HAKO.engine().map(ProcessHandle::pid).stream()))
                            .toList();
            replaceKernel(pids, secret, socket);
            Result result =
                    HAKO.run(
                            "run",
                            "--rm",
                            "--isolation",
                            "unikernel",
                            "--annotation",
                            "dev.hako.kernel.mode=" + mode,
                            "box",
                            "true");
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.error())
                    .containsPattern("its last word: (1\\d\\d|[89]\\d) tried, 0 reached; hint");
        } finally {
            Files.deleteIfExists(socket);
            NEIGHBOUR.answer("rm", "-f", mode);
        }
    }
}
