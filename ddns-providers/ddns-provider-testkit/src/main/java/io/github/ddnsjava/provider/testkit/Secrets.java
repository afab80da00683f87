package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.DnsProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for secrets in all that a provider has shown. Stateless and thread-safe. */
final class Secrets {
    private Secrets() {}

    /** Returns the forms in which a secret tells itself: as it is, as in a query and in a path, and in Base64. */
    static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return List.of(
                secret,
                encoded,
                encoded.replace("+", "%20"),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Returns a text with {@code …} in place of these secrets, in whatever form. */
    static String without(Set<String> secrets, String text) {
        List<String> forms = secrets.stream()
                .filter(secret -> !secret.isEmpty())
                .flatMap(secret -> forms(secret).stream())
                .sorted(Comparator.comparingInt(String::length).reversed()) // one may be the beginning of another
                .toList();
        String rest = text;
        for (String form : forms) {
            rest = rest.replace(form, "…");
        }
        return rest;
    }

    /** Asserts that neither the provider nor what it did through these publications shows a secret. */
    static void assertNoneShown(Set<String> secrets, DnsProvider provider, List<RecordingPublication> publications) {
        List<String> texts =
                new ArrayList<>(List.of(String.valueOf(provider), provider.account(), provider.fingerprint()));
        for (RecordingPublication publication : publications) {
            texts.addAll(publication.exchanges());
            texts.add(publication.steps().toString());
            for (DdnsException failure : publication.failures()) {
                for (Throwable t = failure; t != null; t = t.getCause()) {
                    texts.add(t.toString());
                    Stream.of(t.getSuppressed()).map(Throwable::toString).forEach(texts::add);
                }
            }
        }
        secrets.stream()
                .flatMap(secret -> forms(secret).stream())
                .distinct()
                .forEach(form -> assertThat(texts)
                        .as("what the provider shows, in which no secret may be")
                        .allSatisfy(text -> assertThat(text).doesNotContain(form)));
    }
}
