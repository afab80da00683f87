package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TypedProviderFactory;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the providers of the family: the type {@code dyndns2} for any service, and a type for each of the catalog. */
public final class Dyndns2Factory extends TypedProviderFactory {
    private static final String ANY = "dyndns2";

    /** For the service loader. */
    public Dyndns2Factory() {
        super(
                Stream.concat(Stream.of(ANY), ServiceRow.ids().stream()).toList(),
                id -> id.equals(ANY) ? any() : ServiceRow.service(id).type());
    }

    private static ProviderType any() {
        return ProviderType.of(
                        ANY,
                        "dyndns2, any compatible service",
                        "https://help.dyn.com/remote-access-api/perform-update/")
                .settings(settings().toArray(SettingSpec[]::new))
                .limits("those of the service; most services block a name after needless updates")
                .evidence("vendor documentation; sources of other clients; tested with a strict fake")
                .notes(
                        "After a refusal (badauth, nohost, abuse …) nothing is sent until the settings"
                                + " change or a person ends the hold. The rules of the protocol require this.",
                        "Services block clients by their User-Agent. An application with many installations"
                                + " should set its own userAgent, in the form that the service requires.",
                        "The protocol can neither read nor remove a record. After a write without an"
                                + " understood answer (no word of the protocol, another address, an error page, or no"
                                + " answer), live DNS is asked after 5 minutes, then after twice that time, up to 2"
                                + " hours. The update is sent again only if DNS shows no effect: at most 4 times in"
                                + " the first hour, 16 times in the first day, and 12 times in each later day.",
                        "An error page of a web server (403, 404, 405 … without a word of the protocol)"
                                + " holds the record for an hour at first. It is not a refusal by the service.",
                        "Redirects are not followed. Configure the final URL.",
                        "All of this is so for the services of the catalog, too. Each of them has an id of its own.")
                .madeBy(Dyndns2Provider::of);
    }

    private static List<SettingSpec> settings() {
        List<SettingSpec> settings = new ArrayList<>(List.of(
                SettingSpec.required(
                                "endpoint",
                                "the complete update URL without a query, for example"
                                        + " https://members.dyndns.org/v3/update")
                        .example("https://members.dyndns.org/v3/update"),
                SettingSpec.required("username", "the user name; some services use the host name"),
                SettingSpec.secret("password", "the password, the update token or the updater client key"),
                Dyndns2Options.MAX_HOSTS,
                SettingSpec.optional(
                                "families",
                                "how IPv4 and IPv6 are sent: separate (one call for each, the default), joint"
                                        + " (myip=IPV4,IPV6), or myipv6 (myip=IPV4&myipv6=IPV6)")
                        .as(SettingType.words("separate", "joint", "myipv6")),
                SettingSpec.optional(
                                "absentFamily",
                                "what the service does with a family that a call does not contain: keeps (the"
                                        + " default) or changes")
                        .as(SettingType.words("keeps", "changes")),
                SettingSpec.optional("userAgent", "the User-Agent, if the service requires a certain form"),
                Dyndns2Options.refresh("how often an update is sent although nothing changed, for services where names"
                        + " expire; default: never")));
        ProviderEndpoint.SETTINGS.stream()
                .filter(common -> settings.stream().noneMatch(own -> own.name().equals(common.name())))
                .forEach(settings::add);
        return settings;
    }
}
