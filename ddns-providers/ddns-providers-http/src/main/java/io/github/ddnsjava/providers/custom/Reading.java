package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.AnswerPattern;
import io.github.ddnsjava.publish.http.AnswerText;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.RequestTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a record is read.
 *
 * @param request the request
 * @param addresses where the answer has the addresses
 * @param ttl where the answer has the TTL, in seconds, if it has one
 * @param absent what an answer looks like if there is no such record; 404 and 410 mean that anyway
 */
record Reading(
        RequestTemplate request, AnswerText addresses, Optional<AnswerText> ttl, Optional<AnswerPattern> absent) {
    private static final SettingType PLACE = SettingType.object(
            SettingSpec.optional("json", "the JSON pointer to it"),
            SettingSpec.optional("matches", "a regular expression with one group"));
    /** The settings besides those of the request. */
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required("addresses", "where the answer has the addresses")
                    .as(PLACE),
            SettingSpec.optional("ttl", "where the answer has the TTL, in seconds")
                    .as(PLACE),
            SettingSpec.optional("absent", "what an answer without the record looks like, apart from 404")
                    .as(SettingType.object(AnswerPattern.SETTINGS.toArray(SettingSpec[]::new))));

    static Reading of(Settings settings) {
        RequestTemplate request = RequestTemplate.of(
                settings, SETTINGS.stream().map(SettingSpec::name).toArray(String[]::new));
        return new Reading(
                request,
                AnswerText.of(settings.nested("addresses")
                        .orElseThrow(() -> new ConfigurationException(
                                settings.path("addresses"), "is missing", "an object, as in {\"json\": \"/ip\"}"))),
                settings.nested("ttl").map(AnswerText::of),
                settings.nested("absent").map(pattern -> AnswerPattern.of(pattern)));
    }

    /**
     * Reads a record set: its addresses of that family, whatever else the answer has.
     *
     * @param http its judgement takes an answer that fits {@code absent} for not found
     * @param host the host, for messages
     */
    RecordView read(RecordChange question, Map<String, Object> values, ProviderHttp http, String host)
            throws InterruptedException {
        String what = request.method() + " " + host + "/ read";
        HttpTransport.Answer answer;
        try {
            answer = http.request(request, "read", values).exchange();
        } catch (RejectedException e) {
            if (e.reason() == RejectedException.Reason.NOT_FOUND) {
                return new RecordView(question.key(), Set.of(), Map.of());
            }
            throw e;
        }
        Set<IpAddress> found = new TreeSet<>();
        for (String text : addresses.read(what, answer.body())) {
            IpAddress address = IpAddress.tryParse(text)
                    .orElseThrow(
                            () -> new ProtocolException(what + ": the value at read.addresses is not an IP address"));
            if (address.family() == question.type().family()) {
                found.add(address);
            }
        }
        return new RecordView(
                question.key(), found, found.isEmpty() ? Map.of() : attributes(question, what, answer.body()));
    }

    /** An answer without a TTL means that the service decides it. That is another one than the one that is wanted, if any. */
    private Map<String, Object> attributes(RecordChange question, String what, String body) {
        Optional<String> seconds = ttl.flatMap(place -> place.readIfPresent(what, body));
        if (seconds.isEmpty()) {
            boolean wanted = ttl.isPresent()
                    && question.attributes()
                            .onUpdate(Attributes.TTL, Duration.class)
                            .isPresent();
            return wanted ? Map.of(Attributes.TTL, RecordChange.NONE) : Map.of();
        }
        if (!seconds.get().matches("[0-9]{1,9}")) {
            throw new ProtocolException(what + ": the value at read.ttl is not a whole number of seconds");
        }
        return Map.of(Attributes.TTL, Duration.ofSeconds(Long.parseLong(seconds.get())));
    }
}
