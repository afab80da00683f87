package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Cloudflare's record objects: how they are read, and what is sent to make or change one. Thread-safe. */
final class CloudflareRecords {
    static final String PROXIED = Attributes.PROXIED;
    static final String COMMENT = "comment";
    static final String TAGS = "tags";
    static final Duration AUTOMATIC_TTL = Duration.ofSeconds(1);

    private CloudflareRecords() {}

    /** Returns the name of a record; empty where it is none that an address can have. */
    static Optional<DnsName> name(JsonReader json) {
        return NameForm.name(json.get("name").asText());
    }

    /** Tells whether a record is an A or AAAA record. */
    static boolean isAddress(JsonReader json) {
        String type = json.get("type").asText();
        return type.equals("A") || type.equals("AAAA");
    }

    /** Reads an A or AAAA record. */
    static ZoneRecord read(DnsName name, JsonReader json) {
        if (!isAddress(json)) {
            throw new ProtocolException("a record of another type is shown where one of " + name + " was written");
        }
        RecordType type = RecordType.valueOf(json.get("type").asText());
        IpAddress address =
                ZoneRecord.read(name, type, json.get("content").asText()).address();
        String comment = json.get(COMMENT).optional().map(JsonReader::asText).orElse("");
        List<String> tags = json.get(TAGS).optional().map(JsonReader::asList).orElse(List.of()).stream()
                .map(JsonReader::asText)
                .toList();
        Map<String, Object> attributes = Map.of(
                Attributes.TTL,
                json.get(Attributes.TTL).asSeconds(),
                PROXIED,
                json.get(PROXIED).asBoolean(false),
                COMMENT,
                comment,
                TAGS,
                tags);
        return new ZoneRecord(
                json.get("id").asText(),
                name,
                address,
                attributes,
                Optional.of(comment).filter(text -> !text.isEmpty()));
    }

    /**
     * Reads what a write made.
     *
     * @throws ProtocolException if it is no address record
     */
    static ZoneRecord written(JsonReader json) {
        return read(name(json).orElseThrow(() -> new ProtocolException(json + " is no address record")), json);
    }

    /**
     * Puts the fields of a record to make or to change: those that the vendor's reference demands, and those that are
     * wanted or to correct. What is not named gets Cloudflare's defaults, or stays (PATCH).
     */
    static void fill(JsonBody body, ValueWrite value) {
        Map<String, Object> fields = new TreeMap<>(value.attributes());
        value.marker().ifPresent(marker -> {
            fields.remove(COMMENT);
            if (value.before().isEmpty()) {
                fields.put(COMMENT, marker);
            }
        });
        boolean proxied = Boolean.TRUE.equals(value.all().get(PROXIED));
        fields.put(Attributes.TTL, proxied ? AUTOMATIC_TTL : value.ttl().orElse(AUTOMATIC_TTL));
        fields.put("type", value.type());
        fields.put("name", value.name());
        fields.put("content", value.address());
        fields.forEach(body::put);
    }

    /** Returns a write without the changes that Cloudflare could not carry out; touches stay. */
    static SetWrite withoutVainUpdates(SetWrite write) {
        List<SetWrite.Update> updates = write.updates().stream()
                .filter(update -> write.change().intent() == Intent.TOUCH
                        || !update.address().equals(update.record().address())
                        || !corrections(write, update).isEmpty())
                .toList();
        return new SetWrite(write.change(), write.present(), write.creates(), updates, write.deletes());
    }

    /** The TTL of a proxied record is always automatic. A marker is stored in the comment. */
    private static Map<String, Object> corrections(SetWrite write, SetWrite.Update update) {
        Map<String, Object> corrections = new TreeMap<>(update.attributes());
        if (isProxiedAfter(corrections, update)) {
            corrections.remove(Attributes.TTL);
        }
        if (write.change().marker().isPresent()) {
            corrections.remove(COMMENT);
        }
        return corrections;
    }

    private static boolean isProxiedAfter(Map<String, Object> corrections, SetWrite.Update update) {
        return isProxied(
                corrections.containsKey(PROXIED) ? corrections : update.record().attributes());
    }

    private static boolean isProxied(Map<String, Object> attributes) {
        return Boolean.TRUE.equals(attributes.get(PROXIED));
    }
}
