package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record of a configuration that is being made, with what its provider can set. Not thread-safe. */
final class DraftRecord {
    private final Draft draft;
    private final Account account;
    private final DraftProviders.Made made;
    private final DnsName name;
    private final Map<String, Object> entry = new LinkedHashMap<>();

    DraftRecord(Draft draft, Account account, DraftProviders.Made made, DnsName name) {
        this.draft = draft;
        this.account = account;
        this.made = made;
        this.name = name;
    }

    /** Returns the record, with the key of its detector and its types. */
    Map<String, Object> of(String detector, List<String> types, boolean enabled) {
        entry.put("name", name.toString());
        entry.put("types", types);
        entry.put("detector", detector);
        entry.put("provider", made.key());
        zone().ifPresent(zone -> entry.put("zone", zone));
        Account.Extras extras = account.extras();
        extras.ttl().ifPresent(ttl -> attribute("ttl", ttl));
        extras.proxied().ifPresent(proxied -> attribute("proxied", proxied));
        extras.comment().ifPresent(comment -> attribute("comment", comment));
        if (!extras.policy().isEmpty()) {
            entry.put("policy", extras.policy());
        }
        if (!enabled) {
            entry.put("enabled", false);
        }
        return entry;
    }

    private Optional<String> zone() {
        if (account.zone().isEmpty()) {
            boolean guess = made.abilities().filter(Abilities::needsZone).isPresent();
            return guess ? Optional.of(DraftProviders.guessed(account, name, draft::note)) : Optional.empty();
        }
        try {
            DnsName zone = DnsName.of(account.zone().get());
            if (name.isWithin(zone)) {
                return Optional.of(zone.toString());
            }
        } catch (IllegalArgumentException e) {
            // as if the name were not in it
        }
        draft.left(account.place(), "the zone of " + name, "the name is not in it. The zone is looked up");
        return Optional.empty();
    }

    private void attribute(String attribute, Object value) {
        if (made.abilities().isEmpty()) {
            draft.left(account.place(), attribute, made.key() + " has wrong settings, so what it can set is not known");
            return;
        }
        Optional<AttributeSpec> spec =
                Optional.ofNullable(made.abilities().get().attributes().get(attribute));
        if (spec.isEmpty()) {
            draft.left(account.place(), attribute, made.id() + " cannot set it");
            return;
        }
        written(spec.get(), value)
                .ifPresentOrElse(
                        found -> entry.put(attribute, account.extras().initially() ? Map.of("initial", found) : found),
                        () -> draft.left(account.place(), attribute, made.id() + " does not take this value"));
    }

    private static Optional<Object> written(AttributeSpec spec, Object value) {
        if (value instanceof Duration time) {
            boolean fits = spec.min().compareTo(time) <= 0 && spec.max().compareTo(time) >= 0;
            return fits || spec.also().contains(time) ? Optional.of(Durations.format(time)) : Optional.empty();
        } else if (value instanceof String text) {
            return Optional.<Object>of(text).filter(DraftText::isWritable);
        }
        return Optional.of(value);
    }
}
