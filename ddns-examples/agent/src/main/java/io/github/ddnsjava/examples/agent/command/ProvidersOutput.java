package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Plugins.Plugin;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.ExitCode;

/** Prints which providers and notifications there are, and what one of them needs. */
final class ProvidersOutput {
    private final Output output;
    private final WithPlugins plugins;

    ProvidersOutput(Output output, WithPlugins plugins) {
        this.output = output;
        this.plugins = plugins;
    }

    /** Prints a line for each, in the order of their ids. A provider comes before a notification with the same id. */
    int all(List<TypeDescriptor> providers, List<TypeDescriptor> notifications) {
        if (output.isJson()) {
            output.print(Json.types(providers, notifications, plugins));
            return ExitCode.OK;
        }
        TreeMap<String, Object[]> rows = new TreeMap<>();
        providers.forEach(type -> rows.put(type.id(), row(type, "", plugins.of(type.id()))));
        notifications.forEach(
                type -> rows.put(type.id() + " ", row(type, "notification", plugins.ofNotification(type.id()))));
        Table table = new Table();
        rows.values().forEach(table::row);
        output.print(table.toString());
        return ExitCode.OK;
    }

    private static Object[] row(TypeDescriptor type, String kind, Optional<Plugin> plugin) {
        String from =
                plugin.map(loaded -> "plug-in " + loaded.jar().getFileName()).orElse("");
        return new Object[] {type.id(), type.name(), kind.isEmpty() || from.isEmpty() ? kind + from : kind + ", " + from
        };
    }

    int provider(TypeDescriptor type) {
        return described(type, plugins.of(type.id()));
    }

    int notification(TypeDescriptor type) {
        return described(type, plugins.ofNotification(type.id()));
    }

    private int described(TypeDescriptor descriptor, Optional<Plugin> plugin) {
        if (output.isJson()) {
            output.print(Json.type(descriptor, plugin));
            return ExitCode.OK;
        }
        output.print(descriptor.id() + ": " + descriptor.name() + " " + descriptor.url());
        plugin.ifPresent(loaded -> output.print("Plug-in: " + loaded.jar()));
        Table table = new Table("SETTING", "", "", "");
        descriptor
                .settings()
                .forEach(
                        s -> table.row(s.name(), s.required() ? "required" : "", s.secret() ? "secret" : "", s.help()));
        output.print(table.toString());
        descriptor.abilities().forEach(ability -> output.print("+ " + ability));
        output.print("Limits: " + descriptor.limits());
        output.print("Evidence: " + descriptor.evidence());
        descriptor.notes().forEach(note -> output.print("- " + note));
        return ExitCode.OK;
    }
}
