package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Prints which providers there are, and what one of them needs. */
final class ProvidersOutput {
    private final Output output;

    ProvidersOutput(Output output) {
        this.output = output;
    }

    int providers(List<TypeDescriptor> all, WithPlugins plugins) {
        if (output.isJson()) {
            output.print(Json.providers(all, plugins));
        } else {
            Table table = new Table();
            all.forEach(descriptor -> table.row(
                    descriptor.id(),
                    descriptor.name(),
                    plugins.of(descriptor.id())
                            .map(plugin -> "plug-in " + plugin.jar().getFileName())
                            .orElse("")));
            output.print(table.toString());
        }
        return ExitCode.OK;
    }

    int provider(TypeDescriptor descriptor, WithPlugins plugins) {
        if (output.isJson()) {
            output.print(Json.provider(descriptor, plugins));
            return ExitCode.OK;
        }
        output.print(descriptor.id() + ": " + descriptor.name() + " " + descriptor.url());
        plugins.of(descriptor.id()).ifPresent(plugin -> output.print("Plug-in: " + plugin.jar()));
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
