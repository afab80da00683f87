package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ZoneDnsProvider.Weight;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One change of a call, of which a record set that stands there takes two: it is deleted as it was listed, and created anew,
 * all in one transaction. An UPSERT would replace whatever somebody else has written since. Immutable and thread-safe.
 */
record SetChange(SetWrite set, Action action) {
    private static final Duration NEW_TTL = Duration.ofMinutes(5);

    private enum Action {
        /** It is refused if somebody has made the set since it was listed. */
        CREATE,
        /** It is refused if the set has other values, or another TTL. */
        DELETE
    }

    /** Returns the changes that a write takes, in their order. */
    static List<SetChange> of(SetWrite set) {
        List<SetChange> changes = new ArrayList<>();
        if (!set.present().isEmpty()) {
            changes.add(new SetChange(set, Action.DELETE));
        }
        if (!set.removesAll()) {
            changes.add(new SetChange(set, Action.CREATE));
        }
        return changes;
    }

    /** Returns the attributes of the set afterwards. */
    static Map<String, Object> effective(SetWrite set) {
        return set.removesAll() ? Map.of() : Map.of(Attributes.TTL, set.ttl().orElse(NEW_TTL));
    }

    /** Returns the room that a write takes in a call. */
    static Weight weight(SetWrite set) {
        List<String> texts =
                of(set).stream().flatMap(change -> change.texts().stream()).toList();
        return new Weight(
                1, texts.size(), texts.stream().mapToInt(String::length).sum());
    }

    /** Returns all values that the set is to have, or, to be deleted, all that it has: those as they are written there. */
    private List<String> texts() {
        boolean deletes = action == Action.DELETE;
        Map<IpAddress, String> texts = new TreeMap<>();
        if (!deletes) {
            set.values().forEach(address -> texts.put(address, address.toString()));
        }
        for (ZoneRecord there : set.present()) {
            if (deletes || texts.containsKey(there.address())) {
                texts.put(there.address(), there.raw().orElseThrow().toString());
            }
        }
        return List.copyOf(texts.values());
    }

    /** Fills the element of the change. The order of the elements counts. */
    void fill(XmlWriter change) {
        Map<String, Object> attributes =
                action == Action.DELETE ? set.present().get(0).attributes() : effective(set);
        Object ttl = Objects.requireNonNull(attributes.get(Attributes.TTL));
        change.put("Action", action)
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
