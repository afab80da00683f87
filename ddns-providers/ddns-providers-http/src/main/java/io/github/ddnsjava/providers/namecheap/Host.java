package io.github.ddnsjava.providers.namecheap;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.xml.XmlReader;
import java.time.Duration;

/**
 * A host: one record of a zone, as the interface shows it. What a call can say of it is repeated as it was read. Immutable
 * and thread-safe.
 *
 * @param mail how the zone gets its mail, which each replacement repeats; here, so that a change of it is noticed
 * @param id its id; empty if it is new
 * @param name its name, relative to the zone
 * @param type its type, also one that only this vendor has
 * @param address its value
 * @param preference its preference, which counts for MX alone
 * @param ttl its time to live in seconds
 * @param special whether a call cannot repeat all of it: it is switched off, or is changed by dynamic DNS
 */
record Host(
        String mail,
        String id,
        String name,
        String type,
        String address,
        String preference,
        long ttl,
        boolean special) {
    private static final String USUAL_PREFERENCE = "10";
    private static final Duration USUAL_TTL = Duration.ofMinutes(30);

    static Host of(String mail, XmlReader xml) {
        return new Host(
                mail,
                xml.attribute("HostId").asText(),
                xml.attribute("Name").asText(),
                xml.attribute("Type").asText(),
                xml.attribute("Address").asText(),
                xml.attribute("MXPref").asText(),
                xml.attribute("TTL").asLong(),
                is(xml.attribute("IsDDNSEnabled"), true) || is(xml.attribute("IsActive"), false));
    }

    private static boolean is(XmlReader flag, boolean value) {
        return flag.isPresent() && flag.asBoolean() == value;
    }

    /** Returns the host that a write makes of this one. */
    Host with(ValueWrite value) {
        long seconds = value.ttl().map(Duration::toSeconds).orElse(ttl);
        return new Host(mail, id, name, type, value.address().toString(), preference, seconds, special);
    }

    /** Returns the host that a write adds. */
    static Host added(ValueWrite value, DnsName zone, String mail) {
        return new Host(
                mail,
                "",
                NameForm.RELATIVE_AT.write(value.name(), zone),
                value.type().name(),
                value.address().toString(),
                USUAL_PREFERENCE,
                value.ttl().orElse(USUAL_TTL).toSeconds(),
                false);
    }

    /** Returns it as a value of that record set. */
    ZoneRecord value(DnsName of, RecordType as) {
        return ZoneRecord.read(of, as, address)
                .withId(id)
                .withTtl(Duration.ofSeconds(ttl))
                .withRaw(this);
    }

    /** Adds it to a call that replaces the zone, as the host with that number. */
    void put(ProviderRequest request, int number) {
        request.form("HostName" + number, name)
                .form("RecordType" + number, type)
                .form("Address" + number, address)
                .form("MXPref" + number, preference)
                .form("TTL" + number, ttl);
    }
}
