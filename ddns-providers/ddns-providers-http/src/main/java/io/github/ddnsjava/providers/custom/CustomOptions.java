package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.NameRule;
import io.github.ddnsjava.publish.http.AnswerPattern;
import io.github.ddnsjava.publish.http.RequestTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the settings say, checked; all but the endpoint and the credentials.
 *
 * @param update the request that updates a name
 * @param withdraw the request that removes its addresses
 * @param read how a record is read
 * @param updated what the answers to an update mean
 * @param withdrawn what the answers to a withdrawal mean
 * @param placeholders what placeholders stand for
 * @param abilities what follows from all that
 */
record CustomOptions(
        RequestTemplate update,
        Optional<RequestTemplate> withdraw,
        Optional<Reading> read,
        Answers updated,
        Answers withdrawn,
        Placeholders placeholders,
        Abilities abilities) {
    private static final String HEADERS = "headers";
    private static final String ABSENT_FAMILY = "absentFamily";

    private static final SettingType ANSWER = object(AnswerPattern.SETTINGS, List.of());
    private static final SettingSpec REFRESH = SettingSpec.optional(
                    "refreshEvery",
                    "how often an update is sent although nothing changed, for services where names expire; default:"
                            + " never")
            .as(SettingType.duration(Duration.ofDays(1), Duration.ofDays(365)))
            .example("25d");

    /** The settings besides those of the request. */
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required(
                            "success",
                            "what confirms an update: an object with status, json (values at JSON pointers) and matches (a regular"
                                    + " expression); all that is given must be so")
                    .as(ANSWER)
                    .example(Map.of("status", 200)),
            SettingSpec.optional(
                            "refusals",
                            "a list of objects as success is one, each with means: " + Answers.words()
                                    + "; everything else goes by its status")
                    .as(SettingType.list(object(
                            AnswerPattern.SETTINGS,
                            List.of(SettingSpec.required("means", "what such an answer means: " + Answers.words())))))
                    .example(List.of(Map.of("status", 404, "means", "not-found"))),
            SettingSpec.optionalSecret(
                            "read",
                            "the request that reads a record, an object with url and so on; it has the same headers unless it says"
                                    + " others; addresses (json, a JSON pointer, or"
                                    + " matches, an expression with one group) says where they are; absent, as success, what an"
                                    + " answer without the record looks like, apart from 404; ttl, as addresses, where the TTL is")
                    .as(object(RequestTemplate.SETTINGS, Reading.SETTINGS))
                    .example(Map.of(
                            "url",
                            "https://dns.example.com/record?name={name}&type={type}",
                            "addresses",
                            Map.of("json", "/address"))),
            SettingSpec.optionalSecret(
                            "withdraw",
                            "the request that removes the addresses, an object with url and so on, and success if that is another;"
                                    + " it has the same headers unless it says others")
                    .as(object(
                            RequestTemplate.SETTINGS,
                            List.of(SettingSpec.optional("success", "what confirms it, if that is another answer")
                                    .as(ANSWER))))
                    .example(Map.of("url", "https://dns.example.com/delete?name={name}&type={type}")),
            SettingSpec.optionalSecret("secrets", "an object: a secret for each placeholder of your own")
                    .as(SettingType.map(SettingType.text())),
            SettingSpec.optional("username", "the user name for HTTP Basic; used with password"),
            SettingSpec.optionalSecret("password", "the password for HTTP Basic"),
            SettingSpec.optional("zone", "the zone of names whose record does not say one, for {zone} and {host}"),
            SettingSpec.optional(
                    "hostname", "the only name that is updated, if the request has neither {name} nor {host}"),
            SettingSpec.optional(
                            ABSENT_FAMILY,
                            "what the service does with a family that a request with {ipv4} and {ipv6} leaves out: changes (the"
                                    + " default) or keeps")
                    .as(SettingType.words("changes", "keeps")),
            SettingSpec.optional("wildcard", "true if the service takes names that begin with *")
                    .as(SettingType.flag()),
            REFRESH);

    private static SettingType object(List<SettingSpec> some, List<SettingSpec> more) {
        return SettingType.object(Stream.concat(some.stream(), more.stream()).toArray(SettingSpec[]::new));
    }

    static CustomOptions of(Settings settings) {
        List<String> others = new ArrayList<>(List.of("endpoint", "allowInsecure"));
        SETTINGS.forEach(spec -> others.add(spec.name()));
        Placeholders placeholders = Placeholders.of(settings);
        RequestTemplate update = RequestTemplate.of(settings, others.toArray(String[]::new));
        Optional<Settings> withdrawal = nested(settings, "withdraw");
        Optional<RequestTemplate> withdraw = withdrawal.map(nested -> RequestTemplate.of(nested, "success"));
        Optional<Settings> reading = nested(settings, "read");
        Optional<Reading> read = reading.map(Reading::of);
        Answers answers = Answers.of(settings);

        checkPlaceholders(update, settings, placeholders.inUpdates(), placeholders);
        update.checkOptional(settings, mayBeEmpty(update.placeholders()));
        withdraw.ifPresent(request ->
                checkPlaceholders(request, withdrawal.orElseThrow(), placeholders.inWithdrawals(), placeholders));
        read.ifPresent(
                r -> checkPlaceholders(r.request(), reading.orElseThrow(), placeholders.inReads(), placeholders));
        Set<String> used = new HashSet<>(update.placeholders());
        withdraw.ifPresent(request -> used.addAll(request.placeholders()));
        read.ifPresent(r -> used.addAll(r.request().placeholders()));
        checkUse(settings, placeholders, used);
        return new CustomOptions(
                update,
                withdraw,
                read,
                answers,
                answers.ofWithdrawal(withdrawal),
                placeholders,
                abilities(settings, update.placeholders(), withdraw, read, placeholders, placeholders.needZone(used)));
    }

    /** Returns another request. It has the headers of the update, unless it says its own. */
    private static Optional<Settings> nested(Settings settings, String name) {
        Optional<Object> headers = settings.value(HEADERS);
        return settings.nested(name)
                .map(nested -> headers.isPresent() && nested.value(HEADERS).isEmpty()
                        ? nested.with(HEADERS, headers.get())
                        : nested)
                .map(nested -> nested.value("url").orElse("") instanceof Secret url
                        ? nested.with("url", url.reveal()) // as the url of the update, which is no secret
                        : nested);
    }

    private static void checkPlaceholders(
            RequestTemplate request, Settings settings, Set<String> known, Placeholders placeholders) {
        request.checkPlaceholders(settings, known);
        boolean named = !Collections.disjoint(request.placeholders(), Placeholders.NAMES);
        if (!named && placeholders.hostname().isEmpty()) {
            throw new ConfigurationException(
                    settings.path("url"),
                    "the request does not contain the name",
                    "{name} or {host} in the URL or another part of the request; or the setting hostname, if something else"
                            + " tells the service which name is meant");
        }
    }

    /** A secret that nothing sends was meant to be sent: braces may be doubled where they should not. */
    private static void checkUse(Settings settings, Placeholders placeholders, Set<String> used) {
        placeholders.secrets().keySet().stream()
                .filter(name -> !used.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ConfigurationException(
                            settings.path("secrets") + "." + name,
                            "is not used; write {" + name + "} where it is to be sent, or remove it",
                            "");
                });
    }

    /** Where both families are sent together, a name may have only one of them. */
    private static Set<String> mayBeEmpty(Set<String> used) {
        Set<String> families = Set.of(Placeholders.IPV4, Placeholders.IPV6);
        Set<String> optional = new HashSet<>(used.containsAll(families) ? families : Set.of());
        optional.add(Placeholders.TTL);
        return optional;
    }

    private static Abilities abilities(
            Settings settings,
            Set<String> used,
            Optional<RequestTemplate> withdraw,
            Optional<Reading> read,
            Placeholders placeholders,
            boolean needsZone) {
        boolean ipv4 = used.contains(Placeholders.IPV4);
        boolean ipv6 = used.contains(Placeholders.IPV6);
        boolean joint = ipv4 && ipv6;
        if (used.contains(Placeholders.ADDRESS) == (ipv4 || ipv6)) {
            throw new ConfigurationException(
                    settings.path("url"),
                    ipv4 || ipv6
                            ? "the request contains {address} beside {ipv4} or {ipv6}"
                            : "the request does not contain the address",
                    "{address}, for one family at a time; or {ipv4} and {ipv6}; or one of these two");
        }
        Set<String> separate = Set.of(Placeholders.TYPE, Placeholders.ADDRESS);
        if (joint && used.contains(Placeholders.TYPE)
                || joint
                        && withdraw.filter(w -> !Collections.disjoint(w.placeholders(), separate))
                                .isPresent()) {
            throw new ConfigurationException(
                    settings.path("url"),
                    "the request has {ipv4} and {ipv6}, so it is for both families; {type} has no meaning in it, nor have"
                            + " {type} and {address} in withdraw",
                    "{address} and {type}, or {ipv4} and {ipv6}");
        }
        Abilities.Builder abilities = Abilities.builder().joint(joint(settings, joint, withdraw.isPresent()));
        if (ipv4 != ipv6) {
            abilities.families(Set.of(ipv4 ? IpFamily.IPV4 : IpFamily.IPV6));
        }
        withdraw.ifPresent(request -> abilities.delete());
        read.ifPresent(r -> abilities.read());
        placeholders.hostname().map(NameRule::only).ifPresent(abilities::names);
        if (needsZone) {
            abilities.needsZone();
        }
        if (settings.flag("wildcard").orElse(false)) {
            abilities.wildcard();
        }
        if (used.contains(Placeholders.TTL)) {
            if (read.isPresent() && read.get().ttl().isEmpty()) {
                throw new ConfigurationException(
                        settings.path("read") + ".ttl",
                        "is missing; the update has {ttl}, and a TTL that is not read would never be mended",
                        "an object, as in {\"json\": \"/ttl\"}");
            }
            abilities.attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7)));
        }
        settings.duration(REFRESH).ifPresent(abilities::refreshEvery);
        return abilities.build();
    }

    private static Abilities.Joint joint(Settings settings, boolean joint, boolean withdraws) {
        String absent = settings.optionalText(ABSENT_FAMILY).orElse("changes");
        if (!Set.of("changes", "keeps").contains(absent)) {
            throw settings.wrong(ABSENT_FAMILY, absent, "changes, keeps");
        }
        if (!joint) {
            return Abilities.Joint.SEPARATE;
        }
        if (absent.equals("changes")) {
            return Abilities.Joint.OMISSION_CHANGES;
        }
        return withdraws ? Abilities.Joint.REMOVED_TOGETHER : Abilities.Joint.TOGETHER;
    }
}
