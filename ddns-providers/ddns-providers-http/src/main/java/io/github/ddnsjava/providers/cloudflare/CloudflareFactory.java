package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TypedProviderFactory;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes providers of the id {@code cloudflare}. Thread-safe. */
public final class CloudflareFactory extends TypedProviderFactory {
    private static final SettingSpec ZONE_ID = SettingSpec.optional(
                    "zoneId", "the id of the zone, if there is only one; saves the search for it")
            .inForm("[0-9a-f]{32}", "32 hexadecimal digits in lower case, as the zone's overview shows them");

    /** Creates the factory. */
    public CloudflareFactory() {
        super(List.of("cloudflare"), id -> type());
    }

    private static ProviderType type() {
        return ProviderType.of("cloudflare", "Cloudflare DNS", "https://developers.cloudflare.com/dns/")
                .settings(
                        SettingSpec.optionalSecret(
                                "token", "an API token; required unless email and globalApiKey are set"),
                        CloudflareCredentials.EMAIL,
                        SettingSpec.optionalSecret("globalApiKey", "the user's Global API Key; used with email"),
                        ZONE_ID)
                .http()
                .abilities(CloudflareProvider.whatItCan())
                .limits("1,200 requests in 5 minutes, counted over all activity of the user; 200 writes in a batch")
                .evidence("the vendor's reference and limits of 2026; recorded traffic of 2025; its real answers to bad"
                        + " credentials")
                .notes(
                        "The credentials are an API token with the permissions \"Zone, DNS, Edit\" and \"Zone, Zone, Read\""
                                + " for the zones of the records. The older pair of e-mail address and Global API Key works"
                                + " too; it can change everything in the account.",
                        "If zoneId is set, and zone is set at the records, no zone is looked up, and \"Zone, Zone, Read\" is"
                                + " not needed. All records must then be in that zone.",
                        "A change keeps proxied, comment and tags that stand there. A new record is not proxied and has the"
                                + " automatic TTL (1s, about five minutes), unless something else is configured.",
                        "A proxied record always has the automatic TTL. No other TTL is sent for it, and the report shows 1s.",
                        "A proxied name resolves to addresses of Cloudflare. Only the API can tell what is published.",
                        "A marker is stored as the comment of the record. It replaces the attribute comment.",
                        "tags require a paid plan. The free plan answers that the quota is exceeded.",
                        "Several changes of one zone are sent in batches of up to 200. A batch is applied completely or not at"
                                + " all. A refused batch is divided until the refused change is alone.")
                .madeBy(CloudflareFactory::create);
    }

    private static DnsProvider create(Settings settings, ProviderContext context) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        Optional<ProviderEndpoint> endpoint =
                read(() -> ProviderEndpoint.of(settings, "https://api.cloudflare.com/client/v4", context), problems);
        Optional<Authorizer> credentials = read(() -> CloudflareCredentials.of(settings), problems);
        Optional<Optional<String>> zoneId = read(() -> settings.optionalText(ZONE_ID), problems);
        if (endpoint.isEmpty() || credentials.isEmpty() || zoneId.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new CloudflareProvider(settings, endpoint.get().authorizedBy(credentials.get()), zoneId.get());
    }

    private static <T> Optional<T> read(Supplier<T> setting, List<ConfigurationException.Entry> problems) {
        try {
            return Optional.of(setting.get());
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
