package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProviders;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The manual's tables at hand. */
@Command(name = "providers", description = "List the providers, or describe one and its settings.")
final class ProvidersVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The provider to describe.")
    private @Nullable String id;

    @Override
    public Integer call() {
        List<TypeDescriptor> all = DnsProviders.load().descriptors();
        if (id == null) {
            return new ProvidersOutput(output()).providers(all, plugins());
        }
        Optional<TypeDescriptor> one = find(all, id);
        return one.isPresent()
                ? new ProvidersOutput(output()).provider(one.get(), plugins())
                : unknown(output(), all, id);
    }

    /** Returns the provider of that id. */
    static Optional<TypeDescriptor> find(List<TypeDescriptor> all, String id) {
        return all.stream().filter(descriptor -> descriptor.id().equals(id)).findFirst();
    }

    /** Says that there is none of that id. */
    static int unknown(Output output, List<TypeDescriptor> all, String id) {
        String ids = all.stream().map(TypeDescriptor::id).collect(Collectors.joining(", "));
        return output.refused("ID", "no provider is called \"" + id + "\"", ids);
    }
}
