package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One type of provider: its description and its constructor in one place, usually a constant of the provider's class. A
 * {@link DnsProviderFactory} is made of types by {@link TypedProviderFactory}. Immutable and thread-safe.
 */
public final class ProviderType {
    private final TypeDescriptor descriptor;
    private final Optional<Abilities> abilities;
    private final Optional<Http> http;
    private final boolean xml;
    private final BiFunction<Settings, ProviderContext, DnsProvider> constructor;

    private record Http(
            String base,
            BiFunction<Settings, ProviderContext, Authorizer> authorizer,
            ProviderEndpoint.AnswerCheck answers) {}

    private ProviderType(
            TypeDescriptor descriptor,
            Optional<Abilities> abilities,
            Optional<Http> http,
            boolean xml,
            BiFunction<Settings, ProviderContext, DnsProvider> constructor) {
        this.descriptor = descriptor;
        this.abilities = abilities;
        this.http = http;
        this.xml = xml;
        this.constructor = constructor;
    }

    /**
     * Starts the description of a type.
     *
     * @param id the word of configurations: lower case letters, digits and hyphens
     * @param name the name for people
     * @param url the vendor's page
     */
    public static Builder of(String id, String name, String url) {
        return new Builder(id, name, url);
    }

    /** Returns the description. */
    public TypeDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Returns what each provider of this type can do.
     *
     * @throws IllegalStateException if the description does not say it, because it depends on the settings
     */
    public Abilities abilities() {
        return abilities.orElseThrow(() -> missing("abilities"));
    }

    /**
     * Returns the endpoint that the description and the settings make.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     * @throws IllegalStateException if the description does not say where the interface is
     */
    public ProviderEndpoint endpoint(Settings settings, ProviderContext context) {
        Http where = http.orElseThrow(() -> missing("http"));
        ProviderEndpoint endpoint = ProviderEndpoint.of(settings, where.base(), context)
                .authorizedBy(where.authorizer().apply(settings, context))
                .judgedBy(where.answers());
        return xml ? endpoint.inXml() : endpoint;
    }

    private IllegalStateException missing(String part) {
        return new IllegalStateException("the type " + descriptor.id() + " has no " + part
                + " in its description; add it there, or pass endpoint and abilities to the base class");
    }

    /**
     * Creates a provider. Nothing is sent.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    public DnsProvider create(Settings settings, ProviderContext context) {
        return constructor.apply(settings, context);
    }

    /** Collects the description of a type. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String name;
        private final String url;
        private final List<SettingSpec> settings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private Optional<Abilities> abilities = Optional.empty();
        private Optional<Http> http = Optional.empty();
        private boolean xml;
        private String limits = "";
        private String evidence = "";

        private Builder(String id, String name, String url) {
            this.id = id;
            this.name = name;
            this.url = url;
        }

        /** Adds settings. */
        public Builder settings(SettingSpec... more) {
            settings.addAll(List.of(more));
            return this;
        }

        /**
         * Adds the settings that every HTTP provider has: {@code endpoint} and {@code allowInsecure}. One that was added
         * before, for example because it is required, stays as it is.
         */
        public Builder http() {
            for (SettingSpec common : ProviderEndpoint.SETTINGS) {
                if (settings.stream().noneMatch(own -> own.name().equals(common.name()))) {
                    settings.add(common);
                }
            }
            return this;
        }

        /**
         * Says where the interface is, who asks there, and what its answers mean; and adds the settings of {@link #http()}. A
         * base class makes the endpoint from that.
         *
         * @param base the vendor's base URL; empty if {@code endpoint} is required
         * @param authorizer returns the proof of who asks, as in {@code settings -> Authorizer.bearer(settings.secret(TOKEN))}
         * @param answers judges answers, usually an {@link io.github.ddnsjava.publish.http.ErrorTable}
         */
        public Builder http(
                String base, Function<Settings, Authorizer> authorizer, ProviderEndpoint.AnswerCheck answers) {
            return http(base, (settings, context) -> authorizer.apply(settings), answers);
        }

        /**
         * The same for an interface with a login: {@code authorizer} makes a {@link io.github.ddnsjava.publish.http.Session}
         * with an endpoint of its own.
         */
        public Builder http(
                String base,
                BiFunction<Settings, ProviderContext, Authorizer> authorizer,
                ProviderEndpoint.AnswerCheck answers) {
            http = Optional.of(new Http(base, authorizer, answers));
            return http();
        }

        /** The same for an interface whose answers are judged by their status alone. */
        public Builder http(String base, Function<Settings, Authorizer> authorizer) {
            return http(base, authorizer, (asked, answer, now) -> {});
        }

        /** The same for an interface with a login, whose answers are judged by their status alone. */
        public Builder http(String base, BiFunction<Settings, ProviderContext, Authorizer> authorizer) {
            return http(base, authorizer, (asked, answer, now) -> {});
        }

        /**
         * Says that the interface answers in XML; see {@link ProviderEndpoint#inXml()}. The description must say where
         * the interface is, before or after that.
         */
        public Builder inXml() {
            xml = true;
            return this;
        }

        /** Says what the provider can do, if that does not depend on the settings. */
        public Builder abilities(Abilities can) {
            abilities = Optional.of(can);
            return this;
        }

        /** The same for abilities that are collected in place, as in {@code Abilities.forZones().rateLimit(…)}. */
        public Builder abilities(Abilities.Builder can) {
            return abilities(can.build());
        }

        /** Says what the vendor limits, as in {@code 1,200 requests in 5 minutes}. */
        public Builder limits(String text) {
            limits = text;
            return this;
        }

        /** Says what the implementation is based on, as in {@code vendor documentation, recorded traffic}. */
        public Builder evidence(String text) {
            evidence = text;
            return this;
        }

        /** Adds notable behaviour, one sentence each. */
        public Builder notes(String... sentences) {
            notes.addAll(List.of(sentences));
            return this;
        }

        /**
         * Finishes the type by its constructor.
         *
         * @throws IllegalStateException if it is {@link #inXml()}, and does not say where the interface is
         */
        public ProviderType madeBy(BiFunction<Settings, ProviderContext, DnsProvider> constructor) {
            List<String> words = abilities.map(Abilities::inWords).orElse(List.of());
            List<SettingSpec> attributes =
                    abilities.map(Abilities::attributeSettings).orElse(List.of());
            ProviderType type = new ProviderType(
                    new TypeDescriptor(id, name, url, settings, words, limits, evidence, notes, attributes),
                    abilities,
                    http,
                    xml,
                    constructor);
            if (xml && http.isEmpty()) {
                throw type.missing("http");
            }
            return type;
        }
    }
}
