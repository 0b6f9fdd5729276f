package dev.hako.compare.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void readsTheTimeOfCgroupV2() {
        String stat = "usage_usec 123456\nuser_usec 100000\nsystem_usec 23456\n";
        assertThat(Account.usageMicros(stat)).isEqualTo(123_456);
    }
}
