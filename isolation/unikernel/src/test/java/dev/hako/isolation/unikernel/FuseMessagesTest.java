package dev.hako.isolation.unikernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FuseMessagesTest {
    private static final int INIT = 26;
    private static final int READDIR = 28;
    private static final int FORGET = 2;
    private static final int FLAGS = 28;
    private static final int MORE_FLAGS = 48;

    private final FuseMessages messages = new FuseMessages();

    private boolean ask(int code, long unique) {
        ByteBuffer request = bytes(80).putInt(0, 80).putInt(4, code).putLong(8, unique);
        return messages.ask(MemorySegment.ofBuffer(request.putInt(56, 1 << 20)));
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer answer(int size, long unique) {
        return bytes(size).putInt(0, size).putLong(8, unique);
    }

    private boolean takes(ByteBuffer answer) {
        return messages.answer(MemorySegment.ofBuffer(answer));
    }

    @Test
    void takesNothingThatWasNotAskedFor() {
        assertThat(takes(answer(16, 7))).isFalse();
        assertThat(ask(FORGET, 8)).isTrue();
        assertThat(messages.isAsking()).isFalse();
        assertThat(takes(answer(16, 8))).isFalse();
    }

    @Test
    void takesNoNotices() {
        assertThat(ask(READDIR, 7)).isTrue();
        assertThat(takes(answer(16, 0))).isFalse();
        assertThat(takes(answer(16, 7))).isTrue();
        assertThat(messages.isAsking()).isFalse();
    }

    @Test
    void leavesAServerTheAbilitiesOfOurs() {
        assertThat(ask(INIT, 1)).isTrue();
        ByteBuffer all = answer(80, 1).putInt(FLAGS, -1).putInt(MORE_FLAGS, -1);
        assertThat(takes(all)).isTrue();
        assertThat(all.getInt(FLAGS)).isEqualTo(1 | 1 << 3 | 1 << 5 | 1 << 12 | 1 << 18 | 1 << 22);
        assertThat(all.getInt(MORE_FLAGS)).isZero();
    }

    @Test
    void refusesAServersWelcomeOfAnotherSize() {
        assertThat(ask(INIT, 1)).isTrue();
        assertThat(takes(answer(24, 1))).isFalse();
    }

    @Test
    void refusesADirectoryWithoutAnEnd() {
        int asked = 0;
        while (ask(READDIR, 2 + asked)) {
            asked++;
            assertThat(asked).isLessThanOrEqualTo(256);
        }
        assertThat(asked).isEqualTo(256);
    }

    @Test
    void refusesLengthsThatNoAnswerHas() {
        for (int length : new int[] {-1, 0, 15, FuseMessages.ROOM + 1}) {
            ByteBuffer head = bytes(16).putInt(0, length);
            assertThat(FuseMessages.length(MemorySegment.ofBuffer(head))).isNegative();
        }
    }
}
