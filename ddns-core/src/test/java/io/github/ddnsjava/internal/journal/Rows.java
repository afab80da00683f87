package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Rows for tests: plain ones by hand, and any at all by jqwik. */
final class Rows extends DomainContextBase {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    static RecordKey key(int number) {
        return new RecordKey("p", DnsName.of("h" + number + ".example.com"), RecordType.A);
    }

    static IpAddress address(int number) {
        return IpAddress.of(new byte[] {(byte) 203, 0, (byte) (number >> 8), (byte) number});
    }

    /** A record that was confirmed at that address. */
    static RecordState confirmed(int number, int address) {
        return RecordState.unknown(key(number)).with(state -> {
            state.confirm(Set.of(address(address)), T0);
            state.sequence = address;
        });
    }

    static AccountState account(String id, double tokens) {
        return AccountState.fresh(id).withTokens(List.of(tokens), T0);
    }

    @Provide
    Arbitrary<RecordState> recordStates() {
        return keys().flatMap(key -> states(key));
    }

    @Provide
    Arbitrary<AccountState> accountStates() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20), values(AccountState.Builder.class, IpFamily.IPV4))
                .as((id, values) -> AccountState.fresh(id).with(row -> set(row, values)));
    }

    private static Arbitrary<RecordKey> keys() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(10),
                        Arbitraries.of(
                                "home.example.com", "*.example.org", "a_b.xn--bcher-kva.example", "h.example.net"),
                        Arbitraries.of(RecordType.class))
                .as((provider, name, type) -> new RecordKey(provider, DnsName.of(name), type));
    }

    private static Arbitrary<RecordState> states(RecordKey key) {
        return values(RecordState.Builder.class, key.type().family())
                .map(values -> RecordState.unknown(key).with(row -> set(row, values)));
    }

    /** Draws a value for each field, whichever there are. */
    private static Arbitrary<List<Object>> values(Class<?> builder, IpFamily family) {
        List<Arbitrary<Object>> ofFields = Stream.of(builder.getFields())
                .map(field -> ofType(field, family).map(Object.class::cast))
                .toList();
        return Combinators.combine(ofFields).as(values -> values);
    }

    private static void set(Object builder, List<Object> values) {
        Field[] fields = builder.getClass().getFields();
        for (int i = 0; i < fields.length; i++) {
            set(builder, fields[i], values.get(i));
        }
    }

    /** Sets one field of a builder. */
    static void set(Object builder, Field field, Object value) {
        try {
            field.set(builder, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Arbitrary<?> ofType(Field field, IpFamily family) {
        return switch (typeOf(field)) {
            case "int" -> Arbitraries.integers().greaterOrEqual(0);
            case "long" -> Arbitraries.longs().greaterOrEqual(0);
            case "double" -> Arbitraries.doubles();
            case "Optional<Instant>" -> instants().optional();
            case "Optional<String>" -> Arbitraries.strings().optional();
            case "Optional<Set<IpAddress>>" -> addresses(family).optional();
            case "Optional<Problem>" -> problems().optional();
            case "Optional<Candidate>" ->
                Combinators.combine(addresses(family), Arbitraries.integers().greaterOrEqual(0), instants())
                        .as(RecordState.Candidate::new)
                        .optional();
            case "Optional<Ticket>" ->
                Combinators.combine(
                                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(RecordState.Ticket.LONGEST),
                                addresses(family),
                                Arbitraries.strings(),
                                instants())
                        .as(RecordState.Ticket::new)
                        .optional();
            case "List<Double>" -> Arbitraries.doubles().list().ofMaxSize(3);
            case "Map<String, Object>" ->
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), attributes())
                        .ofMaxSize(4);
            case "List<AddressChange>" ->
                Combinators.combine(instants(), addresses(family))
                        .as(RecordState.AddressChange::new)
                        .list()
                        .ofMaxSize(RecordState.HISTORY);
            default -> throw new AssertionError("say here how to draw values for " + field);
        };
    }

    /** Returns a field's type by its simple names, such as {@code Optional<Instant>}. */
    static String typeOf(Field field) {
        return field.getGenericType().getTypeName().replaceAll("[a-z.]+[.]|RecordState[$]", "");
    }

    private static Arbitrary<Object> attributes() {
        return Arbitraries.oneOf(
                durations().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.strings().map(Object.class::cast),
                Arbitraries.strings().list().ofMaxSize(3).map(Object.class::cast));
    }

    private static Arbitrary<Set<IpAddress>> addresses(IpFamily family) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(family.bytes())
                .map(IpAddress::of)
                .set()
                .ofMaxSize(3);
    }

    private static Arbitrary<Problem> problems() {
        return Combinators.combine(
                        Arbitraries.of(ProblemKind.class),
                        Arbitraries.strings().ofMaxLength(100),
                        durations().optional(),
                        Arbitraries.of(ProblemScope.class))
                .as(Problem::new);
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Duration> durations() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 999_999_999))
                .as(Duration::ofSeconds);
    }
}
