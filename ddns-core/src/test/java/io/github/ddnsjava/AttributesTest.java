package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void aReferenceInCodeIsRefusedAndALiteralIsWrittenWithAnotherDollar() {
        assertThatThrownBy(() -> Attributes.none().ensure("comment", "${env:COMMENT}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the attribute comment contains ${…} that cannot be replaced");
        assertThat(Attributes.none().initial("comment", "$${env:COMMENT}").onCreate("comment", String.class))
                .contains("${env:COMMENT}");
    }

    @Test
    void theBuilderOfARecordTakesATimeToLive() {
        ManagedRecord record = ManagedRecord.builder("home.example.com", RecordType.A)
                .attributes(Attributes.none().ensure("proxied", true))
                .ttl(Duration.ofMinutes(5))
                .build();

        assertThat(record.attributes().onUpdate("ttl", Duration.class)).contains(Duration.ofMinutes(5));
        assertThat(record.attributes().onUpdate("proxied", Boolean.class)).contains(true);
    }
}
