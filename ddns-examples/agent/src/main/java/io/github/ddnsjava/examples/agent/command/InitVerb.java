package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.NameRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A first configuration for a provider, to be completed by hand. */
@Command(
        name = "init",
        exitCodeList = {
            "0:the configuration was printed",
            "1:an unexpected failure",
            "2:the command line is wrong, there is no such provider, or it cannot publish a name"
        },
        description = "Print a commented configuration for a provider, to begin with. It passes check --offline.")
final class InitVerb extends Verb {
    @Parameters(index = "0", paramLabel = "ID", description = "The provider, as the verb providers lists it.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private String id;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description = "The names to keep up to date, as in home.example.com.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        DnsProviders providers = DnsProviders.load();
        Optional<TypeDescriptor> type = ProvidersVerb.find(providers.descriptors(), id);
        if (type.isEmpty()) {
            return ProvidersVerb.unknown(output(), providers, id);
        }
        List<DnsName> hosts = new ArrayList<>();
        for (String name : names) {
            try {
                hosts.add(DnsName.of(name));
            } catch (IllegalArgumentException e) {
                return output().refused("NAME", String.valueOf(e.getMessage()), "as in home.example.com");
            }
        }
        StarterFile starter =
                new StarterFile(providers, type.get(), hosts.stream().distinct().toList());
        Optional<DnsName> wildcard = hosts.stream().filter(DnsName::isWildcard).findFirst();
        if (wildcard.isPresent() && !starter.takesWildcards()) {
            return output().refused("NAME", id + " does not support wildcards: " + wildcard.get(), "names without *");
        }
        NameRule rule = starter.nameRule();
        Optional<DnsName> refused =
                hosts.stream().filter(host -> !rule.allows(host)).findFirst();
        if (refused.isPresent()) {
            return output().refused("NAME", id + " cannot publish " + refused.get(), rule.allowed());
        }
        return output().starter(starter.text());
    }
}
