package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.seccomp.BpfInstruction;
import dev.hako.kernel.seccomp.BpfProgram;
import dev.hako.kernel.seccomp.SeccompAction;
import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares every constant and layout with what C compilers say.
@NeedsProgram("cc")
class HeadersIT {
    /// Constants that are our own.
    private static final Set<String> OURS =
            Set.of(
                    "ALL_SEALS",
                    "SIZE",
                    "HEADER",
                    "FIRST_HIGH",
                    "NR",
                    "ARCH",
                    "ARGS",
                    "IFINFOMSG",
                    "IFADDRMSG",
                    "RTMSG",
                    "NFGENMSG",
                    "SOCKADDR_IN",
                    "SOCKADDR_IN6");

    /// Constants the kernel has newer, or elsewhere, than the headers of a distribution.
    private static final Set<String> NOT_IN_HEADERS = Set.of("MFD_EXEC", "SCM_MAX_FD");

    private static final List<String> CLASSES_ELSEWHERE =
            List.of(
                    "netfilter.Conntrack",
                    "netfilter.NfTables",
                    "netfilter.Nfnetlink",
                    "netfilter.PacketLog",
                    "netlink.Link",
                    "netlink.LinkAddress",
                    "netlink.LinkRequests",
                    "netlink.Family",
                    "netlink.Route",
                    "netlink.Netlink",
                    "netlink.NetlinkRequest",
                    "netlink.AttributeWriter");

    private static final Map<String, StructLayout> LAYOUTS =
            Map.ofEntries(
                    Map.entry("struct open_how", OpenHowStruct.LAYOUT),
                    Map.entry("struct statx", StatxStruct.LAYOUT),
                    Map.entry("struct statfs", StatFs.LAYOUT),
                    Map.entry("siginfo_t", SiginfoStruct.LAYOUT),
                    Map.entry("struct rlimit64", Rlimit.LAYOUT),
                    Map.entry("struct pollfd", Poll.LAYOUT),
                    Map.entry("struct timespec", Poll.TIMESPEC),
                    Map.entry("struct ucred", PeerCredentials.LAYOUT),
                    Map.entry("struct msghdr", MsghdrStruct.LAYOUT),
                    Map.entry("struct iovec", MsghdrStruct.IOVEC),
                    Map.entry("struct cmsghdr", MsghdrStruct.CMSGHDR),
                    Map.entry("struct sockaddr_un", UnixAddress.LAYOUT),
                    Map.entry("struct sockaddr_nl", NetlinkSocket.LAYOUT),
                    Map.entry("struct mount_attr", MountAttrStruct.LAYOUT),
                    Map.entry("struct winsize", WindowSize.LAYOUT));

    @TempDir Path folder;

    @Test
    void constantsAreThoseOfTheHeaders() {
        Map<String, Long> ours = constants(Arch.host());
        Map<String, Long> theirs = CHeaders.evaluate(folder, ours.keySet());
        Set<String> missing = new TreeSet<>(ours.keySet());
        missing.removeAll(theirs.keySet());
        assertThat(missing).isSubsetOf(NOT_IN_HEADERS);
        // The kernel takes 32 bits of nearly all of them, with or without a sign.
        theirs.replaceAll((_, value) -> value & 0xffffffffL);
        ours.replaceAll((_, value) -> value & 0xffffffffL);
        assertThat(ours).containsAllEntriesOf(theirs);
    }

    @Test
    void layoutsAreThoseOfTheHeaders() {
        Map<String, Long> ours = layouts(Arch.host());
        assertThat(CHeaders.evaluate(folder, ours.keySet())).isEqualTo(ours);
    }

    @Test
    @NeedsProgram("aarch64-linux-gnu-gcc")
    void allOfItHoldsOnAarch64() {
        Map<String, Long> all = new TreeMap<>(constants(Arch.AARCH64));
        all.putAll(layouts(Arch.AARCH64));
        CHeaders.require(folder, "aarch64-linux-gnu-gcc", all);
    }

    @Test
    void callsHaveTheNumbersOfTheTable() throws IOException {
        Path source = Path.of("src/main/java/dev/hako/kernel/SyscallNumber.java");
        Matcher row =
                Pattern.compile("int (\\w+) = choose\\((\\d+), (\\d+)\\)")
                        .matcher(Files.readString(source));
        int rows = 0;
        while (row.find()) {
            String name = row.group(1).toLowerCase(Locale.ROOT);
            assertThat(Integer.parseInt(row.group(2)))
                    .as(name)
                    .isEqualTo(Syscalls.number(Arch.X86_64, name));
            assertThat(Integer.parseInt(row.group(3)))
                    .as(name)
                    .isEqualTo(Syscalls.number(Arch.AARCH64, name));
            rows++;
        }
        assertThat(rows).isGreaterThan(80);
    }

    private static Map<String, Long> constants(Arch arch) {
        Map<String, Long> all = new HashMap<>();
        for (Class<?> type : classes()) {
            CHeaders.collect(type, OURS, all);
        }
        all.put("O_DIRECTORY", (long) Open.directory(arch));
        all.put("O_NOFOLLOW", (long) Open.noFollow(arch));
        all.put("O_DIRECT", (long) Open.direct(arch));
        all.put("O_TMPFILE", 0x400000L | Open.directory(arch));
        for (Errno errno : Errno.values()) {
            all.put(errno.name(), (long) errno.number());
        }
        // Only the kernel itself knows this one.
        all.remove("ENOTSUPP");
        for (Capability capability : Capability.values()) {
            all.put(capability.name(), (long) capability.bit());
        }
        for (Rlimit limit : Rlimit.values()) {
            all.put(limit.name(), (long) limit.number());
        }
        for (int number = 1; number < 32; number++) {
            all.put(new Signal(number).name(), (long) number);
        }
        all.put("CLONE_NEWCGROUP", (long) Namespace.CGROUP.cloneFlag());
        all.put("CLONE_NEWIPC", (long) Namespace.IPC.cloneFlag());
        all.put("CLONE_NEWNS", (long) Namespace.MOUNT.cloneFlag());
        all.put("CLONE_NEWNET", (long) Namespace.NETWORK.cloneFlag());
        all.put("CLONE_NEWPID", (long) Namespace.PID.cloneFlag());
        all.put("CLONE_NEWTIME", (long) Namespace.TIME.cloneFlag());
        all.put("CLONE_NEWUSER", (long) Namespace.USER.cloneFlag());
        all.put("CLONE_NEWUTS", (long) Namespace.UTS.cloneFlag());
        addSeccomp(all);
        return all;
    }

    private static void addSeccomp(Map<String, Long> all) {
        all.put("AUDIT_ARCH_X86_64", (long) SyscallAbi.X86_64.auditArch());
        all.put("AUDIT_ARCH_I386", (long) SyscallAbi.I386.auditArch());
        all.put("AUDIT_ARCH_AARCH64", (long) SyscallAbi.AARCH64.auditArch());
        all.put("AUDIT_ARCH_ARM", (long) SyscallAbi.ARM.auditArch());
        Map<String, SeccompAction> actions =
                Map.of(
                        "SECCOMP_RET_ALLOW", SeccompAction.ALLOW,
                        "SECCOMP_RET_LOG", SeccompAction.LOG,
                        "SECCOMP_RET_TRACE", SeccompAction.trace(0),
                        "SECCOMP_RET_ERRNO", SeccompAction.errno(0),
                        "SECCOMP_RET_TRAP", SeccompAction.TRAP,
                        "SECCOMP_RET_USER_NOTIF", SeccompAction.NOTIFY,
                        "SECCOMP_RET_KILL_THREAD", SeccompAction.KILL_THREAD,
                        "SECCOMP_RET_KILL_PROCESS", SeccompAction.KILL_PROCESS);
        actions.forEach((name, action) -> all.put(name, (long) action.returnValue()));
        all.put("BPF_LD | BPF_W | BPF_ABS", (long) BpfInstruction.BPF_LD_W_ABS);
        all.put("BPF_ALU | BPF_AND | BPF_K", (long) BpfInstruction.BPF_AND_K);
        all.put("BPF_JMP | BPF_JA", (long) BpfInstruction.BPF_JA);
        all.put("BPF_JMP | BPF_JEQ | BPF_K", (long) BpfInstruction.BPF_JEQ_K);
        all.put("BPF_JMP | BPF_JGT | BPF_K", (long) BpfInstruction.BPF_JGT_K);
        all.put("BPF_JMP | BPF_JGE | BPF_K", (long) BpfInstruction.BPF_JGE_K);
        all.put("BPF_RET | BPF_K", (long) BpfInstruction.BPF_RET_K);
        all.put("BPF_MAXINSNS", (long) BpfProgram.LONGEST);
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes =
                new ArrayList<>(
                        List.of(
                                Access.class,
                                Attributes.class,
                                DetachedMount.class,
                                Epoll.class,
                                EventFd.class,
                                EventLoop.class,
                                Fcntl.class,
                                FileFlags.class,
                                FileSystemContext.class,
                                Flock.class,
                                InetSocket.class,
                                Memfd.class,
                                MountAttributes.class,
                                Mounts.class,
                                MsghdrStruct.class,
                                Names.class,
                                Namespace.class,
                                NetlinkSocket.class,
                                Open.class,
                                Personality.class,
                                Poll.class,
                                Pty.class,
                                Rlimit.class,
                                SiginfoStruct.class,
                                Stat.class,
                                StatFs.class,
                                ThisProcess.class,
                                UnixAddress.class,
                                UnixSocket.class,
                                Wait.class,
                                Xattrs.class));
        for (String name : CLASSES_ELSEWHERE) {
            try {
                classes.add(Class.forName("dev.hako.kernel." + name));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
        return classes;
    }

    private static Map<String, Long> layouts(Arch arch) {
        Map<String, Long> all = new TreeMap<>();
        LAYOUTS.forEach((type, layout) -> add(type, layout, all));
        add("struct epoll_event", EpollEventStruct.layout(arch), all);
        add("struct dirent64", Directory.LAYOUT, all);
        // The name has no length of its own: it begins where our layout ends.
        all.remove("sizeof(struct dirent64)");
        all.put("offsetof(struct dirent64, d_name)", Directory.LAYOUT.byteSize());
        all.put("sizeof(posix_spawnattr_t)", (long) Spawn.ATTRIBUTES_SIZE);
        all.put("sizeof(posix_spawn_file_actions_t)", (long) SpawnActions.SIZE);
        all.put("sizeof(sigset_t)", (long) Spawn.SIGSET_SIZE);
        all.put("offsetof(struct seccomp_data, nr)", 0L);
        all.put("offsetof(struct seccomp_data, arch)", 4L);
        all.put("offsetof(struct seccomp_data, args)", 16L);
        all.put("sizeof(struct sock_filter)", 8L);
        all.put("sizeof(struct nlmsghdr)", 16L);
        all.put("sizeof(struct ifinfomsg)", 16L);
        all.put("sizeof(struct ifaddrmsg)", 8L);
        all.put("sizeof(struct rtmsg)", 12L);
        all.put("sizeof(struct nfgenmsg)", 4L);
        all.put("sizeof(struct sockaddr_in)", (long) InetSocket.SOCKADDR_IN);
        all.put("sizeof(struct sockaddr_in6)", (long) InetSocket.SOCKADDR_IN6);
        all.put("offsetof(struct sockaddr_in6, sin6_addr)", 8L);
        return all;
    }

    private static void add(String type, StructLayout layout, Map<String, Long> all) {
        all.put("sizeof(" + type + ")", layout.byteSize());
        for (MemoryLayout member : layout.memberLayouts()) {
            member.name()
                    .ifPresent(name ->
                            all.put(
                                    "offsetof(" + type + ", " + name + ")",
                                    Struct.offset(layout, name)));
        }
    }
}
