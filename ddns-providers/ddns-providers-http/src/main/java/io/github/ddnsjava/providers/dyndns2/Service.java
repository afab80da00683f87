package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One service of the catalog: a row, as {@link ServiceRow} reads it. To users it is a provider with an id of its own.
 *
 * @param id its id
 * @param name its name for people
 * @param page its page
 * @param endpoint its update URL; empty if each installation has its own
 * @param ipv6Endpoint its update URL for IPv6; mostly the same
 * @param settings the settings of its credentials
 * @param credentials reads them
 * @param dialect how it speaks
 * @param refreshEvery how often a name must be touched so that it does not expire
 * @param rateLimits how many calls it allows, by each of its limits
 * @param limits its other limits, for people; may be empty
 * @param agent the form of User-Agent that it demands; may be empty
 * @param notes notable behaviour, one sentence each
 * @param evidence what the row is based on
 */
record Service(
        String id,
        String name,
        String page,
        String endpoint,
        String ipv6Endpoint,
        List<SettingSpec> settings,
        Function<Settings, Credentials> credentials,
        Dialect dialect,
        Optional<Duration> refreshEvery,
        List<Abilities.RateLimit> rateLimits,
        String limits,
        String agent,
        List<String> notes,
        String evidence) {

    /** Returns the type of provider that this service is. */
    ProviderType type() {
        return ProviderType.of(id, name, page)
                .settings(allSettings().toArray(SettingSpec[]::new))
                .abilities(Dyndns2Options.abilities(dialect, refreshEvery, rateLimits))
                .limits(allLimits())
                .evidence(evidence)
                .notes(allNotes().toArray(String[]::new))
                .madeBy(this::create);
    }

    private DnsProvider create(Settings given, ProviderContext context) {
        Dialect spoken = dialect.omissionChanges()
                ? dialect.omissionChanges(Dyndns2Options.omissionChanges(given, true))
                : dialect;
        Dyndns2Options options = Dyndns2Options.of(given, credentials.apply(given), spoken, refreshEvery, rateLimits);
        return Dyndns2Provider.of(given, endpoint, ipv6Endpoint, options, context);
    }

    private List<SettingSpec> allSettings() {
        List<SettingSpec> all = new ArrayList<>(settings);
        if (dialect.host().isEmpty()) {
            all.add(SettingSpec.required(
                    Dyndns2Options.HOSTNAME, "the name that these credentials update; no other name is accepted"));
        }
        if (dialect.domain().isPresent()) {
            all.add(SettingSpec.required(Dyndns2Options.DOMAIN, "the domain of the credentials, as in example.com"));
        }
        if (dialect.omissionChanges()) {
            all.add(SettingSpec.optional(
                            "absentFamily",
                            "what the service does with a family that a call does not contain: changes (the default) or keeps")
                    .as(SettingType.words("changes", "keeps")));
        }
        all.add(SettingSpec.optional(
                "userAgent",
                agent.isEmpty()
                        ? "the User-Agent, if it is not to be this library's own"
                        : "the User-Agent; the service demands the form \"" + agent + "\""));
        all.add(Dyndns2Options.refresh("how often an update is sent although nothing changed; default: "
                + refreshEvery.map(Durations::format).orElse("never")));
        all.add(
                endpoint.isEmpty()
                        ? SettingSpec.required("endpoint", "the complete update URL without a query")
                                .example("https://dns.example.com/nic/update")
                        : SettingSpec.optional(
                                "endpoint", "the complete update URL without a query; default: " + endpoint));
        all.add(SettingSpec.optional("allowInsecure", "true allows plain HTTP to hosts other than loopback")
                .as(SettingType.flag()));
        return all;
    }

    private String allLimits() {
        String rate = rateLimits.stream()
                .map(limit -> limit.permits()
                        + (limit.permits() == 1 ? " update in " : " updates in ")
                        + Durations.format(limit.period()))
                .collect(Collectors.joining(", "));
        if (rate.isEmpty()) {
            return limits.isEmpty() ? "not known" : limits;
        }
        return limits.isEmpty() ? rate : rate + "; " + limits;
    }

    private List<String> allNotes() {
        List<String> all = new ArrayList<>(notes);
        if (dialect.addresses().size() == 1) {
            all.add("It publishes IPv4 addresses only.");
        } else if (!dialect.together()) {
            all.add("A and AAAA are sent in a call each. The other family stays as it is.");
        } else if (dialect.omissionChanges()) {
            all.add("A and AAAA are sent in one call. The service changes a family that is left out, so both must be"
                    + " configured at one updater, unless absentFamily says that it keeps them.");
        } else {
            all.add("A and AAAA are sent in one call. A family that is left out stays as it is.");
        }
        if (dialect.maxHosts() > 1) {
            all.add("One call carries up to " + dialect.maxHosts() + " names with the same addresses.");
        }
        if (endpoint.startsWith("http:")) {
            all.add("The service is known to offer plain HTTP only. It is used only with \"allowInsecure\": true;"
                    + " the password can then be read on the way.");
        }
        return all;
    }
}
