package dev.hako.isolation.unikernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.guest.boot.CommandLine.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the host's kernel can be asked by whom.
class HostCallsTest {
    @Test
    void areAsManyAsUsersAreTold() throws IOException {
        String told = Files.readString(Path.of("../../SECURITY.md"));
        assertThat(told)
                .contains(
                        "an allow-list of "
                                + HostCalls.countOfJail(Mode.FAST)
                                + " system calls, "
                                + HostCalls.countOfJail(Mode.STRICT)
                                + " in the mode `strict`")
                .contains("with " + HostCalls.OF_STAND_INS.size() + " system calls")
                .contains("and " + HostCalls.OF_FILE_SERVERS.size() + " system calls");
        assertThat(Set.copyOf(HostCalls.OF_FILE_SERVERS)).hasSameSizeAs(HostCalls.OF_FILE_SERVERS);
        assertThat(Set.copyOf(HostCalls.OF_STAND_INS)).hasSameSizeAs(HostCalls.OF_STAND_INS);
    }
}
