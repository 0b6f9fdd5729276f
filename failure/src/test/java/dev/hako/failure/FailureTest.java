package dev.hako.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void saysIntentObjectCauseAndHintInThatOrder() {
        Failure failure =
                Failure.notFound("no such directory \"/x\"")
                        .hint("create it first")
                        .during("cannot create container \"web\"");

        assertThat(failure)
                .hasMessage(
                        "cannot create container \"web\": no such directory \"/x\"; hint: create it"
                                + " first");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
    }

    @Test
    void tellsTextAndHintApart() {
        Failure failure = Failure.invalid("bad").hint("be good");

        assertThat(failure.text()).isEqualTo("bad");
        assertThat(failure.hint()).contains("be good");
        assertThat(Failure.invalid("bad").hint()).isEmpty();
    }

    @Test
    void aLaterHintReplacesAnEarlierOne() {
        assertThat(Failure.invalid("bad").hint("one").hint("two")).hasMessage("bad; hint: two");
    }
}
