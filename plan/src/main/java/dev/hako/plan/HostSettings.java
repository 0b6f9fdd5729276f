package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.regex.Pattern;

/// What a container's namespaces are told of themselves: names, the loopback device, kernel
/// parameters.
///
/// Kernel parameters are written before the root is pivoted, through the host's procfs, which shows
/// them for the namespaces of whoever opens them. So nothing a container could put into the place
/// of its own `/proc` is ever written to (CVE-2025-52881).
final class HostSettings {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int IFF_UP_RUNNING = 0x41;
    private static final int IFREQ_SIZE = 40;
    private static final int IFREQ_FLAGS = 16;

    private static final Pattern SYSCTL = Pattern.compile("[\\w.*:@-]+(/[\\w.*:@-]+)*");

    private final PlanBuilder plan;
    private final Spec spec;
    private final Linux linux;
    private final Isolation isolation;

    HostSettings(PlanBuilder plan, Spec spec, Linux linux, Isolation isolation) {
        this.plan = plan;
        this.spec = spec;
        this.linux = linux;
        this.isolation = isolation;
    }

    void apply() {
        names();
        if (isolation.isFresh(Namespace.Type.NETWORK)) {
            startLoopback();
        }
        linux.sysctl().forEach(this::sysctl);
    }

    private void names() {
        if (spec.hostname() != null && !spec.hostname().isEmpty()) {
            name(Syscall.SETHOSTNAME, "hostname", spec.hostname());
        }
        if (spec.domainname() != null && !spec.domainname().isEmpty()) {
            name(Syscall.SETDOMAINNAME, "domainname", spec.domainname());
        }
    }

    private void name(Syscall syscall, String what, String name) {
        if (!isolation.has(Namespace.Type.UTS)) {
            throw Refusal.invalid(what + " " + name, "the container has the host's UTS namespace");
        }
        plan.doing("set the " + what, name);
        plan.call(syscall, plan.text(name), value(ProcessPaths.utf8Length(name)));
    }

    private void startLoopback() {
        plan.doing("start the loopback device", "");
        plan.call(Syscall.SOCKET, value(AF_INET), value(SOCK_DGRAM | SOCK_CLOEXEC), value(0));
        Register socket = plan.into("inet");
        Struct request = new Struct(IFREQ_SIZE).bytes(0, ProcessPaths.ascii("lo"));
        request.u16(IFREQ_FLAGS, IFF_UP_RUNNING);
        Data data = plan.data().place(request, "ifreq{lo up}");
        plan.call(Syscall.IOCTL, socket, value(SIOCSIFFLAGS), data);
        plan.close(socket);
        plan.registers().release(socket);
    }

    private void sysctl(String name, String content) {
        String path = path(name);
        plan.doing("set the kernel parameter", name);
        Data how = how(plan.data(), O_WRONLY, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
        plan.call(Syscall.OPENAT2, AT_FDCWD, plan.text("/proc/sys/" + path), how, OPEN_HOW_SIZE);
        Files.writeAndClose(plan, plan.into("file"), content);
    }

    /// `net.ipv4.ip_forward` or `net/ipv4/ip_forward`, as sysctl(8) reads them: the first separator
    /// tells, and the other one then is its opposite.
    static String path(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        boolean dotted = dot >= 0 && (slash < 0 || dot < slash);
        StringBuilder path = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            path.append(dotted && c == '.' ? '/' : dotted && c == '/' ? '.' : c);
        }
        boolean safe = SYSCTL.matcher(path).matches() && !path.toString().contains("..");
        if (!safe) {
            throw Refusal.invalid("sysctl " + name, "not the name of a kernel parameter");
        }
        return path.toString();
    }
}
