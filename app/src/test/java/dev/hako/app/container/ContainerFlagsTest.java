package dev.hako.app.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.WorkingDirectory;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.LogConfig.LogLimits;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `hako run` makes of its options.
class ContainerFlagsTest {
    private static final CommandForm FORM =
            new CommandForm(
                    "run",
                    "IMAGE",
                    "Run",
                    OptionSet.of(ContainerFlags.GROUPS, List.of()),
                    Order.OPTIONS_FIRST,
                    Count.atLeast(1),
                    List.of());

    @TempDir Path directory;
    private Fd open;

    @BeforeEach
    void open() {
        open = Open.open(directory.toString(), Open.O_PATH | Open.O_DIRECTORY);
    }

    @AfterEach
    void close() {
        open.close();
    }

    private Caller caller(String path) {
        return new Caller(
                List.of(),
                List.of("HOME=/root", "COLOUR=red", "EMPTY="),
                new WorkingDirectory(open, path),
                Caller.Terminal.NONE,
                022,
                InputStream.nullInputStream());
    }

    /// Reads options, separated by blanks, of a container of the image `host`.
    private ContainerConfig read(String options) {
        List<String> words = new ArrayList<>(Arrays.asList(options.split(" ")));
        words.addAll(List.of("host", "ls", "-l"));
        return ContainerFlags.read(FORM.parse(words), caller(directory.toString()), true);
    }

    @Test
    void whatIsNotSaidIsStandard() {
        ContainerConfig config =
                ContainerFlags.read(FORM.parse(List.of("host")), caller("/"), true);
        assertThat(config).isEqualTo(ContainerConfig.of("host").build());
    }

    @Test
    void wordsAfterTheImageBelongToTheProgram() {
        assertThat(read("--rm").image()).isEqualTo("host");
        assertThat(read("--rm").command()).containsExactly("ls", "-l");
    }

    @Test
    void readsHowTheProgramRuns() {
        var process =
                read("-it -w /src -u 1000:100 --group-add audio --group-add 5 -h box --domainname d --init"
                                + " --oom-score-adj -500")
                        .process();
        assertThat(process.terminal()).isTrue();
        assertThat(process.openInput()).isTrue();
        assertThat(process.inputOnce()).isTrue();
        assertThat(process.workingDirectory()).contains("/src");
        assertThat(process.user()).contains("1000:100");
        assertThat(process.groups()).containsExactly("audio", "5");
        assertThat(process.hostname()).contains("box");
        assertThat(process.domainname()).contains("d");
        assertThat(process.init()).isTrue();
        assertThat(process.oomScoreAdj()).contains(-500);
    }

    @Test
    void takesVariablesFromFilesThenFromTheLineAndFromTheCaller() throws IOException {
        Files.writeString(directory.resolve("env"), "A=file\nCOLOUR\nUNSET\n");
        assertThat(
                        read("-e A=1 -e COLOUR -e EMPTY -e MISSING -e B= --env-file env")
                                .process()
                                .env())
                .containsExactly("A=file", "COLOUR=red", "A=1", "COLOUR=red", "EMPTY=", "B=");
    }

    @Test
    void readsWhatTheProgramMayDo() throws IOException {
        Files.writeString(directory.resolve("profile.json"), "{}");
        var security =
                read("--privileged --cap-add NET_ADMIN --cap-drop ALL --read-only"
                                + " --security-opt no-new-privileges --security-opt seccomp=profile.json"
                                + " --security-opt systempaths=unconfined --security-opt apparmor=strict"
                                + " --security-opt label=type:web_t")
                        .security();
        assertThat(security.privileged()).isTrue();
        assertThat(security.addedCapabilities()).containsExactly("NET_ADMIN");
        assertThat(security.droppedCapabilities()).containsExactly("ALL");
        assertThat(security.readOnlyRoot()).isTrue();
        assertThat(security.noNewPrivileges()).isTrue();
        assertThat(security.seccomp()).isEqualTo(new SeccompChoice.Profile("{}"));
        assertThat(security.unmasked()).isTrue();
        assertThat(security.apparmorProfile()).contains("strict");
        assertThat(security.selinuxLabel()).contains("system_u:system_r:web_t:s0");
    }

    @ParameterizedTest
    @CsvSource({
        "no-new-privileges,true",
        "no-new-privileges:true,true",
        "no-new-privileges=false,false"
    })
    void readsNoNewPrivilegesInAllSpellings(String option, boolean expected) {
        assertThat(read("--security-opt " + option).security().noNewPrivileges())
                .isEqualTo(expected);
    }

    @Test
    void readsWhatIsShared() {
        var namespaces =
                read("--pid host --ipc private --uts host --cgroupns host --userns private --net host"
                                + " --sysctl net.ipv4.ip_forward=1")
                        .namespaces();
        assertThat(namespaces.pid()).isEqualTo(Mode.HOST);
        assertThat(namespaces.ipc()).isEqualTo(Mode.PRIVATE);
        assertThat(namespaces.uts()).isEqualTo(Mode.HOST);
        assertThat(namespaces.cgroup()).isEqualTo(Mode.HOST);
        assertThat(namespaces.user()).isEqualTo(Mode.PRIVATE);
        assertThat(namespaces.network()).contains("host");
        assertThat(namespaces.sysctls()).containsEntry("net.ipv4.ip_forward", "1");
    }

    @Test
    void readsLimits() {
        Limits limits =
                read("-m 512m --memory-swap -1 --memory-reservation 256m --memory-swappiness 60"
                                + " --oom-kill-disable --cpus 1.5 -c 512 --cpuset-cpus 0-2,4 --cpuset-mems 0"
                                + " --pids-limit 100 --blkio-weight 300 --device-read-bps /dev/sda:1m"
                                + " --device-write-iops /dev/sda:9 --ulimit nofile=1024:2048")
                        .limits();
        Limits expected =
                new Limits.Builder()
                        .memoryBytes(512 << 20)
                        .memorySwapBytes(-1)
                        .memoryReservationBytes(256 << 20)
                        .memorySwappiness(60)
                        .oomKillDisable(true)
                        .nanoCpus(1_500_000_000)
                        .cpuShares(512)
                        .cpusetCpus("0-2,4")
                        .cpusetMems("0")
                        .pids(100)
                        .blkioWeight(300)
                        .deviceThrottles(
                                List.of(
                                        new DeviceThrottle(
                                                DeviceThrottle.Kind.READ_BPS, "/dev/sda", 1 << 20),
                                        new DeviceThrottle(
                                                DeviceThrottle.Kind.WRITE_IOPS, "/dev/sda", 9)))
                        .ulimits(List.of(new Limits.Ulimit("nofile", 1024, 2048)))
                        .build();
        assertThat(limits).isEqualTo(expected);
    }

    @Test
    void readsCpuPeriodAndQuota() {
        Limits limits = read("--cpu-period 50000 --cpu-quota 25000").limits();
        assertThat(limits.cpuPeriodMicros()).contains(50_000L);
        assertThat(limits.cpuQuotaMicros()).contains(25_000L);
    }

    @Test
    void readsVolumes() {
        var storage =
                read("-v data:/a:ro,nocopy -v /b --volumes-from web:ro --volumes-from db"
                                + " --mount src=x,dst=/c,readonly,volume-nocopy=true,volume-subpath=s/t,"
                                + "volume-driver=local,volume-label=k=v,volume-label=w,volume-opt=type=tmpfs"
                                + " --mount type=bind,source=/y,destination=/d,ro=1,bind-nonrecursive"
                                + " --mount type=bind,source=/y,target=/e,ro,bind-recursive=writable")
                        .storage();
        assertThat(storage.mounts())
                .containsExactly(
                        new MountRequest.Volume("data", "/a", use(false, true, false, "ro,nocopy")),
                        new MountRequest.Volume("", "/b", use(true, false, true, "")),
                        new MountRequest.Volume(
                                "x",
                                "/c",
                                new VolumeUse(
                                        false,
                                        true,
                                        false,
                                        "",
                                        Optional.of("s/t"),
                                        Map.of("k", "v", "w", ""),
                                        Map.of("type", "tmpfs"))),
                        new MountRequest.Bind("/y", "/d", List.of("ro", "bind"), false),
                        new MountRequest.Bind(
                                "/y", "/e", List.of("ro", "ro-non-recursive"), false));
        assertThat(storage.volumesFrom())
                .containsExactly(new VolumesFrom("web", true), new VolumesFrom("db", false));
    }

    private static VolumeUse use(boolean own, boolean readOnly, boolean copyUp, String mode) {
        return new VolumeUse(own, readOnly, copyUp, mode, Optional.empty(), Map.of(), Map.of());
    }

    @Test
    void readsMountsInTheOrderAskedFor() {
        var storage =
                read("-v /a:/x:ro --tmpfs /y:size=1m,noexec -v ./sub:/z"
                                + " --mount type=bind,src=/b,dst=/w,ro,bind-propagation=rslave"
                                + " --mount type=tmpfs,target=/v,tmpfs-size=1k,tmpfs-mode=1770"
                                + " --shm-size 1m --device /dev/null:r")
                        .storage();
        assertThat(storage.mounts())
                .containsExactly(
                        new MountRequest.Bind("/a", "/x", List.of("ro"), true),
                        new MountRequest.Tmpfs("/y", List.of("size=1m", "noexec")),
                        new MountRequest.Bind(directory + "/sub", "/z", List.of(), true),
                        new MountRequest.Bind("/b", "/w", List.of("ro", "rslave"), false),
                        new MountRequest.Tmpfs("/v", List.of("size=1024", "mode=1770")));
        assertThat(storage.shmBytes()).contains(1L << 20);
        assertThat(storage.devices())
                .containsExactly(new DeviceRequest("/dev/null", "/dev/null", "r"));
    }

    @Test
    void readsWhatHappensAtTheEnd() {
        var lifecycle =
                read("--rm --stop-signal INT --stop-timeout 3 --log-opt max-size=1m --log-opt max-file=2")
                        .lifecycle();
        assertThat(lifecycle.autoRemove()).isTrue();
        assertThat(lifecycle.stopSignal()).contains(2);
        assertThat(lifecycle.stopTimeout()).contains(Duration.ofSeconds(3));
        assertThat(lifecycle.log().limits()).isEqualTo(new LogLimits(1 << 20, 2));
    }

    @Test
    void readsNameLabelsAnnotationsAndIsolation() throws IOException {
        Files.writeString(directory.resolve("labels"), "from=file\nbare\n");
        ContainerConfig config =
                read(
                        "--name web -l a=b -l empty --label-file labels --annotation k=v --isolation namespace");
        assertThat(config.name()).contains("web");
        assertThat(config.labels())
                .containsExactly(
                        Map.entry("from", "file"),
                        Map.entry("bare", ""),
                        Map.entry("a", "b"),
                        Map.entry("empty", ""));
        assertThat(config.annotations()).containsEntry("k", "v");
        assertThat(config.isolation()).contains("namespace");
    }

    @Test
    void anEmptyEntrypointRemovesTheImages() {
        assertThat(read("--entrypoint=").entrypoint()).isEqualTo(Optional.of(List.of()));
        assertThat(read("--entrypoint /bin/sh").entrypoint())
                .isEqualTo(Optional.of(List.of("/bin/sh")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-w src | invalid argument \"src\" for -w, --workdir: must be an absolute path",
                "-m 1m | invalid argument \"1m\" for -m, --memory: less than 6m, with which no program starts",
                "--cpus 1 --cpu-quota 5 | --cpus cannot be given with --cpu-period or --cpu-quota",
                "--uts container:x | invalid argument \"container:x\" for --uts: not supported",
                "--pid container: | invalid argument \"container:\" for --pid: it does not say which container",
                "-v data:/x:wat | invalid argument \"data:/x:wat\" for -v, --volume: unknown option \"wat\"",
                "-v data:/x:rslave | invalid argument \"data:/x:rslave\" for -v, --volume: \"rslave\" is for directories of the host",
                "-v /a:/x:rslave,ro,rshared | invalid argument \"/a:/x:rslave,ro,rshared\" for -v, --volume: \"rshared\" contradicts an option before it",
                "-v x | invalid argument \"x\" for -v, --volume: the target \"x\" is not absolute",
                "-v /x:ro | invalid argument \"/x:ro\" for -v, --volume: the target \"ro\" is not absolute",
                "--volumes-from a:wat | invalid argument \"a:wat\" for --volumes-from: unknown option \"wat\"",
                "-v /a:b | invalid argument \"/a:b\" for -v, --volume: the target \"b\" is not absolute",
                "-v /a:/b:wat | invalid argument \"/a:/b:wat\" for -v, --volume: unknown option \"wat\"",
                "--mount type=volume,src=a | invalid argument \"type=volume,src=a\" for --mount: a mount needs a target",
                "--mount type=volume,src=a,dst=/x,volume-driver=nfs | invalid argument \"type=volume,src=a,dst=/x,volume-driver=nfs\" for --mount: no such volume driver \"nfs\"; hint: the only one is local",
                "--mount type=volume,src=a,dst=/x,volume-subpath=../b | invalid argument \"type=volume,src=a,dst=/x,volume-subpath=../b\" for --mount: the subpath \"../b\" is not a path inside the volume",
                "--mount type=volume,src=a,dst=/x,bind-propagation=rslave | invalid argument \"type=volume,src=a,dst=/x,bind-propagation=rslave\" for --mount: the field \"propagation\" is not for type=volume",
                "--mount type=volume,src=a,dst=/x,src=b | invalid argument \"type=volume,src=a,dst=/x,src=b\" for --mount: the field \"src\" is given twice",
                "--mount type=volume,src=a,dst | invalid argument \"type=volume,src=a,dst\" for --mount: the field \"dst\" needs a value",
                "--mount type=bind,src=/a,dst=/x,bind-recursive=writable | invalid argument \"type=bind,src=/a,dst=/x,bind-recursive=writable\" for --mount: \"bind-recursive=writable\" needs \"readonly\"",
                "--mount type=bind,src=/a,dst=/x,ro,bind-recursive=readonly | invalid argument \"type=bind,src=/a,dst=/x,ro,bind-recursive=readonly\" for --mount: \"bind-recursive=readonly\" needs \"bind-propagation=rprivate\"",
                "--mount type=image,dst=/x | invalid argument \"type=image,dst=/x\" for --mount: an image mount needs a source",
                "--mount type=image,src=a,dst=/x,readonly=false | invalid argument \"type=image,src=a,dst=/x,readonly=false\" for --mount: an image cannot be mounted writable; hint: copy what is to be changed into a volume",
                "--mount type=image,src=a,dst=/x,rw | invalid argument \"type=image,src=a,dst=/x,rw\" for --mount: unknown field \"rw\"; hint: mounts are writable unless they are readonly; images never are",
                "--mount type=image,src=a,dst=/x,image-subpath=/b | invalid argument \"type=image,src=a,dst=/x,image-subpath=/b\" for --mount: the subpath \"/b\" is not a path inside the image",
                "--mount type=wat,dst=/x | invalid argument \"type=wat,dst=/x\" for --mount: unknown type \"wat\"; hint: the types are bind, image, tmpfs and volume",
                "--mount type=bind,dst=/x | invalid argument \"type=bind,dst=/x\" for --mount: a bind mount needs a source",
                "--mount type=tmpfs,dst=/x,src=/y | invalid argument \"type=tmpfs,dst=/x,src=/y\" for --mount: the field \"source\" is not for type=tmpfs",
                "--mount type=bind,src=/y,wat=1 | invalid argument \"type=bind,src=/y,wat=1\" for --mount: unknown field \"wat\"",
                "--storage-opt size=1g | cannot set --storage-opt size=1g: nothing but the disk limits a container's own files; hint: use --read-only with --tmpfs TARGET:size=BYTES, or a volume on a file system of that size",
                "--security-opt wat=1 | invalid argument \"wat=1\" for --security-opt: unknown security option \"wat\"; hint: known are no-new-privileges, seccomp, apparmor, label and systempaths",
                "--log-opt colour=x | unknown log opt 'colour' for json-file log driver; hint: there are tag, labels, labels-regex, env, env-regex, mode, max-buffer-size, max-size, max-file, compress",
                "--log-opt max-size=0 | invalid log opt max-size=0: a log has at least one file of at least one byte; hint: the log driver none keeps nothing",
                "--log-driver gelf | invalid argument \"gelf\" for --log-driver: unknown log driver; hint: there are json-file, local, k8s-file, journald, syslog, none",
                "--env-file none | cannot read \"none\": ENOENT (no such file or directory)",
                "--name a | invalid container name \"a\"; hint: use 2 to 128 of a-z A-Z 0-9 _ . - and begin with a letter or digit"
            })
    void refusesWhatCannotBeMeant(String options, String message) {
        assertThatThrownBy(() -> read(options)).hasMessage(message);
    }

    @Test
    void refusesARelativePathFromADirectoryTheEngineDoesNotSee() {
        var line = FORM.parse(List.of("-v", "./a:/b", "host"));
        assertThatThrownBy(() -> ContainerFlags.read(line, caller("/nowhere"), true))
                .hasMessage(
                        "cannot resolve \"./a\": your working directory \"/nowhere\" is not the engine's; hint:"
                                + " you may be in another mount namespace; give an absolute path");
    }
}
