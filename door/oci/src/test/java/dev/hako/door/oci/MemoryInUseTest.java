package dev.hako.door.oci;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.oci.runtime.MemoryResources;
import dev.hako.plan.CgroupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryInUseTest {
    @TempDir Path group;

    @BeforeEach
    void useSome() throws IOException {
        Files.writeString(group.resolve("memory.current"), "4096\n");
    }

    private MemoryInUse memory(String controllers) {
        return new MemoryInUse(List.of(new CgroupPlace(controllers, group.toString())));
    }

    private static MemoryResources limits(@Nullable Long limit, boolean check) {
        return new MemoryResources(limit, null, null, null, null, null, false, false, check);
    }

    @Test
    void refusesALimitThatWouldKill() {
        assertThatThrownBy(() -> memory("").check(limits(4096L, true)))
                .hasMessage(
                        "cannot limit memory to 4096 bytes: 4096 bytes are in use; hint: give it"
                                + " more, or leave checkBeforeUpdate out");
    }

    @Test
    void takesALimitThatLeavesSome() {
        assertThatCode(() -> memory("").check(limits(4097L, true))).doesNotThrowAnyException();
        assertThatCode(() -> memory("").check(limits(-1L, true))).doesNotThrowAnyException();
        assertThatCode(() -> memory("").check(limits(null, true))).doesNotThrowAnyException();
    }

    @Test
    void asksOnlyWhereItIsToldTo() {
        assertThatCode(() -> memory("").check(limits(1L, false))).doesNotThrowAnyException();
    }

    /// It refuses such a limit itself.
    @Test
    void leavesVersionOneToTheKernel() {
        assertThatCode(() -> memory("memory").check(limits(1L, true))).doesNotThrowAnyException();
    }
}
