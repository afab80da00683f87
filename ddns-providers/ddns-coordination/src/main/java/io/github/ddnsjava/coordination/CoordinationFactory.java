package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;

/** Makes the leaderships of this module from a configuration: {@code jdbc}. Stateless and thread-safe. */
public final class CoordinationFactory implements LeadershipFactory {
    private static final TypeDescriptor JDBC = new TypeDescriptor(
            "jdbc",
            "Database (JDBC)",
            "",
            List.of(
                    SettingSpec.required("url", "the JDBC URL of the database, without a password")
                            .example("jdbc:postgresql://db.example/ddns"),
                    SettingSpec.optional("username", "the user"),
                    SettingSpec.optionalSecret("password", "the user's password"),
                    SettingSpec.optional("prefix", "how the names of the tables begin; by default ddns_")
                            .example("ddns_")),
            "",
            "tested with PostgreSQL 15, MariaDB 10.11 and H2 2.4",
            List.of("The driver must be on the path.", "The tables are made when they are missing."));

    /** Used by {@link java.util.ServiceLoader}. */
    public CoordinationFactory() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(JDBC);
    }

    @Override
    public Leadership create(String type, Settings settings, String node, ProviderContext context) {
        return switch (type) {
            case "jdbc" -> jdbc(settings, node);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Leadership jdbc(Settings settings, String node) {
        DriverSource source = source(settings);
        return new JdbcLeadership(
                source, node, settings.optionalText("prefix").orElse(JdbcLeadership.PREFIX), source.place());
    }

    private static DriverSource source(Settings settings) {
        String url = settings.text("url");
        DriverSource.flaw(url).ifPresent(flaw -> {
            throw new ConfigurationException(settings.path("url"), flaw, "as in jdbc:postgresql://host/database");
        });
        return new DriverSource(url, settings.optionalText("username"), settings.optionalSecret("password"));
    }
}
