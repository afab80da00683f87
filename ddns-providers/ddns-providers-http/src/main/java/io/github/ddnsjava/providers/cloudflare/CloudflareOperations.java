package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.List;
import java.util.Map;

/**
 * What must be done to single records so that record sets are as wanted. Immutable and thread-safe.
 *
 * @param deletes ids of records to remove
 * @param patches records to change
 * @param posts the fields of records to make
 */
record CloudflareOperations(List<String> deletes, List<Patch> patches, List<Map<String, Object>> posts) {
    /** A record to change: its id, and the fields to send. */
    record Patch(String id, Map<String, Object> fields) {}

    static CloudflareOperations of(List<SetWrite> writes) {
        return new CloudflareOperations(
                writes.stream()
                        .flatMap(write -> write.deletes().stream())
                        .map(ZoneRecord::id)
                        .toList(),
                writes.stream()
                        .flatMap(write -> write.updates().stream()
                                .map(update ->
                                        new Patch(update.record().id(), CloudflareRecords.fields(write, update))))
                        .toList(),
                writes.stream()
                        .flatMap(write ->
                                write.creates().stream().map(create -> CloudflareRecords.fields(write, create)))
                        .toList());
    }

    int size() {
        return deletes.size() + patches.size() + posts.size();
    }
}
