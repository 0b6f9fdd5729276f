package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.launcher.wire.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Clients come and go while a program runs.
abstract class ClientsContract extends ContractStage {
    private static final Attachment WATCHING =
            new Attachment(false, true, true, false, false, new byte[0]);

    @Test
    void tellsAClientHowToBehave() throws IOException {
        var plain = stage().subject("cat").start();
        var terminal = stage().subject("cat").terminal(24, 80).start();

        assertThat(plain.client().attached().flags())
                .isEqualTo(Wire.ATTACHED_STDIN | Wire.ATTACHED_SIGNALS);
        assertThat(terminal.client().attached().flags() & Wire.ATTACHED_RAW).isNotZero();
    }

    @Test
    void servesAClientThatComesLater() throws IOException {
        var running = stage().subject("cat").start();
        Client late = stage().attach(running.task(), WATCHING);
        late.attached();
        running.client().write("for both");

        running.client().awaitOutput("for both");
        late.awaitOutput("for both");
        running.client().endInput();
        assertThat(late.awaitExit()).isZero();
    }

    @Test
    void livesOnWithoutClients() throws Exception {
        var running = stage().subject("trap", "15", "3").start();
        running.client().awaitOutput("ready");
        running.client().close();
        Client later = stage().attach(running.task(), Draft.ALL);
        later.attached();
        running.task().kill(15);

        assertThat(later.awaitExit()).isEqualTo(3);
    }

    @Test
    void detachesAClientByItsKeys() throws Exception {
        var keys = new Attachment(true, true, true, true, true, new byte[] {0x10, 0x11});
        var running = stage().subject("cat").terminal(24, 80).attachment(keys).start();
        running.client().attached();
        running.client().write("\u0010\u0011");

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.task().exit()).isNotDone();
    }

    @Test
    void handsOnASignalOfAClient() throws Exception {
        var running = stage().subject("trap", "15", "9").start();
        running.client().awaitOutput("ready");
        running.client().signal(15);

        assertThat(running.client().awaitExit()).isEqualTo(9);
    }

    @Test
    void takesNoInputOfAClientThatOnlyWatches() throws IOException {
        var running = stage().subject("cat").start();
        Client watching = stage().attach(running.task(), WATCHING);

        assertThat(watching.attached().flags() & Wire.ATTACHED_STDIN).isZero();
        assertThat(watching.attached().credit()).isZero();
    }

    @Test
    void refusesAClientAfterTheEnd() throws Exception {
        var task = stage().subject("true").startDetached();
        LifecycleContract.end(task);

        assertThatThrownBy(() -> stage().attach(task, WATCHING).awaitExit())
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT))
                .hasMessage("cannot attach to container \"stage\": it has ended");
    }
}
