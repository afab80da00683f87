package io.github.ddnsjava.examples.agent.command;

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
import io.github.ddnsjava.publish.NameRule;
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
    /** How a setting that has an alternative says so: it is chosen, and the alternative is a comment. */
    private static final String ALTERNATIVE = "required unless";

    private static final String ALLOW_INSECURE = "allowInsecure";

    /** Most credentials have one of these forms. Nothing is sent with them. */
    private static final List<String> SAMPLES = List.of("unknown0".repeat(5), "01234567-89ab-cdef-0123-456789abcdef");

    private final TypeDescriptor type;
    private final List<DnsName> names;
    private final Optional<Abilities> abilities;
    private final StarterValues values;
    private final CommentedText text = new CommentedText();
    private boolean insecure;

    StarterFile(DnsProviders providers, TypeDescriptor type, List<DnsName> names) {
        this.type = type;
        this.names = List.copyOf(names);
        this.values = new StarterValues(type, names);
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
                .forEach(setting -> given.put(
                        setting.name(), isSecretText(setting) ? Secret.of(sample(setting)) : values.of(setting)));
        return providers
                .create(type.id(), Settings.at("providers." + type.id(), given), ProviderContext.standard())
                .abilities();
    }

    /** Tells whether names may be wildcards; also if only the provider with its credentials can tell. */
    boolean takesWildcards() {
        return abilities.map(Abilities::wildcard).orElse(true);
    }

    /** Returns a text in the form of the secret, if one of the samples has it. */
    private static String sample(SettingSpec setting) {
        return SAMPLES.stream()
                .filter(sample -> setting.form()
                        .map(form -> form.pattern().matcher(sample).matches())
                        .orElse(true))
                .findFirst()
                .orElse(SAMPLES.get(0));
    }

    /** Returns which names the provider can publish with these settings. */
    NameRule nameRule() {
        return abilities.map(Abilities::names).orElse(NameRule.ANY);
    }

    /** Returns the file. */
    String text() {
        text.comment("", "Configuration for " + type.name() + " (" + type.url() + ").");
        text.comment(
                "",
                "1. Set the environment variables that stand in ${env:…}. docs/secrets.md has other places for secrets.");
        text.comment("", "2. Replace what begins with YOUR_ and the examples.");
        text.comment(
                "",
                "3. " + OwnProgram.command()
                        + " check --offline --config FILE asks nobody; check without --offline asks the provider.");
        text.comment("", "A comma after the last entry is allowed.");
        text.line("", "{");
        text.line("  ", "\"detectors\": {");
        text.comment(
                "    ",
                "These services are asked for the address, and so they learn it. docs/detectors.md has other ways.");
        text.line(
                "    ",
                "\"wan\": { \"type\": \"http\", \"urls\": [\"https://api64.ipify.org\", \"https://icanhazip.com\"] },");
        text.line("  ", "},");
        text.line("  ", "\"providers\": {");
        type.notes().forEach(note -> text.comment("    ", note));
        text.line("    ", CommentedText.json(type.id()) + ": {");
        text.line("      ", "\"type\": " + CommentedText.json(type.id()) + ",");
        type.settings().stream().filter(this::isChosen).forEach(setting -> {
            text.comment("      ", setting.help());
            text.line("      ", given(setting) + ",");
        });
        if (type.settings().stream().anyMatch(setting -> !isChosen(setting))) {
            text.comment(
                    "      ",
                    "Optional settings with examples. Some need another one, or exclude it: their help says so.");
        }
        type.settings().stream().filter(setting -> !isChosen(setting)).forEach(setting -> {
            text.comment("      ", setting.help());
            text.comment("      ", given(setting) + ",");
        });
        text.line("    ", "},");
        text.line("  ", "},");
        text.line("  ", "\"records\": [");
        names.forEach(name -> text.line("    ", record(name)));
        text.line("  ", "],");
        text.comment("  ", "How often the address is checked.");
        text.comment("  ", "\"schedule\": { \"every\": \"5m\" },");
        text.comment(
                "  ",
                "What was published is remembered in $STATE_DIRECTORY if a service manager sets it, otherwise beside this"
                        + " file.");
        text.comment("  ", "\"state\": { \"file\": \"ddns-state\" },");
        text.line("", "}");
        return text.toString();
    }

    private String record(DnsName name) {
        String types = abilities.map(Abilities::families).orElse(Set.of(IpFamily.values())).stream()
                .sorted()
                .map(family -> CommentedText.json(RecordType.of(family).toString()))
                .collect(Collectors.joining(", "));
        String zone = abilities.filter(Abilities::needsZone).isPresent()
                ? ", \"zone\": " + CommentedText.json(StarterValues.parent(name))
                : "";
        return "{ \"name\": " + CommentedText.json(name.toString()) + ", \"types\": [" + types + "]" + zone + " },";
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
        String value = isSecretText(setting)
                ? CommentedText.json("${env:" + values.variable(setting) + "}")
                : CommentedText.json(values.of(setting));
        return CommentedText.json(setting.name()) + ": " + value;
    }
}
