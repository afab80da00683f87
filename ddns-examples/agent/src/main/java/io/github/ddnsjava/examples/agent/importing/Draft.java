package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A configuration of ours that is being made of another program's. Not thread-safe. */
final class Draft {
    private final DraftSecrets secrets;
    private final DraftProviders providers;
    private final Set<Imported.Note> notes = new LinkedHashSet<>();
    private final DraftDetectors detectors;
    private final List<Map<String, Object>> records = new ArrayList<>();
    private final Set<List<Object>> known = new HashSet<>();
    private final Map<String, Object> others = new LinkedHashMap<>();

    /** Creates an empty one. The place returns the reference to the secret of a name. */
    Draft(UnaryOperator<String> place) {
        this.secrets = new DraftSecrets(this, place);
        this.providers = new DraftProviders(secrets);
        this.detectors = new DraftDetectors(this);
    }

    void note(String place, String message) {
        notes.add(new Imported.Note(place, message));
    }

    /** Notes a setting that has no counterpart, or needs none. */
    void left(String place, String what, String why) {
        note(place, place.equals(what) ? "not carried over: " + why : what + " is not carried over: " + why);
    }

    /** Notes a program that the other file names: what it does is for a person to decide. */
    void program(String place, String setting, String command) {
        left(
                place,
                setting + " (" + Texts.program(command) + ")",
                "programs are only named. docs/detectors.md and docs/notifications.md have the settings for one of your own");
    }

    /** Notes that the records of the place are disabled until a person chooses a detector. */
    Detection unknown(String place, String what, String why) {
        left(
                place,
                what,
                why + ". Its records have \"enabled\": false. Choose a detector (docs/detectors.md), then remove that");
        return Detection.UNKNOWN;
    }

    /** Notes that the records of the place are disabled until a person has looked at them. */
    void disabled(String place, String what, String why) {
        left(place, what, why + ". Its records have \"enabled\": false: remove that when you have checked them");
    }

    /** Returns the URL of a service; notes one that has a login or a query, which may be secrets and cannot be used. */
    Optional<Given> endpoint(String place, String what, String url) {
        if (!url.matches("[^@?#\\s]*")) {
            left(
                    place,
                    what,
                    "its URL has a login, a query or a blank, which no endpoint can have. Add its provider and records by"
                            + " hand (docs/custom-providers.md)");
            return Optional.empty();
        }
        return Optional.of(Given.text(url));
    }

    /** Sets a setting of the whole configuration, as in {@code schedule.every}. */
    void set(String section, String name, Object value) {
        @SuppressWarnings("unchecked") // every section is made here
        Map<String, Object> values =
                (Map<String, Object>) others.computeIfAbsent(section, key -> new LinkedHashMap<String, Object>());
        values.put(name, value);
    }

    /** Sets a setting that stands in no section. */
    void set(String name, Object value) {
        others.put(name, value);
    }

    /** Sets a time from 1 second to 10 years; notes one that is none. */
    void setTime(String place, String theirs, String text, String section, String name) {
        time(place, theirs, text).ifPresent(time -> set(section, name, time));
    }

    /** Returns a time of our configuration; notes and leaves out one that is none. */
    Optional<String> time(String place, String theirs, String text) {
        Optional<Duration> time = Texts.duration(text)
                .filter(found -> found.compareTo(Duration.ofSeconds(1)) >= 0 && found.toDays() < 3650);
        if (time.isEmpty()) {
            left(place, theirs, "it is no time from 1 second to 10 years");
        }
        return time.map(Durations::format);
    }

    /** Adds a secret that belongs to no provider, and returns the reference to it. */
    Given secret(String name, String value, String place, String theirs) {
        return secrets.add(name, name, value, place, theirs);
    }

    /** Adds the records of an account, as far as our provider can have them. */
    void add(Account account, ServiceTable table, boolean exact) {
        List<ServiceTable.Row> rows = table.of(account.service(), exact);
        String service = Texts.shown(account.service());
        if (rows.isEmpty()) {
            left(
                    account.place(),
                    service,
                    "no provider is known for it. docs/providers.md lists the providers, docs/custom-providers.md tells"
                            + " how to describe a service");
            return;
        }
        ServiceTable.Row first = rows.get(0);
        Optional<ServiceTable.Row> row = rows.stream()
                .filter(one -> one.missing(account.values()).isEmpty())
                .findFirst();
        if (first.provider().isEmpty()) {
            left(account.place(), service, first.why());
        } else if (row.isEmpty()) {
            left(
                    account.place(),
                    service,
                    "it needs " + String.join(" and ", first.missing(account.values())) + ", which has no value here");
        } else if (account.names().isEmpty()) {
            left(account.place(), service, "it has no names");
        } else {
            Account checked = UnusedSettings.told(account, row.get(), this);
            checked.names().forEach(name -> add(checked, row.get(), name));
        }
    }

    private void add(Account account, ServiceTable.Row row, String text) {
        DnsName name;
        try {
            name = DnsName.of(text);
        } catch (IllegalArgumentException e) {
            left(
                    account.place(),
                    "the name " + Texts.shown(text),
                    "it is no full host name, as home.example.com is. Add the record by hand");
            return;
        }
        DraftProviders.Made made = providers.provide(row, account, name, this::note);
        Map<Detection, List<String>> types = new LinkedHashMap<>();
        account.detectors().forEach((family, asked) -> {
            Detection detection = DraftDetectors.flaw(asked.detector())
                    .map(flaw -> unknown(account.place(), "the way to find " + family + " addresses", flaw))
                    .orElse(asked);
            String type = RecordType.of(family).toString();
            Optional<String> why = made.abilities().flatMap(can -> refusal(can, made.id(), name, family));
            if (why.isPresent()) {
                left(account.place(), name + " " + type, why.get());
            } else if (!known.add(List.of(made.key(), name, type))) {
                left(account.place(), name + " " + type, "it is there already");
            } else {
                types.computeIfAbsent(detection, key -> new ArrayList<>()).add(type);
            }
        });
        types.forEach((detection, its) -> records.add(new DraftRecord(this, account, made, name)
                .of(detectors.key(detection.detector(), account.place()), its, detection.isChosen())));
    }

    private static Optional<String> refusal(Abilities can, String id, DnsName name, IpFamily family) {
        if (!can.families().contains(family)) {
            return Optional.of(id + " does not publish " + family + " addresses");
        } else if (name.isWildcard() && !can.wildcard()) {
            return Optional.of(id + " does not support wildcards");
        }
        return can.names().allows(name)
                ? Optional.empty()
                : Optional.of(id + " cannot publish it, only " + can.names().allowed());
    }

    Imported finish() {
        if (records.isEmpty()) {
            note("", "no record could be carried over, so the configuration is of no use yet");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("detectors", detectors.entries());
        all.put("providers", providers.entries());
        all.put("records", records);
        all.putAll(others);
        return new Imported(DraftText.of(all), secrets.all(), List.copyOf(notes));
    }
}
