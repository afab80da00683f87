package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ZoneDnsProvider.Weight;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a call does with one record set. Immutable and thread-safe. */
record SetChange(SetWrite set) {
    private static final Duration NEW_TTL = Duration.ofMinutes(5);

    private enum Action {
        /** It is refused if somebody has made the set since it was listed. */
        CREATE,
        UPSERT,
        /** It is refused if the set has other values, or another TTL. */
        DELETE
    }

    private Action action() {
        return set.removesAll() ? Action.DELETE : set.present().isEmpty() ? Action.CREATE : Action.UPSERT;
    }

    /** Returns the attributes of the set afterwards. */
    Map<String, Object> effective() {
        return set.removesAll() ? Map.of() : Map.of(Attributes.TTL, set.ttl().orElse(NEW_TTL));
    }

    /** Returns the room that it takes in a call. */
    Weight weight() {
        int times = action() == Action.UPSERT ? 2 : 1;
        List<String> texts = texts();
        int characters = texts.stream().mapToInt(String::length).sum();
        return new Weight(1, times * texts.size(), times * characters);
    }

    /** Returns all values that the set is to have, or, to be deleted, all that it has: those as they are written there. */
    private List<String> texts() {
        Map<IpAddress, String> texts = new TreeMap<>();
        set.values().forEach(address -> texts.put(address, address.toString()));
        for (ZoneRecord there : set.present()) {
            if (set.removesAll() || texts.containsKey(there.address())) {
                texts.put(there.address(), there.raw().orElseThrow().toString());
            }
        }
        return List.copyOf(texts.values());
    }

    /** Fills the element of the change. The order of the elements counts. */
    void fill(XmlWriter change) {
        Map<String, Object> attributes = set.removesAll() ? set.present().get(0).attributes() : effective();
        Object ttl = Objects.requireNonNull(attributes.get(Attributes.TTL));
        change.put("Action", action())
                .element(
                        "ResourceRecordSet",
                        element -> element.put("Name", set.name() + ".")
                                .put("Type", set.type())
                                .put("TTL", ttl)
                                .element(
                                        "ResourceRecords",
                                        records -> records.elements(
                                                "ResourceRecord",
                                                texts(),
                                                (record, text) -> record.put("Value", text))));
    }
}
