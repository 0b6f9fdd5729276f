package dev.hako.guest.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.guest.build.BuildListener.Stage;
import dev.hako.guest.kernel.GuestKernel;
import dev.hako.guest.kernel.KernelStore;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds with real tools, of small sources.
@NeedsProgram({"bash", "bc", "bison", "flex", "gcc", "make", "strip", "xz"})
class KernelBuildIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private KernelStore store;
    private final Told told = new Told();

    @BeforeEach
    void openStore() {
        store = new KernelStore(folder.resolve("kernels"));
    }

    private GuestKernel build(KernelSource source) throws InterruptedException {
        return build(source, told);
    }

    private GuestKernel build(KernelSource source, BuildListener listener)
            throws InterruptedException {
        return buildIn(store).run(new KernelBuild.Request(source, 2, Map.of()), listener);
    }

    private static KernelBuild buildIn(KernelStore store) {
        return new KernelBuild(store, BuildTools.OF_MACHINE, InstantSource.system());
    }

    private FakeLinux linux() throws IOException {
        return FakeLinux.in(folder.resolve("linux"));
    }

    @Test
    void buildsATreeIntoTheStore() throws Exception {
        FakeLinux linux = linux();
        GuestKernel kernel = build(linux.source());

        assertThat(store.all()).containsExactly(kernel);
        assertThat(kernel.facts().version()).isEqualTo("7.2.13-hako");
        assertThat(kernel.facts().steps()).isEqualTo(1);
        assertThat(kernel.program()).isExecutable();
        assertThat(new ProcessBuilder(kernel.program().toString()).start().waitFor()).isZero();
        assertThat(kernel.configuration())
                .content()
                .contains("CONFIG_TINY=y", "CONFIG_STATIC_LINK=y");
        assertThat(told.stages())
                .containsExactly(Stage.LOOKING, Stage.CONFIGURING, Stage.COMPILING, Stage.STORING);
        assertThat(told.files()).containsExactly("1 of 0 main.o");
        assertThat(store.building()).doesNotExist();
    }

    @Test
    void buildsEqualInputsOnce() throws Exception {
        FakeLinux linux = linux();
        GuestKernel first = build(linux.source());
        assertThat(build(linux.source())).isEqualTo(first);
        assertThat(linux.builds()).isEqualTo(1);

        Files.writeString(folder.resolve("linux/README"), "another state");
        assertThat(build(linux.source())).isEqualTo(first);
        assertThat(linux.builds()).isEqualTo(2);

        store.remove(first);
        assertThat(build(linux.source()).id()).isEqualTo(first.id());
        assertThat(linux.builds()).isEqualTo(3);
    }

    @Test
    void buildsATarballWhereverItLies() throws Exception {
        FakeLinux linux = linux();
        GuestKernel ofTree = build(linux.source());
        Path tarball = folder.resolve("linux-7.2.tar.xz");
        run("tar", "-C", folder.toString(), "-cJf", tarball.toString(), "linux");
        Path copy = Files.copy(tarball, folder.resolve("copy.tar.xz"));

        assertThat(build(KernelSource.at(tarball)).id()).isEqualTo(ofTree.id());
        assertThat(build(KernelSource.at(copy)).id()).isEqualTo(ofTree.id());
        assertThat(linux.builds()).isEqualTo(2);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void saysWhatFailedAndWhereAllOfItIs() throws Exception {
        KernelSource source = linux().doing("echo 'main.c: error: no such thing'; exit 3").source();
        assertThatThrownBy(() -> build(source))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot build a guest kernel: cannot compile the kernel")
                .hasMessageContaining("rror")
                .hasMessageContaining(store.log().toString());
        assertThat(store.log()).content().contains("main.c: error: no such thing");
        assertThat(store.all()).isEmpty();
        assertThat(store.building()).doesNotExist();
    }

    @Test
    void refusesASourceThatDropsAnOption() throws Exception {
        KernelSource source = linux().dropping("CONFIG_EROFS_FS").source();
        assertThatThrownBy(() -> build(source))
                .hasMessageContaining("does not take 1 of the options: CONFIG_EROFS_FS=y");
    }

    @Test
    void refusesALinuxThatIsTooOld() throws Exception {
        KernelSource source = linux().ofVersion("6.12.4").source();
        assertThatThrownBy(() -> build(source)).hasMessageContaining("Linux 6.12.4 is too old");
    }

    @Test
    void refusesWhatIsNoStaticProgram() throws Exception {
        KernelSource source = linux().linking("gcc -nostdlib -pie -Wl,-I/lib/ld.so -fPIC").source();
        assertThatThrownBy(() -> build(source))
                .hasMessageContaining("\"linux\" is no guest kernel: it is not static");
        assertThat(store.all()).isEmpty();
    }

    @Test
    void namesAllThatIsMissing() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String name : List.of("bash", "gcc", "ld", "make", "nice", "tar", "xz")) {
            Files.createSymbolicLink(tools.resolve(name), Path.of("/bin/true"));
        }
        KernelBuild build =
                new KernelBuild(store, new BuildTools(List.of(tools)), InstantSource.system());
        KernelBuild.Request request = new KernelBuild.Request(linux().source(), 1, Map.of());
        assertThatThrownBy(() -> build.run(request, told))
                .hasMessage(
                        "this machine has no bc, bison, flex, strip; hint: apt-get install bc binutils"
                                + " bison flex");
    }

    @Test
    void endsAllOfItWhenItIsInterrupted() throws Exception {
        Path pids = folder.resolve("pids");
        KernelSource source = linux().doing(sleeping(pids)).source();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread building =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                build(source);
                            } catch (InterruptedException | RuntimeException e) {
                                end.complete(e);
                            }
                        });
        List<ProcessHandle> sleepers = sleepers(pids);
        building.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        Await.until(
                "its programs are gone", DEADLINE, () -> sleepers.stream().noneMatch(this::runs));
        assertThat(store.building()).doesNotExist();
    }

    @Test
    void leavesNothingRunningWhenItsEngineIsKilled() throws Exception {
        Path pids = folder.resolve("pids");
        FakeLinux linux = linux().doing(sleeping(pids));
        Process engine =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BuildingEngine.class.getName(),
                                folder.resolve("kernels").toString(),
                                folder.resolve("linux").toString())
                        .inheritIO()
                        .start();
        List<ProcessHandle> sleepers = sleepers(pids);
        engine.destroyForcibly().waitFor();

        Await.until(
                "its programs are gone", DEADLINE, () -> sleepers.stream().noneMatch(this::runs));
        assertThat(store.building()).exists();
        build(linux.doing("true").source());
        assertThat(store.building()).doesNotExist();
    }

    /// A zombie whose parent has not been told is not running.
    private boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static String sleeping(Path pids) {
        return "sleep 1000 & echo $$$$ $$! > PIDS.new; mv PIDS.new PIDS; wait"
                .replace("PIDS", pids.toString());
    }

    private static List<ProcessHandle> sleepers(Path pids) throws IOException {
        Await.until("the build is at it", DEADLINE, () -> Files.exists(pids));
        return List.of(Files.readString(pids).strip().split(" ")).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    @Test
    void waitsForAnotherBuild() throws Exception {
        Path gate = folder.resolve("gate");
        FakeLinux linux =
                linux().doing(
                                "until [ -e GATE ]; do sleep 0.05; done"
                                        .replace("GATE", gate.toString()));
        AtomicReference<GuestKernel> first = new AtomicReference<>();
        Thread one = inBackground(linux.source(), told, first);
        Await.until("it compiles", DEADLINE, () -> !told.files().isEmpty());

        Told second = new Told();
        AtomicReference<GuestKernel> same = new AtomicReference<>();
        Thread other = inBackground(linux.source(), second, same);
        Await.until("it waits", DEADLINE, () -> second.stages().contains(Stage.WAITING));
        Files.createFile(gate);
        one.join();
        other.join();

        assertThat(same.get()).isEqualTo(first.get()).isNotNull();
        assertThat(linux.builds()).isEqualTo(1);
    }

    private Thread inBackground(
            KernelSource source, BuildListener listener, AtomicReference<GuestKernel> made) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        made.set(build(source, listener));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
