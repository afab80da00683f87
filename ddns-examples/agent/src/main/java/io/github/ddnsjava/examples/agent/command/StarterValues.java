package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Examples of values for the settings of a provider, made from their declarations. Immutable. */
final class StarterValues {
    private final TypeDescriptor type;
    private final List<DnsName> names;

    StarterValues(TypeDescriptor type, List<DnsName> names) {
        this.type = type;
        this.names = List.copyOf(names);
    }

    /** Returns an example of a value. */
    Object of(SettingSpec setting) {
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
                    .forEach(inner -> values.put(inner.name(), of(inner)));
            return values;
        }
        return setting.secret() ? "${env:" + variable(setting) + "}" : "YOUR_" + words(setting);
    }

    /** Returns the environment variable of a secret. */
    String variable(SettingSpec setting) {
        String id = type.id().toUpperCase(Locale.ROOT).replace('-', '_');
        return (Character.isDigit(id.charAt(0)) ? "DDNS_" : "") + id + "_" + words(setting);
    }

    private static String words(SettingSpec setting) {
        return setting.name().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** Returns the name without its first label, which mostly is the zone. */
    static String parent(DnsName name) {
        String all = name.toString();
        String rest = all.substring(all.indexOf('.') + 1);
        return rest.contains(".") ? rest : all;
    }
}
