package dev.hako.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.Golden;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecTest {
    /// Every field that Linux has.
    private static final String FULL = "runtime/config.json";

    @Test
    void isWrittenAsItWasRead() {
        assertThat(Json.pretty(Spec.parse(Golden.bytes(FULL)))).isEqualTo(Golden.text(FULL));
    }

    @Test
    void survivesCompactJson() {
        Spec spec = Spec.parse(Golden.bytes(FULL));

        assertThat(Spec.parse(Json.write(spec))).isEqualTo(spec);
    }

    @Test
    void keepsUnsignedNumbers() {
        Process process = process(Spec.parse(Golden.bytes(FULL)));

        assertThat(process.rlimits().getFirst())
                .isEqualTo(new Rlimit("RLIMIT_NOFILE", 1024, Rlimit.UNLIMITED));
    }

    @Test
    void needsNoMoreThanAVersion() {
        Spec spec = parse("{'ociVersion': '1.0.2-dev'}");

        assertThat(spec.process()).isNull();
        assertThat(spec.linux()).isNull();
        assertThat(spec.mounts()).isEmpty();
        assertThat(spec.hooks()).isEqualTo(Hooks.NONE);
        assertThat(new String(Json.write(spec), StandardCharsets.UTF_8))
                .isEqualTo("{\"ociVersion\":\"1.0.2-dev\"}");
    }

    @Test
    void takesARelativeDestinationAsOneUnderTheRoot() {
        assertThat(new Mount("tmp", null, null, List.of(), List.of(), List.of()).destination())
                .isEqualTo("/tmp");
    }

    @Test
    void takesMinusOneInADeviceRuleForEveryDevice() {
        assertThat(new DeviceRule(true, DeviceRule.Type.BLOCK, -1L, -1L, "m"))
                .isEqualTo(new DeviceRule(true, DeviceRule.Type.BLOCK, null, null, "m"));
    }

    @Test
    void dropsTheFileTypeFromADevicesMode() {
        assertThat(Device.character("/dev/null", 1, 3, 020666).fileMode()).isEqualTo(0666);
    }

    @Test
    void copiesWhatItIsGiven() {
        var args = new ArrayList<>(List.of("sh"));
        Process process = Process.of(args);
        args.add("-c");

        assertThat(process.args()).containsExactly("sh");
    }

    @Test
    void changesOnlyWhatWithAsksFor() {
        Spec spec = Spec.parse(Golden.bytes(FULL));

        Spec changed =
                spec.with(s ->
                        s.hostname("other")
                                .process(process(spec).with(p -> p.args(List.of("id")))));

        assertThat(changed.hostname()).isEqualTo("other");
        assertThat(process(changed).args()).containsExactly("id");
        assertThat(changed.with(s -> s.hostname("box").process(spec.process()))).isEqualTo(spec);
        assertThat(linux(spec).with(l -> {})).isEqualTo(spec.linux());
        assertThat(linux(spec).resources().with(r -> {})).isEqualTo(linux(spec).resources());
    }

    @Test
    void namesTheFieldOfARecordMadeByCode() {
        assertThatThrownBy(() -> Process.of(List.of("sh")).with(p -> p.cwd("foo")))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("cwd \"foo\": must be absolute");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'root': {}                           | root.path: required, but absent
                    'root': {'path': ''}                 | root.path: required, but absent
                    'root': []                           | root: must be an object, but is a list
                    'hostname': 'a\\u0000'               | hostname "a\uFFFD": must not hold a NUL character
                    'mounts': [{'type': 'proc'}]         | mounts[0].destination: required, but absent
                    'mounts': [{'destination': '/', 'options': [1]}] | mounts[0].options[0]: must be a string, but is a number
                    'mounts': [{'destination': '/', 'uidMappings': [{'containerID': 0, 'hostID': 0, 'size': 1}]}] | mounts[0].gidMappings: uidMappings and gidMappings must be given together
                    'hooks': {'poststop': [{'path': 'bin/a'}]}        | hooks.poststop[0].path "bin/a": must be absolute
                    'hooks': {'poststop': [{'path': '/a', 'timeout': 0}]} | hooks.poststop[0].timeout "0": must be between 1 and 2147483647
                    'annotations': {'': 'x'}             | annotations: must not have an empty key
                    'annotations': {'a': 1}              | annotations.a: must be a string, but is a number
                    'ociVersion': '2.0.0'                | ociVersion "2.0.0": only major version 1 is supported
                    'ociVersion': '1.0'                  | ociVersion "1.0": must be a semantic version such as 1.3.0
                    """)
    void saysWhatIsWrongWithASpec(String field, String complaint) {
        String version = field.startsWith("'ociVersion'") ? "" : "'ociVersion': '1.3.0', ";
        refuses("{" + version + field + "}", complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'cwd': 'foo', 'args': ['sh']  | process.cwd "foo": must be absolute
                    'args': ['sh']                | process.cwd: required, but absent
                    'cwd': '/'                    | process.args: must name a program
                    'cwd': '/', 'args': ['a', 'b\\u0000c']  | process.args[1] "b\uFFFDc": must not hold a NUL character
                    'cwd': '/', 'args': ['a'], 'env': [7] | process.env[0]: must be a string, but is a number
                    'cwd': '/', 'args': ['a'], 'terminal': 'yes' | process.terminal: must be true or false, but is a string
                    'cwd': '/', 'args': ['a'], 'oomScoreAdj': 1001 | process.oomScoreAdj "1001": must be between -1000 and 1000
                    'cwd': '/', 'args': ['a'], 'user': {'uid': 4294967295} | process.user.uid "4294967295": must be between 0 and 4294967294
                    'cwd': '/', 'args': ['a'], 'user': {'umask': 512} | process.user.umask "512": must be between 0 and 511
                    'cwd': '/', 'args': ['a'], 'consoleSize': {'height': 1} | process.consoleSize.width: required, but absent
                    'cwd': '/', 'args': ['a'], 'rlimits': [{'type': 'NOFILE', 'soft': 1, 'hard': 1}] | process.rlimits[0].type "NOFILE": must be a kernel name such as RLIMIT_NOFILE
                    'cwd': '/', 'args': ['a'], 'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 18446744073709551615, 'hard': 1}] | process.rlimits[0].soft "18446744073709551615": must not be above hard, which is 1
                    'cwd': '/', 'args': ['a'], 'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 1, 'hard': 1}, {'type': 'RLIMIT_CPU', 'soft': 1, 'hard': 1}] | process.rlimits[1] "RLIMIT_CPU": appears twice
                    'cwd': '/', 'args': ['a'], 'ioPriority': {'class': 'BE'} | process.ioPriority.class "BE": must be one of IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE
                    'cwd': '/', 'args': ['a'], 'scheduler': {'policy': 'SCHED_OTHER', 'nice': 20} | process.scheduler.nice "20": must be between -20 and 19
                    'cwd': '/', 'args': ['a'], 'execCPUAffinity': {'final': '1-'} | process.execCPUAffinity.final "1-": must be a list of numbers and ranges such as 0-3,7
                    """)
    void saysWhatIsWrongWithAProcess(String fields, String complaint) {
        refuses("{'ociVersion': '1.3.0', 'process': {" + fields + "}}", complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'namespaces': [{'type': 'mnt'}] | linux.namespaces[0].type "mnt": must be one of mount, pid, network, uts, ipc, user, cgroup, time
                    'namespaces': [{'type': 'pid'}, {'type': 'pid'}] | linux.namespaces[1] "pid": appears twice
                    'namespaces': [{'type': 'pid', 'path': 'proc/1'}] | linux.namespaces[0].path "proc/1": must be absolute
                    'uidMappings': [{'containerID': 0, 'hostID': 0, 'size': 0}] | linux.uidMappings[0].size "0": must be between 1 and 4294967295
                    'devices': [{'type': 'c', 'path': '/dev/x', 'minor': 1}] | linux.devices[0].major: required, but absent
                    'devices': [{'type': 'p', 'path': 'dev/x'}] | linux.devices[0].path "dev/x": must be absolute
                    'netDevices': {'a/b': {}} | linux.netDevices "a/b": must be the name of a network interface
                    'maskedPaths': ['/a', 'b'] | linux.maskedPaths[1] "b": must be absolute
                    'resources': {'devices': [{'type': 'c'}]} | linux.resources.devices[0].allow: required, but absent
                    'resources': {'devices': [{'allow': true, 'access': 'x'}]} | linux.resources.devices[0].access "x": must be some of r, w and m
                    'resources': {'cpu': {'cpus': '0-x'}} | linux.resources.cpu.cpus "0-x": must be a list of numbers and ranges such as 0-3,7
                    'resources': {'memory': {'limit': 1.5}} | linux.resources.memory.limit "1.5": must be a 64-bit integer
                    'resources': {'pids': {}} | linux.resources.pids.limit: required, but absent
                    'resources': {'unified': {'../memory.max': '1'}} | linux.resources.unified "../memory.max": must be the name of a cgroup file
                    'resources': {'hugepageLimits': [{'pageSize': '2M', 'limit': 1}]} | linux.resources.hugepageLimits[0].pageSize "2M": must be a size such as 64KB, 2MB or 1GB
                    'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'defaultErrnoRet': 1} | linux.seccomp.defaultErrnoRet "1": must not be given with SCMP_ACT_ALLOW
                    'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'action': 'SCMP_ACT_LOG'}]} | linux.seccomp.syscalls[0].names: must name a system call
                    'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': ['x'], 'action': 'SCMP_ACT_LOG', 'args': [{'index': 6, 'value': 1, 'op': 'SCMP_CMP_EQ'}]}]} | linux.seccomp.syscalls[0].args[0].index "6": must be between 0 and 5
                    'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'listenerMetadata': 'x'} | linux.seccomp.listenerMetadata: must not be given without listenerPath
                    'intelRdt': {'closID': '../x'} | linux.intelRdt.closID "../x": must be the name of a folder
                    'personality': {'domain': 'LINUX', 'flags': ['x']} | linux.personality.flags: no flag is supported
                    'timeOffsets': {'boottime': {'nanosecs': 1000000000}} | linux.timeOffsets.boottime.nanosecs "1000000000": must be between 0 and 999999999
                    'rootfsPropagation': 'rshared' | linux.rootfsPropagation "rshared": must be one of private, shared, slave, unbindable
                    """)
    void saysWhatIsWrongWithLinux(String fields, String complaint) {
        refuses("{'ociVersion': '1.3.0', 'linux': {" + fields + "}}", complaint);
    }

    @Test
    void refusesAnnotationsWithoutAKeyFromCodeToo() {
        Spec spec = Spec.of(new Root("rootfs", false), Process.of(List.of("sh")));

        assertThatThrownBy(() -> spec.with(s -> s.annotations(Map.of("", ""))))
                .hasMessage("annotations: must not have an empty key");
    }

    private static void refuses(String json, String complaint) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("invalid config.json: " + complaint);
    }

    private static Spec parse(String json) {
        return Spec.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Process process(Spec spec) {
        return Objects.requireNonNull(spec.process());
    }

    private static Linux linux(Spec spec) {
        return Objects.requireNonNull(spec.linux());
    }
}
