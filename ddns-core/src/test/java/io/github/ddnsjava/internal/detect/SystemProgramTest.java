package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.internal.text.LocalProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class SystemProgramTest {
    @Test
    void whatAProgramWroteIsReadWholeHoweverSoonItEnds() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(SystemProgram.output("/bin/sh", "-c", "echo one; echo two >&2"))
                    .isEqualTo("one\n");
        }
    }

    @Test
    void theAddressesOfAHostOfContainersAreReadWhole() throws Exception {
        String line =
                "10000: veth0123456    inet6 fe80::42:acff:fe11:2/64 scope link valid_lft forever preferred_lft forever";
        assertThat(SystemProgram.output(
                                "/bin/sh", "-c", "i=0; while [ $i -lt 5000 ]; do echo '" + line + "'; i=$((i+1)); done")
                        .lines())
                .hasSize(5000);
    }

    @Test
    void nothingElseIsRunWhereThereIsNoSuchProgram() {
        assertThatThrownBy(() -> SystemProgram.output("/no/such/program")).isInstanceOf(LocalProgram.NotStarted.class);
    }
}
