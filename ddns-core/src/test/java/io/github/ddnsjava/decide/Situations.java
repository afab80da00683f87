package io.github.ddnsjava.decide;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Puts situations together: one record of which nothing is known, at a provider that can only be written. */
final class Situations {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final IpAddress A = IpAddress.parse("203.0.113.1");
    static final IpAddress B = IpAddress.parse("203.0.113.2");

    private static final SourceAnswer SILENT = SourceAnswer.failed("s", "o", "", Duration.ZERO);

    private ManagedRecord record =
            ManagedRecord.builder("home.example.com", RecordType.A).build();
    private RecordState state = RecordState.unknown(record.key());
    private Optional<Detection> detection = Optional.empty();
    private final Abilities.Builder abilities = Abilities.builder();
    private final Map<EvidenceKind, Evidence> evidence = new EnumMap<>(EvidenceKind.class);

    static Situations situation() {
        return new Situations();
    }

    /** One source of each operator says the address. */
    Situations detectedBy(IpAddress address, String... operators) {
        List<SourceAnswer> answers = new ArrayList<>();
        for (String operator : operators) {
            answers.add(SourceAnswer.of("source" + answers.size(), operator, address, Duration.ZERO));
        }
        detection =
                Optional.of(new Detection.Found(IpFamily.IPV4, Set.of(address), OptionalInt.empty(), answers, false));
        return this;
    }

    Situations detected(IpAddress address) {
        return detectedBy(address, "o");
    }

    Situations known(IpAddress... addresses) {
        detection = Optional.of(Detection.known(IpFamily.IPV4, Set.of(addresses), SILENT));
        return this;
    }

    Situations absent() {
        detection = Optional.of(Detection.absent(IpFamily.IPV4, "no route", SILENT));
        return this;
    }

    /** Confirmed just now, as it is wanted. */
    Situations confirmed(IpAddress... addresses) {
        return confirmedAt(NOW, addresses);
    }

    Situations confirmedAt(Instant at, IpAddress... addresses) {
        return remembered(s -> {
            s.confirm(Set.of(addresses), at);
            s.fingerprint = Optional.of(record.fingerprint());
        });
    }

    Situations remembered(Consumer<RecordState.Builder> change) {
        state = state.with(change);
        return this;
    }

    Situations inDoubt(IpAddress... addresses) {
        return remembered(s -> s.inDoubt = Optional.of(Set.of(addresses)));
    }

    /** The changes that were confirmed, so long ago each, all of them to A. */
    Situations changed(Duration... ago) {
        return remembered(s -> s.history = Arrays.stream(ago)
                .map(age -> new RecordState.AddressChange(NOW.minus(age), Set.of(A)))
                .toList());
    }

    /** As the provider told it. */
    Situations proxied(boolean proxied) {
        return remembered(s -> s.effective = Map.of(Attributes.PROXIED, proxied));
    }

    Situations wants(ManagedRecord.Builder wanted) {
        record = wanted.build();
        return remembered(s -> s.fingerprint = Optional.of(record.fingerprint()));
    }

    Situations wantsAnotherTtl() {
        record = ManagedRecord.builder("home.example.com", RecordType.A)
                .attributes(Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(1)))
                .build();
        return this;
    }

    Situations readable() {
        abilities.read();
        return this;
    }

    Situations deletable() {
        abilities.delete();
        return this;
    }

    Situations refreshedEvery(Duration period) {
        abilities.refreshEvery(period);
        return this;
    }

    Situations says(EvidenceKind kind, IpAddress... addresses) {
        evidence.put(kind, new Evidence(kind, Optional.of(Set.copyOf(Arrays.asList(addresses))), "said"));
        return this;
    }

    Situations cannotTell(EvidenceKind kind) {
        evidence.put(kind, new Evidence(kind, Optional.empty(), "timed out"));
        return this;
    }

    Situation now() {
        return at(NOW);
    }

    Situation at(Instant now) {
        return new Situation(record, now, detection, state, abilities.build(), evidence);
    }
}
