package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;

/** Makes {@link Dyndns2Provider}s. */
public final class Dyndns2Factory implements DnsProviderFactory {
    /** For the service loader. */
    public Dyndns2Factory() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(new TypeDescriptor(
                "dyndns2",
                "dyndns2, any compatible service",
                "https://help.dyn.com/remote-access-api/perform-update/",
                settings(),
                "the service's own; most block a name for needless updates",
                "vendor documentation, other clients' sources, a strict fake",
                List.of(
                        "After a refusal (badauth, nohost, abuse …) nothing is sent until settings change or a person"
                                + " resumes the record, as the protocol's rules demand.",
                        "Services block clients by User-Agent. Applications with many installations should set their own"
                                + " in userAgent, in the shape that the service asks for.",
                        "The protocol can neither read nor remove a record. After a write without an understood answer (no"
                                + " word of the protocol, another address, an error page, none at all) live DNS is asked"
                                + " after 5 minutes, doubling to 2 hours, and the update is sent again only where DNS"
                                + " shows no effect: at most 4 times in the first hour, 16 times in the first day, and 12"
                                + " times in each day after that.",
                        "An error page of a web server (403, 404, 405 … without a word of the protocol) holds the record"
                                + " for an hour at first, not for ever.",
                        "A redirect is not followed: give the final URL.")));
    }

    private static List<SettingSpec> settings() {
        List<SettingSpec> settings = new ArrayList<>(List.of(
                SettingSpec.required(
                        "endpoint",
                        "the whole update URL, as in https://members.dyndns.org/v3/update, without a query"),
                SettingSpec.required("username", "the user name; for some services the host name"),
                SettingSpec.secret("password", "the password, update token or updater client key"),
                SettingSpec.optional(
                        "maxHosts", "how many names one call carries, 1 to 20; default 1, which every service takes"),
                SettingSpec.optional(
                        "families",
                        "how IPv4 and IPv6 travel: separate (a call each, the default), joint (myip=IPV4,IPV6), or"
                                + " myipv6 (myip=IPV4&myipv6=IPV6)"),
                SettingSpec.optional(
                        "absentFamily",
                        "what the service does with a family that a call leaves out: keeps (the default) or changes"),
                SettingSpec.optional("userAgent", "another User-Agent, where the service asks for a certain shape"),
                SettingSpec.optional(
                        "refreshEvery",
                        "how often to send although nothing changed, where names expire; default never")));
        ProviderEndpoint.SETTINGS.stream()
                .filter(common -> settings.stream().noneMatch(own -> own.name().equals(common.name())))
                .forEach(settings::add);
        return settings;
    }

    @Override
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        return new Dyndns2Provider(settings, context);
    }
}
