package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Volumes and directories of the host in boxes on kernels of their own.
@NeedsRoot
@NeedsProgram({"busybox", "nginx", "redis-server", "redis-cli", "python3"})
class UnikernelVolumeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Hako HAKO = Hako.ofThisUser();

    /// Does to the files below `/data` what programs do, and says of each what came of it.
    private static final String CHECKS =
            """
            import errno, fcntl, mmap, os, stat, sys
            os.chdir('/data')
            os.umask(0o022)
            def check(name, action):
                try:
                    result = action()
                except OSError as e:
                    result = errno.errorcode.get(e.errno, e.errno)
                print(name + ':', result, flush=True)
            def write(name, data=b'hello', flags=os.O_WRONLY | os.O_CREAT, mode=0o644):
                fd = os.open(name, flags, mode)
                size = os.write(fd, data)
                os.close(fd)
                return size
            def read(name):
                with open(name, 'rb') as file:
                    return file.read()
            def about(name):
                s = os.lstat(name)
                return stat.filemode(s.st_mode), s.st_uid, s.st_gid, s.st_nlink, s.st_size
            def many():
                os.mkdir('many')
                for i in range(1500):
                    write('many/a rather long name of a file, the number of which is %d' % i, b'')
                names = os.listdir('many')
                return len(names), len(set(names))
            def mapped(flags):
                fd = os.open('file', os.O_RDWR)
                with mmap.mmap(fd, 5, flags) as memory:
                    memory[0:1] = b'J'
                    text = bytes(memory[:])
                os.close(fd)
                return text, read('file')
            def nameless():
                fd = os.open('.', os.O_TMPFILE | os.O_RDWR, 0o640)
                os.write(fd, b'late')
                os.link('/proc/self/fd/%d' % fd, 'late', follow_symlinks=True)
                os.close(fd)
                return read('late'), about('late')
            def gone():
                fd = os.open('gone', os.O_RDWR | os.O_CREAT)
                os.write(fd, b'still here')
                os.unlink('gone')
                os.lseek(fd, 0, 0)
                text = os.read(fd, 99), os.fstat(fd).st_nlink
                os.close(fd)
                return text
            def locked():
                one, other = os.open('file', os.O_RDWR), os.open('file', os.O_RDWR)
                fcntl.flock(one, fcntl.LOCK_EX)
                try:
                    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                finally:
                    os.close(one)
                    os.close(other)
            def holes():
                fd = os.open('sparse', os.O_RDWR | os.O_CREAT)
                os.pwrite(fd, b'x', 1 << 20)
                found = os.lseek(fd, 0, os.SEEK_DATA), os.lseek(fd, 0, os.SEEK_HOLE)
                os.posix_fallocate(fd, 0, 4096)
                os.close(fd)
                return found, os.stat('sparse').st_blocks < 100
            def large():
                data = os.urandom(3 << 20)
                write('large', data)
                return read('large') == data
            def other(uid, gid, action):
                pid = os.fork()
                if pid == 0:
                    os.setgroups([])
                    os.setresgid(gid, gid, gid)
                    os.setresuid(uid, uid, uid)
                    try:
                        print(action(), flush=True)
                    except OSError as e:
                        print(errno.errorcode[e.errno], flush=True)
                    os._exit(0)
                return os.waitpid(pid, 0)[1]
            def set_group():
                os.mkdir('shared')
                os.chown('shared', 0, 77)
                os.chmod('shared', 0o2777)
                other(5, 6, lambda: (write('shared/file'), os.mkdir('shared/sub')))
                return about('shared/file')[:3], about('shared/sub')[:3]
            check('write', lambda: write('file'))
            check('read', lambda: read('file'))
            check('about', lambda: about('file'))
            check('exclusive', lambda: write('file', flags=os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            check('append', lambda: (write('file', b'!', os.O_WRONLY | os.O_APPEND), read('file')))
            check('truncate', lambda: (os.truncate('file', 5), read('file')))
            check('truncate on open', lambda: (write('short', b'long'), write('short', b'x', os.O_WRONLY | os.O_TRUNC), read('short')))
            check('missing', lambda: os.stat('missing'))
            check('long name', lambda: write('n' * 256))
            check('no directory', lambda: os.stat('file/below'))
            check('directory', lambda: (os.mkdir('directory', 0o750), about('directory')[:3]))
            check('directory again', lambda: os.mkdir('directory'))
            check('remove directory as file', lambda: os.unlink('directory'))
            check('write a directory', lambda: write('directory', flags=os.O_WRONLY))
            check('full', lambda: (write('directory/file'), os.rmdir('directory')))
            check('list', lambda: sorted(os.listdir('directory')))
            check('many', many)
            check('symbolic link', lambda: (os.symlink('file', 'link'), os.readlink('link'), about('link')[0], read('link')))
            check('link out', lambda: (os.symlink('/etc/passwd', 'out'), read('out')[:5]))
            check('link round', lambda: (os.symlink('round', 'round'), read('round')))
            check('second name', lambda: (os.link('file', 'second'), about('second')[3], os.path.samefile('file', 'second')))
            check('link a directory', lambda: os.link('directory', 'second directory'))
            check('rename', lambda: (os.rename('second', 'third'), os.path.exists('second'), read('third')))
            check('rename over', lambda: (os.rename('third', 'short'), read('short')))
            check('rename a directory below itself', lambda: os.rename('directory', 'directory/sub'))
            check('remove', lambda: (os.unlink('short'), os.path.exists('short'), about('file')[3]))
            check('gone', gone)
            check('pipe', lambda: (os.mkfifo('pipe', 0o600), about('pipe')[0]))
            check('socket', lambda: (os.mknod('socket', stat.S_IFSOCK | 0o600), about('socket')[0]))
            check('mode', lambda: (os.chmod('file', 0o4711), about('file')[0]))
            check('owner', lambda: (os.chown('file', 12, 34), about('file')[:3]))
            check('owner of a link', lambda: (os.lchown('link', 56, 78), about('link')[1:3], about('file')[1:3]))
            check('times', lambda: (os.utime('file', ns=(1000000001, 2000000002)), os.stat('file').st_atime_ns, os.stat('file').st_mtime_ns))
            check('times of a link', lambda: (os.utime('link', ns=(3, 4), follow_symlinks=False), os.lstat('link').st_mtime_ns))
            check('set attribute', lambda: (os.setxattr('file', 'user.a', b'value'), os.getxattr('file', 'user.a'), os.listxattr('file')))
            check('attribute again', lambda: os.setxattr('file', 'user.a', b'other', os.XATTR_CREATE))
            check('remove attribute', lambda: (os.removexattr('file', 'user.a'), os.listxattr('file')))
            check('no attribute', lambda: os.getxattr('file', 'user.a'))
            check('mapped', lambda: mapped(mmap.MAP_SHARED))
            check('mapped privately', lambda: mapped(mmap.MAP_PRIVATE))
            check('nameless', nameless)
            check('lock', locked)
            check('holes', holes)
            check('large', large)
            check('sync', lambda: os.fsync(os.open('file', os.O_RDWR)))
            check('sync a directory', lambda: os.fsync(os.open('.', os.O_RDONLY)))
            check('room', lambda: os.statvfs('.').f_bavail > 0)
            check('others read', lambda: other(5, 6, lambda: read('late')))
            check('others write', lambda: other(5, 6, lambda: write('mine')))
            check('others own', lambda: (os.chmod('.', 0o1777), other(5, 6, lambda: write('mine')), about('mine')[:3]))
            check('others remove', lambda: other(7, 8, lambda: os.unlink('mine')))
            check('others give away', lambda: other(5, 6, lambda: os.chown('mine', 7, 8)))
            check('group of the directory', set_group)
            check('walk', lambda: sum(len(files) for _, _, files in os.walk('.')))
            """;

    @BeforeAll
    static void bringKernelAndImage() throws IOException {
        GuestKernels.bring(HAKO);
        ServerTree.make(HAKO.place().resolve("tree"));
        GuestKernels.bringImage(HAKO, "tree", "box");
    }

    @AfterEach
    void removeAll() {
        HAKO.empty();
        HAKO.answer("volume", "prune", "--all", "--force");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Result run(String isolation, List<String> options, String... program) {
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--isolation", isolation));
        words.addAll(options);
        words.add("box");
        words.addAll(List.of(program));
        return HAKO.run(words.toArray(String[]::new));
    }

    private static Result guest(List<String> options, String line) {
        return run("unikernel", options, "sh", "-c", line);
    }

    private static Path folder(String name) {
        try {
            return Files.createDirectories(HAKO.place().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void areAsTheyAreInNamespaces() {
        Result there = run("namespace", List.of("-v", "one:/data"), "python3", "-c", CHECKS);
        assertThat(there.error()).isEmpty();
        Result here = run("unikernel", List.of("-v", "two:/data"), "python3", "-c", CHECKS);
        assertThat(here.error()).isEmpty();
        assertThat(here.output()).isEqualTo(there.output());
        assertThat(here.output().lines()).hasSizeGreaterThan(50);
    }

    @Test
    void areSharedWithOthers() throws IOException {
        Path folder = folder("shared");
        Files.writeString(folder.resolve("from host"), "hello");
        Result result =
                guest(
                        List.of("-v", folder + ":/data", "-v", "kept:/kept"),
                        "cat '/data/from host'; echo guest > /data/from-guest; echo x > /kept/file");
        assertThat(result).isEqualTo(Result.printed("hello"));
        assertThat(folder.resolve("from-guest")).hasContent("guest\n");
        assertThat(run("namespace", List.of("-v", "kept:/kept"), "cat", "/kept/file"))
                .isEqualTo(Result.printed("x\n"));
        assertThat(guest(List.of("-v", "kept:/kept"), "cat /kept/file"))
                .isEqualTo(Result.printed("x\n"));
    }

    @Test
    void canBeReadOnlyFilesAndParts() throws IOException {
        Path folder = folder("parts");
        Path file = folder.resolve("file");
        Files.writeString(file, "one");
        Files.createDirectories(folder.resolve("below/deeper"));
        Result result =
                guest(
                        List.of(
                                "-v",
                                folder + ":/data:ro",
                                "-v",
                                file + ":/etc/single",
                                "--mount",
                                "type=bind,src=" + folder.resolve("below") + ",dst=/below",
                                "--tmpfs",
                                "/fast",
                                "--mount",
                                "type=tmpfs,dst=/other,tmpfs-size=1m"),
                        "cat /etc/single; touch /data/new; echo two > /etc/single; ls /below;"
                                + " touch /fast/a /other/a && stat -f -c %T /fast /other");
        assertThat(result.output()).isEqualTo("onedeeper\ntmpfs\ntmpfs\n");
        assertThat(result.error()).contains("Read-only file system");
        assertThat(file).hasContent("two\n");
    }

    @Test
    void haveWhatTheImageHasInTheirPlace() {
        assertThat(guest(List.of("-v", "filled:/etc"), "grep -c root /etc/passwd"))
                .isEqualTo(Result.printed("1\n"));
        assertThat(guest(List.of("-v", "filled:/data"), "ls /data/group"))
                .isEqualTo(Result.printed("/data/group\n"));
    }

    @Test
    void leadNowhereElse() throws IOException {
        Path folder = folder("narrow");
        Files.writeString(HAKO.place().resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(folder.resolve("root"), HAKO.place().resolve("secret"));
        Result result =
                guest(
                        List.of("-v", folder + ":/data"),
                        "cat /data/up /data/root; ls /data/.. | head -2; mknod /data/disk b 8 0");
        assertThat(result.output()).isEqualTo("bin\ndata\n").doesNotContain("secret");
        assertThat(result.error()).contains("Operation not permitted");
        assertThat(folder.resolve("disk")).doesNotExist();
    }

    @Test
    void areServedByAProcessThatHasNothingElse() throws IOException {
        HAKO.answer(
                "run",
                "-d",
                "--isolation",
                "unikernel",
                "--name",
                "served",
                "-v",
                folder("served") + ":/data",
                "box",
                "sleep",
                "600");
        List<ProcessHandle> servers = servers();
        assertThat(servers).hasSize(1);
        Path proc = Path.of("/proc/" + servers.getFirst().pid());
        assertThat(Files.readString(proc.resolve("status")))
                .contains("CapEff:\t000000008000005b", "NoNewPrivs:\t1", "Seccomp:\t2");
        try (var root = Files.list(proc.resolve("root"))) {
            assertThat(root.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("dev", "hako-files", "proc", "volumes");
        }
        HAKO.crashEngine();
        assertThat(
                        HAKO.answer(
                                "exec",
                                "served",
                                "sh",
                                "-c",
                                "echo on > /data/file; cat /data/file"))
                .isEqualTo("on");
        HAKO.answer("rm", "-f", "served");
        Await.until("no server is left", DEADLINE, () -> servers().isEmpty());
    }

    private static List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.startsWith("/hako-files "))
                                .isPresent())
                .toList();
    }
}
