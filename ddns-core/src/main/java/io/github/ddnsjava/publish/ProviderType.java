package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One type of provider: its description and its constructor in one place, usually a constant of the provider's class. A
 * {@link DnsProviderFactory} is made of types by {@link TypedProviderFactory}. Immutable and thread-safe.
 */
public final class ProviderType {
    private final TypeDescriptor descriptor;
    private final BiFunction<Settings, ProviderContext, DnsProvider> constructor;

    private ProviderType(TypeDescriptor descriptor, BiFunction<Settings, ProviderContext, DnsProvider> constructor) {
        this.descriptor = descriptor;
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
        private List<String> abilities = List.of();
        private List<SettingSpec> attributes = List.of();
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

        /** Says what the provider can do, if that does not depend on the settings. */
        public Builder abilities(Abilities can) {
            abilities = can.inWords();
            attributes = can.attributeSettings();
            return this;
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

        /** Finishes the type by its constructor. */
        public ProviderType madeBy(BiFunction<Settings, ProviderContext, DnsProvider> constructor) {
            return new ProviderType(
                    new TypeDescriptor(id, name, url, settings, abilities, limits, evidence, notes, attributes),
                    constructor);
        }
    }
}
