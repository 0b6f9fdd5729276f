package dev.hako.door.cri.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.cri.v1.Signal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void everySignalHasItsNumber() {
        assertThat(
                        Arrays.stream(Signal.values())
                                .filter(signal -> signal != Signal.SIGNAL_RUNTIME_DEFAULT)
                                .filter(signal -> signal != Signal.UNRECOGNIZED)
                                .map(Signals::number))
                .allMatch(number -> number >= 1 && number <= 64);
        assertThat(Signals.number(Signal.SIGNAL_SIGUSR1)).isEqualTo(10);
        assertThat(Signals.number(Signal.SIGNAL_SIGRTMINPLUS3)).isEqualTo(37);
        assertThat(Signals.number(Signal.SIGNAL_SIGRTMAXMINUS1)).isEqualTo(63);
    }

    @Test
    void aNumberHasItsSignal() {
        assertThat(Signals.of(15)).isEqualTo(Signal.SIGNAL_SIGTERM);
        assertThat(Signals.of(37)).isEqualTo(Signal.SIGNAL_SIGRTMINPLUS3);
    }
}
