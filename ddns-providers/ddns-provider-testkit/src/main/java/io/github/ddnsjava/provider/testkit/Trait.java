package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** What a case needs, and what a provider and its harness have. It decides which cases run. */
enum Trait {
    /** The provider speaks HTTP. */
    HTTP,
    /** It has zones and record sets. */
    ZONES,
    A,
    AAAA,
    /** Both families, each written by itself. */
    SEPARATE_FAMILIES,
    /** Both families, written together. */
    JOINT_FAMILIES,
    /** Both families; one that is not sent stays as it is. */
    OMITTED_FAMILY_STAYS,
    READ,
    DELETE,
    MARKER,
    WILDCARD,
    SEVERAL_VALUES,
    TTL,
    BATCH,
    /** The number of values in a batch is limited. */
    BATCH_OF_VALUES,
    /** The size of a batch is limited. */
    BATCH_OF_BYTES,
    SEVERAL_NAMES_PER_CALL,
    LONG_NAMES,
    UNKNOWN_NAME,
    FOREIGN_NAME,
    FORBIDDEN_NAME,
    MISSING_NAME,
    REFUSED_NAME,
    UNREADABLE_VALUE,
    FORBIDDEN_ZONE,
    TOO_MANY_FOR_ZONE,
    MISSING_ZONE,
    ZONE_LOOKUP,
    ZONE_PAGES,
    RECORD_LIST,
    TTL_FLOOR,
    TTLS_IGNORED,
    SESSION,
    TICKETS,
    /** The harness tells what becomes of tickets. */
    SHOWN_TICKETS,
    /** The vendor may give up what it has accepted. */
    GIVEN_UP_TICKETS,
    /** The vendor gives reasons for its refusals. */
    REASONS;

    /** Returns the name as pinned lists have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns what a provider and its harness have. */
    static Set<Trait> of(DnsProviderContract harness, Abilities can) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        List<RecordType> types = Bench.types(can);
        add(traits, A, types.contains(RecordType.A));
        add(traits, AAAA, types.contains(RecordType.AAAA));
        if (types.size() == 2) {
            boolean separate = can.joint() == Abilities.Joint.SEPARATE;
            traits.add(separate ? SEPARATE_FAMILIES : JOINT_FAMILIES);
            add(traits, OMITTED_FAMILY_STAYS, can.joint() != Abilities.Joint.OMISSION_CHANGES);
        }
        add(traits, READ, can.read());
        add(traits, DELETE, can.delete());
        add(traits, MARKER, can.marker());
        add(traits, WILDCARD, can.wildcard());
        add(traits, SEVERAL_VALUES, can.multiValue());
        add(traits, SEVERAL_NAMES_PER_CALL, can.hostsPerCall() > 1);
        add(
                traits,
                TTL,
                can.attributes().containsKey(Attributes.TTL) && lowTtl(can).compareTo(highTtl(can)) < 0);
        can.batch().ifPresent(batch -> {
            traits.add(BATCH);
            add(traits, BATCH_OF_VALUES, batch.maxValues() < Integer.MAX_VALUE && can.multiValue());
            add(traits, BATCH_OF_BYTES, batch.maxBytes() < Integer.MAX_VALUE);
        });
        add(traits, TICKETS, can.tickets());
        if (can.tickets() && harness instanceof TicketProviderContract shown) {
            traits.add(SHOWN_TICKETS);
            add(traits, GIVEN_UP_TICKETS, shown.giveUp().isPresent());
        }
        add(traits, LONG_NAMES, harness.longNames());
        add(traits, UNKNOWN_NAME, harness.unknownName().isPresent());
        add(traits, FOREIGN_NAME, harness.foreignName().isPresent());
        add(traits, FORBIDDEN_NAME, harness.forbiddenName().isPresent());
        add(traits, MISSING_NAME, harness.missingName().isPresent());
        if (harness instanceof HttpProviderContract http) {
            traits.add(HTTP);
            add(traits, SESSION, http.sessionEnd().isPresent());
            add(traits, REASONS, http.refusal("").isPresent());
        }
        if (harness instanceof ZoneProviderContract zones) {
            addZones(traits, zones);
        }
        return Collections.unmodifiableSet(traits);
    }

    private static void addZones(Set<Trait> traits, ZoneProviderContract harness) {
        traits.add(ZONES);
        add(traits, REFUSED_NAME, harness.refusedName().isPresent());
        add(traits, UNREADABLE_VALUE, harness.unreadableValue().isPresent());
        add(traits, FORBIDDEN_ZONE, harness.forbiddenZone().isPresent());
        add(traits, TOO_MANY_FOR_ZONE, harness.tooManyForZone().isPresent());
        add(traits, MISSING_ZONE, harness.missingZone().isPresent());
        add(traits, ZONE_LOOKUP, harness.zoneLookup().isPresent());
        add(traits, ZONE_PAGES, harness.zonesPerPage().isPresent());
        add(traits, RECORD_LIST, harness.recordList().isPresent());
        add(traits, TTL_FLOOR, harness.ttlFloor().isPresent());
        add(traits, TTLS_IGNORED, harness.ttlsIgnored().isPresent());
    }

    private static void add(Set<Trait> traits, Trait trait, boolean present) {
        if (present) {
            traits.add(trait);
        }
    }

    /** Returns the smaller of the two TTLs that the cases use. */
    static Duration lowTtl(Abilities abilities) {
        AttributeSpec spec = ttl(abilities);
        return spec.accepts(Duration.ofMinutes(7)) ? Duration.ofMinutes(7) : spec.min();
    }

    /** Returns the larger of the two TTLs that the cases use. */
    static Duration highTtl(Abilities abilities) {
        AttributeSpec spec = ttl(abilities);
        return spec.accepts(Duration.ofMinutes(11)) ? Duration.ofMinutes(11) : spec.max();
    }

    private static AttributeSpec ttl(Abilities abilities) {
        return Objects.requireNonNull(abilities.attributes().get(Attributes.TTL));
    }
}
