package dev.hako.app.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.Limits.Ulimit;
import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "512,512",
        "1b,1",
        "1k,1024",
        "1K,1024",
        "1kb,1024",
        "1KiB,1024",
        "512m,536870912",
        "1.5g,1610612736",
        "2 GB,2147483648",
        "0.5k,512",
        "1t,1099511627776"
    })
    void readsSizes(String text, long bytes) {
        assertThat(Size.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "m", "1x", "1.", "1mm", "99999p", "1 2", "0x10", "1e3"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(Failure.class);
    }

    @Test
    void minusOneMayMeanUnlimited() {
        assertThat(Size.parseOrUnlimited("-1")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0B,0B",
        "999,999B,999B",
        "1000,1kB,1000B",
        "1090000,1.09MB,1.04MiB",
        "4124332032,4.124GB,3.841GiB"
    })
    void showsSizes(long bytes, String decimal, String binary) {
        assertThat(Size.decimal(bytes)).isEqualTo(decimal);
        assertThat(Size.binary(bytes)).isEqualTo(binary);
        assertThat(Size.roughly(1_234_567)).isEqualTo("1.23MB");
    }

    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "10s,PT10S",
        "1h30m,PT1H30M",
        "300ms,PT0.3S",
        "1.5s,PT1.5S",
        "-2m,PT-2M",
        "1us,PT0.000001S",
        ".5s,PT0.5S",
        "90m,PT1H30M"
    })
    void readsDurations(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1d", "1h 2m", "1h2", "--1s", "1..5s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.5S,Less than a second",
        "PT1S,1 second",
        "PT59S,59 seconds",
        "PT60S,About a minute",
        "PT5M,5 minutes",
        "PT61M,About an hour",
        "PT5H,5 hours",
        "PT72H,3 days",
        "P20D,2 weeks",
        "P70D,2 months",
        "P800D,2 years"
    })
    void saysHowLongAgo(Duration span, String words) {
        assertThat(Durations.roughly(span)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T15:04:05Z,2026-01-02T15:04:05Z",
        "2026-01-02T15:04:05.5+01:00,2026-01-02T14:04:05.500Z",
        "2026-01-02T15:04:05,2026-01-02T14:04:05Z",
        "2026-01-02T15:04,2026-01-02T14:04:00Z",
        "2026-01-02,2026-01-01T23:00:00Z",
        "1767366245,2026-01-02T15:04:05Z",
        "1767366245.25,2026-01-02T15:04:05.250Z",
        "10m,2026-06-01T11:50:00Z"
    })
    void readsPointsInTime(String text, Instant expected) {
        Instant now = Instant.parse("2026-06-01T12:00:00Z");
        assertThat(Moment.parse(text, now, ZoneId.of("Europe/Vienna"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "2026-01-02T25:00:00Z", ""})
    void refusesWhatIsNoPointInTime(String text) {
        assertThatThrownBy(() -> Moment.parse(text, Instant.EPOCH, ZoneId.of("UTC")))
                .isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource({"KILL,9", "sigterm,15", "SIGHUP,1", "9,9", "SIGRTMIN+1,35"})
    void readsSignals(String text, int number) {
        assertThat(Signals.parse(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FOO", "0", "65", "-1"})
    void refusesWhatIsNoSignal(String text) {
        assertThatThrownBy(() -> Signals.parse(text)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource({"1,1000000000", "1.5,1500000000", "0.000000001,1", ".5,500000000", "0,0"})
    void readsProcessors(String text, long billionths) {
        assertThat(Numbers.nanoCpus(text)).isEqualTo(billionths);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.0000000001", "many", "1e99", "99999999"})
    void refusesWhatIsNoNumberOfProcessors(String text) {
        assertThatThrownBy(() -> Numbers.nanoCpus(text)).isInstanceOf(Failure.class);
    }

    @Test
    void readsResourceLimits() {
        assertThat(Ulimits.parse("nofile=1024")).isEqualTo(new Ulimit("nofile", 1024, 1024));
        assertThat(Ulimits.parse("nofile=1024:2048")).isEqualTo(new Ulimit("nofile", 1024, 2048));
        assertThat(Ulimits.parse("core=-1")).isEqualTo(new Ulimit("core", -1, -1));
        assertThat(Ulimits.parse("core=0:unlimited")).isEqualTo(new Ulimit("core", 0, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nofile", "nofile=", "files=1", "nofile=2:1", "nofile=1:2:3", "nofile=-1:5"})
    void refusesWrongResourceLimits(String text) {
        assertThatThrownBy(() -> Ulimits.parse(text)).isInstanceOf(Failure.class);
    }

    @Test
    void readsDevices() {
        assertThat(Devices.parse("/dev/kvm"))
                .isEqualTo(new DeviceRequest("/dev/kvm", "/dev/kvm", "rwm"));
        assertThat(Devices.parse("/dev/kvm:r"))
                .isEqualTo(new DeviceRequest("/dev/kvm", "/dev/kvm", "r"));
        assertThat(Devices.parse("/dev/a:/dev/b"))
                .isEqualTo(new DeviceRequest("/dev/a", "/dev/b", "rwm"));
        assertThat(Devices.parse("/dev/a:/dev/b:rw"))
                .isEqualTo(new DeviceRequest("/dev/a", "/dev/b", "rw"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kvm",
                "/dev/a:b",
                "/dev/a:/dev/b:x",
                "/dev/a:/dev/b:rr",
                "/dev/a:/b:r:w"
            })
    void refusesWrongDevices(String text) {
        assertThatThrownBy(() -> Devices.parse(text)).isInstanceOf(Failure.class);
    }

    @Test
    void readsThrottles() {
        assertThat(Throttles.of(DeviceThrottle.Kind.READ_BPS).apply("/dev/sda:1m"))
                .isEqualTo(new DeviceThrottle(DeviceThrottle.Kind.READ_BPS, "/dev/sda", 1 << 20));
        assertThatThrownBy(() -> Throttles.of(DeviceThrottle.Kind.READ_IOPS).apply("/dev/sda:1m"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void readsDetachKeys() {
        assertThat(DetachKeys.parse("ctrl-p,ctrl-q")).isEqualTo(DetachKeys.standard());
        assertThat(DetachKeys.parse("a,ctrl-@,ctrl-_")).isEqualTo(new byte[] {'a', 0, 31});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ctrl-", "ctrl-P", "ab", "a,,b", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"})
    void refusesWrongDetachKeys(String text) {
        assertThatThrownBy(() -> DetachKeys.parse(text)).isInstanceOf(Failure.class);
    }

    @Test
    void readsEnvironmentFiles() {
        String file = "\ufeffA=1\n# comment\n\n  B=two words \nC\r\nD=x=y\nE=\"quoted\"";
        assertThat(EnvFile.entries(file.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("A=1", "B=two words ", "C", "D=x=y", "E=\"quoted\"");
    }

    @Test
    void namesTheLineOfAWrongVariable() {
        assertThatThrownBy(() -> EnvFile.entries("A=1\nB C=2".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> EnvFile.entries(new byte[] {(byte) 0xff}))
                .hasMessageContaining("not UTF-8");
    }
}
