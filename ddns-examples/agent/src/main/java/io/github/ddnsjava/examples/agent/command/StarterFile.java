package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A commented configuration for one provider, made from what the provider declares. Required settings are there, secrets as
 * references to the environment; optional settings are comments. Not thread-safe.
 */
final class StarterFile {
    private static final int WIDTH = 110;

    /** How a setting that has an alternative says so: it is chosen, and the alternative is a comment. */
    private static final String ALTERNATIVE = "required unless";

    private static final String ALLOW_INSECURE = "allowInsecure";

    /** Most credentials have this form. Nothing is sent with it. */
    private static final String SAMPLE = "unknown0".repeat(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TypeDescriptor type;
    private final List<DnsName> names;
    private final Optional<Abilities> abilities;
    private boolean insecure;
    private final StringBuilder text = new StringBuilder();

    StarterFile(DnsProviders providers, TypeDescriptor type, List<DnsName> names) {
        this.type = type;
        this.names = List.copyOf(names);
        this.abilities = abilities(providers);
    }

    /** Returns what the provider can do with these settings; empty if it has to read its credentials to tell. */
    private Optional<Abilities> abilities(DnsProviders providers) {
        try {
            return Optional.of(make(providers));
        } catch (ConfigurationException e) {
            if (e.problems().stream().noneMatch(problem -> problem.allowed().contains(ALLOW_INSECURE))) {
                return Optional.empty();
            }
            insecure = true; // the service has no other way
        }
        try {
            return Optional.of(make(providers));
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private Abilities make(DnsProviders providers) {
        Map<String, Object> given = new TreeMap<>();
        type.settings().stream()
                .filter(this::isChosen)
                .forEach(setting ->
                        given.put(setting.name(), isSecretText(setting) ? Secret.of(SAMPLE) : value(setting)));
        return providers
                .create(type.id(), Settings.at("providers." + type.id(), given), ProviderContext.standard())
                .abilities();
    }

    /** Tells whether names may be wildcards; also if only the provider with its credentials can tell. */
    boolean takesWildcards() {
        return abilities.map(Abilities::wildcard).orElse(true);
    }

    /** Returns the file. */
    String text() {
        comment("", "Configuration for " + type.name() + " (" + type.url() + ").");
        comment(
                "",
                "1. Set the environment variables that stand in ${env:…}. docs/secrets.md has other places for secrets.");
        comment("", "2. Replace what begins with YOUR_ and the examples.");
        comment(
                "",
                "3. ddns-agent check --offline --config FILE asks nobody; check without --offline asks the provider.");
        comment("", "A comma after the last entry is allowed.");
        line("", "{");
        line("  ", "\"detectors\": {");
        comment(
                "    ",
                "These services are asked for the address, and so they learn it. docs/detectors.md has other ways.");
        line(
                "    ",
                "\"wan\": { \"type\": \"http\", \"urls\": [\"https://api64.ipify.org\", \"https://icanhazip.com\"] },");
        line("  ", "},");
        line("  ", "\"providers\": {");
        type.notes().forEach(note -> comment("    ", note));
        line("    ", json(type.id()) + ": {");
        line("      ", "\"type\": " + json(type.id()) + ",");
        type.settings().stream().filter(this::isChosen).forEach(setting -> {
            comment("      ", setting.help());
            line("      ", given(setting) + ",");
        });
        type.settings().stream().filter(setting -> !isChosen(setting)).forEach(setting -> {
            comment("      ", setting.help());
            comment("      ", given(setting) + ",");
        });
        line("    ", "},");
        line("  ", "},");
        line("  ", "\"records\": [");
        names.forEach(name -> line("    ", record(name)));
        line("  ", "],");
        comment("  ", "How often the address is checked.");
        comment("  ", "\"schedule\": { \"every\": \"5m\" },");
        comment("  ", "What was published is remembered here. The file is made beside this one.");
        line("  ", "\"state\": { \"file\": \"ddns-state\" },");
        line("", "}");
        return text.toString();
    }

    private String record(DnsName name) {
        String types = abilities.map(Abilities::families).orElse(Set.of(IpFamily.values())).stream()
                .sorted()
                .map(family -> json(RecordType.of(family).toString()))
                .collect(Collectors.joining(", "));
        String zone = abilities.filter(Abilities::needsZone).isPresent() ? ", \"zone\": " + json(parent(name)) : "";
        return "{ \"name\": " + json(name.toString()) + ", \"types\": [" + types + "]" + zone + " },";
    }

    /** Tells whether a setting stands in the file. */
    private boolean isChosen(SettingSpec setting) {
        return setting.required()
                || setting.help().toLowerCase(Locale.ROOT).contains(ALTERNATIVE)
                || insecure && setting.name().equals(ALLOW_INSECURE);
    }

    private static boolean isSecretText(SettingSpec setting) {
        return setting.secret() && setting.type() instanceof SettingType.Text;
    }

    private String given(SettingSpec setting) {
        String value = isSecretText(setting) ? json("${env:" + variable(setting) + "}") : json(value(setting));
        return json(setting.name()) + ": " + value;
    }

    private Object value(SettingSpec setting) {
        if (!setting.examples().isEmpty()) {
            return setting.examples().get(0);
        }
        return switch (setting.name()) {
            case "endpoint" -> "https://dns.example.com";
            case "hostname" -> names.get(0).toString();
            case "domain", "zone" -> parent(names.get(0));
            default -> value(setting, setting.type());
        };
    }

    private Object value(SettingSpec setting, SettingType of) {
        if (of instanceof SettingType.Text words && !words.words().isEmpty()) {
            return words.words().get(0);
        } else if (of instanceof SettingType.Flag) {
            return true;
        } else if (of instanceof SettingType.Numeric number) {
            return (long) number.min();
        } else if (of instanceof SettingType.Period) {
            return "30s";
        } else if (of instanceof SettingType.Items items) {
            return List.of(value(setting, items.item()));
        } else if (of instanceof SettingType.Entries entries) {
            return Map.of(
                    "NAME", setting.secret() ? "${env:" + variable(setting) + "}" : value(setting, entries.value()));
        } else if (of instanceof SettingType.Fields fields) {
            Map<String, Object> values = new TreeMap<>();
            fields.settings().stream()
                    .filter(SettingSpec::required)
                    .forEach(inner -> values.put(inner.name(), value(inner)));
            return values;
        }
        return setting.secret() ? "${env:" + variable(setting) + "}" : "YOUR_" + words(setting);
    }

    private String variable(SettingSpec setting) {
        String id = type.id().toUpperCase(Locale.ROOT).replace('-', '_');
        return (Character.isDigit(id.charAt(0)) ? "DDNS_" : "") + id + "_" + words(setting);
    }

    private static String words(SettingSpec setting) {
        return setting.name().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** Returns the name without its first label, which mostly is the zone. */
    private static String parent(DnsName name) {
        String all = name.toString();
        String rest = all.substring(all.indexOf('.') + 1);
        return rest.contains(".") ? rest : all;
    }

    private static String json(Object value) {
        return JSON.valueToTree(value).toString();
    }

    private void line(String indent, String line) {
        text.append(indent).append(line).append('\n');
    }

    /** Adds a comment on as many lines as it needs. */
    private void comment(String indent, String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!line.isEmpty() && indent.length() + line.length() + word.length() > WIDTH) {
                line(indent + "// ", line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(indent + "// ", line.toString());
    }
}
