package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One change of a call, of which a record set that stands there takes two: it is deleted as it was listed, and created anew,
 * all in one transaction. An UPSERT would replace whatever somebody else has written since. Immutable and thread-safe.
 *
 * @param action DELETE, which is refused if the set has other values or another TTL, or CREATE, which is refused if the set is
 *     there
 */
record SetChange(String action, SetWrite.Whole set) {
    static final Duration NEW_TTL = Duration.ofMinutes(5);

    /** Returns the changes that writes take, in their order. */
    static List<SetChange> of(List<SetWrite> writes) {
        return writes.stream()
                .flatMap(set -> Stream.concat(
                        set.before().stream().map(there -> new SetChange("DELETE", there)),
                        set.after(NEW_TTL).stream().map(wanted -> new SetChange("CREATE", wanted))))
                .toList();
    }

    /** Fills the element of the change. The order of the elements counts. */
    void fill(XmlWriter change) {
        change.put("Action", action)
                .element(
                        "ResourceRecordSet",
                        element -> element.put("Name", set.write().name() + ".")
                                .put("Type", set.write().type())
                                .put("TTL", set.ttl())
                                .elements(
                                        "ResourceRecords/ResourceRecord",
                                        set.texts(),
                                        (record, text) -> record.put("Value", text)));
    }
}
