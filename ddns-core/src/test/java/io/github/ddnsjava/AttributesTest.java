package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** A value can be a list, and the caller may go on to change it. */
    @Test
    void noValueSharesAListWithItsCaller() {
        RecordKey key = RecordKey.of("home.example.com", RecordType.A);
        List<String> tags = new ArrayList<>(List.of("a"));
        Map<String, Object> given = new HashMap<>(Map.of("tags", tags));
        ManagedRecord record =
                ManagedRecord.builder("home.example.com", RecordType.A).build();

        Attributes wanted = Attributes.none().ensure("tags", tags);
        RecordState state = RecordState.unknown(key).with(row -> {
            row.effective = given;
            row.fingerprint = Optional.of(record.fingerprint());
        });
        List<Map<String, Object>> kept = List.of(
                state.effective(),
                RecordChange.of(record, Intent.TOUCH, Set.of(), state).effective(),
                new ChangeResult.Applied(Outcome.UPDATED, Set.of(), given).effective(),
                new ChangeResult.AlreadyRight(given).effective(),
                new RecordView(key, Set.of(), given).attributes(),
                new ZoneRecord("1", key.name(), IpAddress.parse("192.0.2.1"), given, Optional.empty()).attributes());
        tags.add("b");
        given.put("ttl", Duration.ofMinutes(5));

        assertThat(wanted.onUpdate("tags", List.class)).contains(List.of("a"));
        assertThat(kept).allSatisfy(values -> assertThat(values).isEqualTo(Map.of("tags", List.of("a"))));
    }

    @Test
    void aStatusDoesNotShareTheListOfItsRecords() {
        List<RecordReport> reports = new ArrayList<>();
        UpdaterStatus status = new UpdaterStatus(
                true,
                false,
                reports,
                new UpdaterHealth(List.of()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new UpdaterStatus.Backlog(0, 0, 0),
                List.of(),
                List.of());
        reports.add(new RecordReport(
                RecordKey.of("home.example.com", RecordType.A),
                Outcome.UNCHANGED,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty()));

        assertThat(status.records()).isEmpty();
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
