package dev.hako.isolation.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.guest.boot.CommandLine.Mode;
import dev.hako.guest.channel.GuestRun;
import dev.hako.guest.channel.GuestStream;
import dev.hako.kernel.Signal;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real guest kernels in their jails.
@NeedsRoot
@NeedsProgram("busybox")
class GuestIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long DEADLINE_SECONDS = DEADLINE.toSeconds();
    private static final int STDIN = 2;
    private static final int STDIN_END = 3;

    @TempDir Path folder;
    private GuestSetup setup;

    @BeforeAll
    static void requireKernel() {
        assumeTrue(
                GuestSetup.kernel().isPresent(), "needs guest kernel: `./dev kernel` builds one");
    }

    @BeforeEach
    void setUp() throws IOException {
        setup = new GuestSetup(folder);
    }

    private static void awaitReady(Guest guest) throws Exception {
        assertThat(guest.channel().ready().get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(62);
    }

    private static GuestRun run(Guest guest, String... words) throws InterruptedException {
        return guest.channel().run(GuestPlan.of(words), GuestPlan.STREAMS);
    }

    private static void type(GuestStream client, int type, byte[] payload)
            throws InterruptedException {
        client.write(
                ByteBuffer.allocate(8 + payload.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(payload.length)
                        .putShort((short) type)
                        .putShort((short) 0)
                        .put(payload)
                        .array());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void runsAPlanAndPowersOff(Mode mode) throws Exception {
        try (Guest guest = setup.start(mode)) {
            awaitReady(guest);
            GuestRun run = run(guest, "sh", "-c", "busybox uname -r; echo no >&2; exit 3");
            Told client = Told.all(run.streams().getLast());
            Told control = Told.all(run.streams().getFirst());

            assertThat(control.text(Told.FAILED)).isEmpty();
            assertThat(client.text(Told.STDOUT))
                    .isEqualTo(GuestSetup.kernel().orElseThrow().facts().version() + "-hako\n");
            assertThat(client.text(Told.STDERR)).isEqualTo("no\n");
            assertThat(control.exitCode()).isEqualTo(3);
            assertThat(run.status().get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isZero();
            guest.channel().powerOff();
            assertThat(guest.awaitEnd()).isTrue();
            assertThat(setup.state(0).resolve("exit")).content().startsWith("0 ");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void losesNothingOfWhatIsSentAndSaid(Mode mode) throws Exception {
        byte[] input = new byte[40_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) ('a' + i % 23);
        }
        try (Guest guest = setup.start(mode)) {
            awaitReady(guest);
            // Nobody reads for a second, which is when a terminal's line would lose what comes.
            GuestRun run =
                    run(
                            guest,
                            "sh",
                            "-c",
                            "busybox sleep 1; for i in 1 2 3 4 5 6 7 8; do busybox dd if=/dev/zero bs=100000 count=1; done 2>/dev/null; busybox cat");
            GuestStream client = run.streams().getLast();
            type(client, STDIN, input);
            type(client, STDIN_END, new byte[0]);
            byte[] output = Told.all(client).bytes(Told.STDOUT);

            assertThat(output).hasSize(800_000 + input.length);
            assertThat(new String(output, 800_000, input.length, StandardCharsets.US_ASCII))
                    .isEqualTo(new String(input, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void carriesRunsBesideOneThatNobodyReads() throws Exception {
        try (Guest guest = setup.start(Mode.FAST)) {
            awaitReady(guest);
            GuestRun deaf = run(guest, "yes");
            for (int i = 0; i < 3; i++) {
                Told client = Told.all(run(guest, "echo", "heard").streams().getLast());
                assertThat(client.text(Told.STDOUT)).isEqualTo("heard\n");
            }
            assertThat(deaf.status()).isNotDone();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theKernelIsNobodyInAnEmptyPlace(Mode mode) throws Exception {
        try (Guest guest = setup.start(mode)) {
            awaitReady(guest);
            List<Integer> all = members(guest);
            assertThat(all).hasSizeGreaterThan(1);
            int init = all.getFirst();
            for (int pid : all) {
                String status = Files.readString(Path.of("/proc/" + pid + "/status"));
                assertThat(status)
                        .contains("Uid:\t65534\t65534\t65534\t65534")
                        .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                        .contains("NoNewPrivs:\t1", "Seccomp:\t2");
            }
            Path root = Path.of("/proc/" + init + "/root/.");
            try (Stream<Path> files = Files.walk(root)) {
                assertThat(files.skip(1).map(root::relativize).map(Path::toString))
                        .filteredOn(name -> !name.startsWith("work/"))
                        .containsExactlyInAnyOrder("dev", "hako-init", "initrd", "linux", "work");
            }
        }
    }

    @Test
    void endsWithItsMonitor() throws Exception {
        try (Guest guest = setup.start(Mode.FAST)) {
            awaitReady(guest);
            List<Integer> all = members(guest);
            guest.monitor().send(Signal.SIGKILL);
            Await.until("all of it is gone", DEADLINE, () -> all.stream().noneMatch(GuestIT::runs));
        }
    }

    @Test
    void endsWhenNobodyHoldsItsChannel() throws Exception {
        try (Guest guest = setup.start(Mode.FAST)) {
            awaitReady(guest);
            guest.channel().close();
            assertThat(guest.awaitEnd()).isTrue();
        }
    }

    /// All processes that it has started, the first of its PID namespace first.
    private static List<Integer> members(Guest guest) {
        return ProcessHandle.of(guest.monitor().pid())
                .orElseThrow()
                .descendants()
                .map(process -> Math.toIntExact(process.pid()))
                .sorted()
                .toList();
    }

    private static boolean runs(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
