package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.RequestTemplate;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.UpdateCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the placeholders of a request stand for.
 *
 * @param secrets the user's own
 * @param zone the zone of names whose record has none
 * @param hostname the only name that requests update, for services whose requests do not say a name
 */
record Placeholders(Map<String, Secret> secrets, Optional<DnsName> zone, Optional<DnsName> hostname) {
    static final String ADDRESS = "address";
    static final String IPV4 = "ipv4";
    static final String IPV6 = "ipv6";
    static final String TTL = "ttl";
    static final String TYPE = "type";
    static final Set<String> NAMES = Set.of("name", "host");

    /** What every request can have. */
    private static final Set<String> COMMON = Set.of("name", "zone", "host", TYPE);

    private static final Set<String> ALL = Set.of("name", "zone", "host", TYPE, ADDRESS, IPV4, IPV6, TTL);

    static Placeholders of(Settings settings) {
        return new Placeholders(
                RequestTemplate.secrets(settings, ALL), name(settings, "zone"), name(settings, "hostname"));
    }

    private static Optional<DnsName> name(Settings settings, String setting) {
        return settings.optionalText(setting).map(text -> {
            try {
                return DnsName.of(text);
            } catch (IllegalArgumentException e) {
                throw settings.wrong(setting, text, "a name, as in example.com");
            }
        });
    }

    /** Tells whether requests with these placeholders need a zone that only the record can say. */
    boolean needZone(Set<String> used) {
        return zone.isEmpty() && (used.contains("zone") || used.contains("host"));
    }

    /** Returns the names of all that can stand in an update. */
    Set<String> inUpdates() {
        return with(ALL);
    }

    /** Returns the names of all that can stand in a withdrawal. */
    Set<String> inWithdrawals() {
        Set<String> known = with(COMMON);
        known.add(ADDRESS);
        return known;
    }

    /** Returns the names of all that can stand in a read. */
    Set<String> inReads() {
        return with(COMMON);
    }

    private Set<String> with(Set<String> known) {
        Set<String> all = new HashSet<>(secrets.keySet());
        all.addAll(known);
        return all;
    }

    /** Returns the values of an update. */
    Map<String, Object> of(UpdateCall call, RequestTemplate request) {
        RecordChange change = call.changes().get(0);
        Map<String, Object> values = common(change, request);
        call.addresses().values().forEach(address -> values.put(ADDRESS, address)); // used where there is one only
        values.put(IPV4, call.address(IpFamily.IPV4));
        values.put(IPV6, call.address(IpFamily.IPV6));
        values.put(TTL, ttl(change));
        return values;
    }

    /** Where nothing is confirmed, this update is taken for the one that creates the record. */
    private static Optional<Long> ttl(RecordChange change) {
        boolean creates = change.confirmed().orElse(Set.of()).isEmpty();
        Attributes wanted = change.attributes();
        Optional<Duration> ttl = creates
                ? wanted.onCreate(Attributes.TTL, Duration.class)
                : wanted.onUpdate(Attributes.TTL, Duration.class);
        return ttl.map(Duration::toSeconds);
    }

    /** Returns the values of a withdrawal. The address is that which was confirmed, if there is only one. */
    Map<String, Object> ofWithdrawal(RecordChange change, RequestTemplate request) {
        Map<String, Object> values = common(change, request);
        Set<IpAddress> confirmed = change.confirmed().orElse(Set.of());
        if (confirmed.size() == 1) {
            values.put(ADDRESS, confirmed.iterator().next());
        }
        return values;
    }

    /** Returns the values of a read. */
    Map<String, Object> ofRead(RecordChange question, RequestTemplate request) {
        return common(question, request);
    }

    private Map<String, Object> common(RecordChange change, RequestTemplate request) {
        DnsName name = change.name();
        Map<String, Object> values = new HashMap<>(secrets);
        values.put("name", name);
        values.put(TYPE, change.type());
        Optional<DnsName> within = change.zone().or(() -> zone);
        if (within.isPresent() && !name.isWithin(within.get())) {
            throw RejectedException.invalid(name + " is not within " + within.get() + ", the zone of this provider");
        }
        within.ifPresent(present -> {
            values.put("zone", present);
            values.put("host", NameForm.RELATIVE_AT.write(name, present));
        });
        if (within.isEmpty() && needZone(request.placeholders())) {
            throw RejectedException.invalid("the zone of " + name
                    + " is not known, and the request needs it; set zone at the record or at" + " the provider");
        }
        return values;
    }
}
