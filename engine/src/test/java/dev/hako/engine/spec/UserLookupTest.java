package dev.hako.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserLookupTest {
    @TempDir Path root;
    private UserLookup users;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectory(root.resolve("etc"));
        Files.writeString(
                root.resolve("etc/passwd"),
                """
                root:x:0:0:root:/root:/bin/sh
                broken
                web:x:33:34:web:/srv/web:/bin/false
                odd:x:99999999999:1::/:/
                """);
        Files.writeString(
                root.resolve("etc/group"), "root:x:0:\nwww:x:50:web,other\nmail:x:8:web\n");
        users = new UserLookup(new RootFiles(List.of(root)));
    }

    @Test
    void findsANameWithItsGroupsAndHome() {
        var account = users.find("web", List.of());

        assertThat(account.user()).isEqualTo(new User(33, 34, null, List.of(34L, 50L, 8L)));
        assertThat(account.home()).isEqualTo("/srv/web");
    }

    @Test
    void takesTheGroupThatIsNamedAndNoOther() {
        assertThat(users.find("web:mail", List.of()).user())
                .isEqualTo(new User(33, 8, null, List.of(8L)));
        assertThat(users.find("web:77", List.of()).user())
                .isEqualTo(new User(33, 77, null, List.of(77L)));
    }

    @Test
    void addsFurtherGroups() {
        assertThat(users.find("0", List.of("mail", "1234")).user())
                .isEqualTo(new User(0, 0, null, List.of(0L, 8L, 1234L)));
    }

    @Test
    void takesANumberThatNobodyHas() {
        var account = users.find("4242", List.of());

        assertThat(account.user()).isEqualTo(new User(4242, 0, null, List.of(0L)));
        assertThat(account.home()).isEqualTo("/");
    }

    @Test
    void isRootWhenNobodyIsNamed() {
        assertThat(users.find("", List.of()).home()).isEqualTo("/root");
    }

    @Test
    void refusesUnknownNamesAndMalformedEntries() {
        refuses("nobody-here", "no such user \"nobody-here\"");
        refuses("web:nogroup", "no such group \"nogroup\"");
        refuses("odd", "malformed at user \"odd\"");
    }

    @Test
    void neverLeavesTheRootThroughALink() throws IOException {
        Files.delete(root.resolve("etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/etc/passwd"));

        refuses("web", "no such user \"web\"");
    }

    private void refuses(String user, String why) {
        assertThatThrownBy(() -> users.find(user, List.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}
