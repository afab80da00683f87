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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
        return AccountState.fresh(id).withTokens(tokens, T0);
    }

    @Provide
    Arbitrary<RecordState> recordStates() {
        return keys().flatMap(key -> states(key));
    }

    @Provide
    Arbitrary<AccountState> accountStates() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20),
                        instants().optional(),
                        instants().optional(),
                        Arbitraries.integers().greaterOrEqual(0),
                        problems().optional(),
                        Arbitraries.strings().optional(),
                        Arbitraries.doubles(),
                        instants().optional())
                .as(AccountState::new);
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
        Arbitrary<Set<IpAddress>> sets = addresses(key.type().family());
        Arbitrary<RecordState> first = Combinators.combine(
                        sets.optional(),
                        instants().optional(),
                        instants().optional(),
                        instants().optional(),
                        instants().optional(),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), attributes())
                                .ofMaxSize(4),
                        Arbitraries.strings().optional(),
                        sets.optional())
                .as(
                        (confirmed, at, checked, compared, written, effective, fingerprint, inDoubt) ->
                                RecordState.unknown(key).with(s -> {
                                    s.confirmed = confirmed;
                                    s.confirmedAt = at;
                                    s.checkedAt = checked;
                                    s.comparedAt = compared;
                                    s.writtenAt = written;
                                    s.effective = effective;
                                    s.fingerprint = fingerprint;
                                    s.inDoubt = inDoubt;
                                }));
        return first.flatMap(state -> Combinators.combine(
                        Combinators.combine(sets, Arbitraries.integers().greaterOrEqual(0), instants())
                                .as(RecordState.Candidate::new)
                                .optional(),
                        instants().optional().tuple2(),
                        Arbitraries.integers().greaterOrEqual(0),
                        problems().optional(),
                        Arbitraries.strings().optional(),
                        Arbitraries.longs().greaterOrEqual(0),
                        instants().optional(),
                        Combinators.combine(instants(), sets)
                                .as(RecordState.AddressChange::new)
                                .list()
                                .ofMaxSize(RecordState.HISTORY))
                .as((candidate, wait, attempts, problem, held, sequence, absent, history) -> state.with(s -> {
                    s.candidate = candidate;
                    s.notBefore = wait.get1();
                    s.waitingSince = wait.get2();
                    s.attempts = attempts;
                    s.problem = problem;
                    s.heldFingerprint = held;
                    s.sequence = sequence;
                    s.absentSince = absent;
                    s.history = history;
                })));
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
