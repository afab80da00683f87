package io.github.ddnsjava.notify;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.event.UpdateEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The troubles that a notification has told of and that have not ended. Thread-safe. */
final class ToldTroubles {
    private final Function<RecordKey, Optional<ManagedRecord>> records;
    /** By the subject of the events; as notices name it. */
    private final Map<String, String> open = new LinkedHashMap<>();

    ToldTroubles(Function<RecordKey, Optional<ManagedRecord>> records) {
        this.records = records;
    }

    synchronized void begin(UpdateEvent.Trouble trouble, Notice notice) {
        open.put(trouble.subject(), notice.subject());
    }

    synchronized void end(UpdateEvent.Recovery recovery) {
        open.remove(recovery.subject());
    }

    /** Ends the troubles of what can no longer recover, because it is gone or switched off. Returns the names of these. */
    List<String> end(ReconfigurationReport report) {
        List<String> subjects = new ArrayList<>();
        report.records().removed().forEach(key -> subjects.add(key.toString()));
        report.records().changed().stream()
                .filter(key ->
                        records.apply(key).flatMap(ManagedRecord::disabled).isPresent())
                .forEach(key -> subjects.add(key.toString()));
        for (String key : report.detectors().removed()) {
            for (IpFamily family : IpFamily.values()) {
                subjects.add("detector " + key + " " + family);
            }
        }
        return end(subjects);
    }

    private synchronized List<String> end(List<String> subjects) {
        return subjects.stream().map(open::remove).filter(Objects::nonNull).toList();
    }

    /** Returns how many there are. */
    synchronized int count() {
        return open.size();
    }
}
