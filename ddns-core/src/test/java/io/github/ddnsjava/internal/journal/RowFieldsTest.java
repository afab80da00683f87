package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A field of a row that some list has forgotten is named here. The fields are found by reflection. */
class RowFieldsTest {
    private static final RecordState RECORD = RecordState.unknown(Rows.key(1));
    private static final AccountState ACCOUNT = AccountState.fresh("account");

    static Stream<String> fieldsOfRecords() {
        return Stream.of(RecordState.Builder.class.getFields()).map(Field::getName);
    }

    static Stream<String> fieldsOfAccounts() {
        return Stream.of(AccountState.Builder.class.getFields()).map(Field::getName);
    }

    @ParameterizedTest
    @MethodSource("fieldsOfRecords")
    @Tag("promise-17")
    void everyFieldOfARecordSurvivesWritingAndReading(String name) throws Exception {
        Field field = RecordState.Builder.class.getField(name);
        Object value = sample(field);

        RecordState state = RECORD.with(row -> Rows.set(row, field, value));

        assertThat(valueOf(state, name)).as("%s in a changed copy", name).isEqualTo(value);
        assertThat(valueOf(state.with(row -> {}), name))
                .as("%s in a copy of that", name)
                .isEqualTo(value);
        assertThat(state).as("equality sees %s", name).isNotEqualTo(RECORD);
        assertThat(state).hasSameHashCodeAs(RECORD.with(row -> Rows.set(row, field, value)));
        assertThat(state.toString()).contains(name + "=");
        JsonNode row = parse(new RowWriter().line(state));
        assertThat(row.has(name)).as("%s in the journal", name).isTrue();
        assertThat(valueOf(new RowReader().readRecord(row), name))
                .as("%s read again", name)
                .isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("fieldsOfAccounts")
    @Tag("promise-17")
    void everyFieldOfAnAccountSurvivesWritingAndReading(String name) throws Exception {
        Field field = AccountState.Builder.class.getField(name);
        Object value = sample(field);

        AccountState state = ACCOUNT.with(row -> Rows.set(row, field, value));

        assertThat(valueOf(state, name)).as("%s in a changed copy", name).isEqualTo(value);
        assertThat(valueOf(state.with(row -> {}), name))
                .as("%s in a copy of that", name)
                .isEqualTo(value);
        assertThat(state).as("equality sees %s", name).isNotEqualTo(ACCOUNT);
        assertThat(state).hasSameHashCodeAs(ACCOUNT.with(row -> Rows.set(row, field, value)));
        assertThat(state.toString()).contains(name + "=");
        JsonNode row = parse(new RowWriter().line(state));
        assertThat(row.has(name)).as("%s in the journal", name).isTrue();
        assertThat(valueOf(new RowReader().readAccount(row), name))
                .as("%s read again", name)
                .isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("fieldsOfRecords")
    void noFieldOfARecordChangesWithTheCallersOwnObjects(String name) throws Exception {
        Field field = RecordState.Builder.class.getField(name);
        Object value = sample(field);
        List<RecordState.Builder> kept = new ArrayList<>();

        RecordState state = RECORD.with(row -> {
            Rows.set(row, field, value);
            kept.add(row);
        });
        empty(value);
        Rows.set(kept.get(0), field, field.get(builderOf(RECORD)));

        assertThat(valueOf(state, name)).isEqualTo(sample(field));
    }

    private static RecordState.Builder builderOf(RecordState state) {
        List<RecordState.Builder> builders = new ArrayList<>();
        state.with(builders::add);
        return builders.get(0);
    }

    private static void empty(Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(RowFieldsTest::empty);
        } else if (value instanceof HashSet<?> set) {
            set.clear();
        } else if (value instanceof List<?> list) {
            list.clear();
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(RowFieldsTest::empty);
            map.clear();
        }
    }

    private static Object valueOf(Object row, String name) throws Exception {
        return row.getClass().getMethod(name).invoke(row);
    }

    /** A value of the field's type that is not the usual one; its collections can be changed. */
    private static Object sample(Field field) {
        Set<IpAddress> addresses = new HashSet<>(Set.of(Rows.address(1), Rows.address(2)));
        return switch (Rows.typeOf(field)) {
            case "int" -> 3;
            case "long" -> 1L << 40;
            case "double" -> 2.5;
            case "Optional<Instant>" -> Optional.of(Rows.T0.plusNanos(1));
            case "Optional<String>" -> Optional.of("a text, \"quoted\"");
            case "Optional<Set<IpAddress>>" -> Optional.of(addresses);
            case "Optional<Problem>" ->
                Optional.of(
                        new Problem(ProblemKind.BLOCKED, "abuse", Optional.of(Duration.ofHours(1)), ProblemScope.ZONE));
            case "Optional<Candidate>" -> Optional.of(new RecordState.Candidate(addresses, 2, Rows.T0));
            case "Optional<Ticket>" -> Optional.of(new RecordState.Ticket("change-1", addresses, "a wish", Rows.T0));
            case "List<Double>" -> new ArrayList<>(List.of(1.5, 0.25));
            case "Map<String, Object>" ->
                new HashMap<>(Map.of("ttl", Duration.ofMinutes(5), "tags", new ArrayList<>(List.of("b", "a"))));
            case "List<AddressChange>" -> new ArrayList<>(List.of(new RecordState.AddressChange(Rows.T0, addresses)));
            default -> throw new AssertionError("say here which value " + field + " may have");
        };
    }

    private static JsonNode parse(byte[] line) {
        return Lines.parse(line, line.length - 1).orElseThrow();
    }
}
