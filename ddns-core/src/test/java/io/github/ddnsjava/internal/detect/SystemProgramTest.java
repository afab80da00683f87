package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
    void nothingElseIsRunWhereThereIsNoSuchProgram() {
        assertThatThrownBy(() -> SystemProgram.output("/no/such/program")).isInstanceOf(IOException.class);
    }
}
