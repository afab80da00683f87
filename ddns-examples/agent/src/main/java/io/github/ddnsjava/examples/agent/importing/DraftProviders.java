package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers of a configuration that is being made, and their secrets. Not thread-safe. */
final class DraftProviders {
    private static final String SAMPLE = "unknown0".repeat(5);

    private final DnsProviders known = DnsProviders.load();
    private final Map<String, TypeDescriptor> types = known.descriptors().stream()
            .collect(Collectors.toMap(TypeDescriptor::id, Function.identity(), (one, other) -> one));
    private final DraftSecrets secrets;
    private final Map<Map<String, Given>, Made> made = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * A provider.
     *
     * @param key its key in the configuration
     * @param id its type
     * @param abilities what it can do; empty if its settings do not tell, or are wrong
     */
    record Made(String key, String id, Optional<Abilities> abilities) {}

    /** Creates none yet, whose secrets are added to those. */
    DraftProviders(DraftSecrets secrets) {
        this.secrets = secrets;
    }

    Map<String, Map<String, Object>> entries() {
        return entries;
    }

    /** Returns the provider of that row and name, which is a new one if there is none with the same settings. */
    Made provide(ServiceTable.Row row, Account account, DnsName name, BiConsumer<String, String> note) {
        Map<String, Given> given = new LinkedHashMap<>();
        given.put("type", Given.text(row.provider()));
        for (ServiceTable.Setting setting : row.settings()) {
            Optional<Given> value = value(setting, account, name, note);
            value.ifPresent(found -> given.put(setting.ours(), found));
        }
        return made.computeIfAbsent(given, settings -> make(row, account.place(), settings, note));
    }

    private static Optional<Given> value(
            ServiceTable.Setting setting, Account account, DnsName name, BiConsumer<String, String> note) {
        return switch (setting.theirs()) {
            case ServiceTable.NAME -> Optional.of(Given.text(name.toString()));
            case ServiceTable.ZONE ->
                Optional.of(Given.text(account.zone().orElseGet(() -> guessed(account, name, note))));
            default -> Optional.ofNullable(account.values().get(setting.theirs()));
        };
    }

    /** Returns what mostly is the zone of a name: what follows its first label. It is noted, because it may be wrong. */
    static String guessed(Account account, DnsName name, BiConsumer<String, String> note) {
        note.accept(account.place(), "the zone of " + name + " is guessed: check it");
        return name.parent()
                .filter(parent -> parent.labels().size() > 1)
                .orElse(name)
                .toString();
    }

    private Made make(ServiceTable.Row row, String at, Map<String, Given> given, BiConsumer<String, String> note) {
        String id = row.provider();
        TypeDescriptor type = Objects.requireNonNull(types.get(id), id);
        int number = numbers.merge(id, 1, Integer::sum);
        String key = number == 1 ? id : id + "-" + number;
        Map<String, Object> entry = new LinkedHashMap<>();
        Map<String, Object> sample = new LinkedHashMap<>();
        Map<String, Given> owner = new LinkedHashMap<>(given);
        row.settings().stream()
                .filter(ServiceTable.Setting::isOfRecord)
                .forEach(setting -> owner.remove(setting.ours()));
        for (Map.Entry<String, Given> value : given.entrySet()) {
            String name = value.getKey();
            Given text = value.getValue();
            Optional<SettingSpec> spec = type.setting(name);
            boolean secret = spec.filter(SettingSpec::secret).isPresent();
            if (text.isReference()) {
                entry.put(name, text);
                sample.put(name, secret ? Secret.of(SAMPLE) : SAMPLE);
            } else if (secret) {
                entry.put(name, secrets.add(owner, key + "-" + name, text.text(), at, row.theirs(name)));
                spec.flatMap(SettingSpec::form)
                        .filter(form -> !form.pattern().matcher(text.text()).matches())
                        .ifPresent(form -> note.accept(
                                at,
                                row.theirs(name) + " does not have the form that " + id + " needs: " + form.allowed()));
                // Not Secret.of, which refuses what looks like a reference: here it is a text of the other program.
                sample.put(name, Secret.from(at, text::text));
            } else if (DraftText.isWritable(text.text())) {
                entry.put(name, value(type, name, text.text()));
                sample.put(name, Texts.escaped(text.text()).orElseThrow());
            } else {
                note.accept(
                        at,
                        "the value of " + row.theirs(name) + " has ${…} in its middle, which our configuration cannot"
                                + " write as a text; put it into a file, and write ${file:PATH}");
            }
        }
        entries.put(key, entry);
        sample.remove("type");
        return new Made(key, id, abilities(key, id, sample));
    }

    /** Returns a number for a setting that is one, as the JSON Schema wants it. */
    private static Object value(TypeDescriptor type, String name, String text) {
        boolean number = type.setting(name)
                .filter(setting -> setting.type() instanceof SettingType.Numeric)
                .isPresent();
        return number && text.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(text) : text;
    }

    private Optional<Abilities> abilities(String key, String id, Map<String, Object> settings) {
        try {
            return Optional.of(known.create(id, Settings.at("providers." + key, settings), ProviderContext.standard())
                    .abilities());
        } catch (ConfigurationException e) {
            return Optional.empty(); // check --offline tells what is wrong
        }
    }
}
