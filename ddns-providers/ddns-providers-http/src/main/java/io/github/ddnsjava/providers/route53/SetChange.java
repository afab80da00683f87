package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ZoneDnsProvider.Weight;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of a call, of which a record set that stands there takes two: it is deleted as it was listed, and created anew,
 * all in one transaction. An UPSERT would replace whatever somebody else has written since. Immutable and thread-safe.
 */
record SetChange(Action action, SetWrite set, Duration ttl, List<String> texts) {
    static final Duration NEW_TTL = Duration.ofMinutes(5);

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
            Duration ttl = set.present().get(0).ttl().orElseThrow();
            changes.add(new SetChange(Action.DELETE, set, ttl, set.textsBefore()));
        }
        if (!set.removesAll()) {
            changes.add(new SetChange(Action.CREATE, set, set.ttl().orElse(NEW_TTL), set.textsAfter()));
        }
        return changes;
    }

    /** Returns the room that a write takes in a call. */
    static Weight weight(SetWrite set) {
        List<String> texts =
                of(set).stream().flatMap(change -> change.texts().stream()).toList();
        return new Weight(
                1, texts.size(), texts.stream().mapToInt(String::length).sum());
    }

    /** Fills the element of the change. The order of the elements counts. */
    void fill(XmlWriter change) {
        change.put("Action", action)
                .element(
                        "ResourceRecordSet",
                        element -> element.put("Name", set.name() + ".")
                                .put("Type", set.type())
                                .put("TTL", ttl)
                                .element(
                                        "ResourceRecords",
                                        records -> records.elements(
                                                "ResourceRecord", texts, (record, text) -> record.put("Value", text))));
    }
}
