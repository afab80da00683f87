package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.RequestTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The type {@code webhook}: a request that the user describes, or a JSON document by a standard. Stateless. */
final class Webhook {
    /** The setting {@code secret}. */
    static final SettingSpec SECRET = SettingSpec.optionalSecret(
                    "secret", "the key of the signature; after whsec_ it is Base64, as the standard wants it")
            .inForm(Signers.STANDARD_KEY, "a key in Base64 after whsec_, or any text that does not begin with that");

    /** The row of the catalog. */
    static final Service SERVICE = new Service(
                    "webhook",
                    "A webhook of your own",
                    "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
                    "Standard Webhooks 1.0; tested against the example of the specification")
            .settings(settings())
            .signedBy(Signers::standard)
            .notes(
                    "Without form, json and body, the body is a JSON object: type is ddns.notification, timestamp is the"
                            + " time, and data has title, text and events, a list of objects with the placeholders of"
                            + " message as members.",
                    "With one of them, the request is built as that of the provider custom, with the placeholders {title},"
                            + " {text} (all lines), the other placeholders of message (of what happened last), and the"
                            + " keys of secrets.",
                    "With secret, the request has the headers webhook-id, webhook-timestamp and webhook-signature: v1 and"
                            + " the Base64 of HMAC-SHA256 over id.timestamp.body. The id stays when a message is sent"
                            + " again.",
                    "Any answer with 2xx is a success.");

    private static final List<String> BODIES = List.of("form", "json", "body");

    private Webhook() {}

    private static SettingSpec[] settings() {
        List<SettingSpec> all = new ArrayList<>(List.of(
                Service.URL,
                SECRET,
                SettingSpec.optionalSecret("secrets", "an object: a secret for each placeholder of your own")
                        .as(SettingType.map(SettingType.text()))));
        RequestTemplate.SETTINGS.stream()
                .filter(spec -> !spec.name().equals("url"))
                .forEach(all::add);
        return all.toArray(SettingSpec[]::new);
    }

    /** Tells whether the body is that of the standard, because the user describes none. */
    static boolean isStandard(Settings settings) {
        return BODIES.stream().noneMatch(settings.names()::contains)
                && !settings.optionalText("method").orElse("POST").equals("GET");
    }

    /** Writes the body of the standard. */
    static void standard(Message message, JsonBody body) {
        body.put("type", "ddns.notification")
                .put("timestamp", message.at().toString())
                .object(
                        "data",
                        data -> data.put("title", message.title())
                                .put("text", message.text())
                                .array("events", message.notices(), Webhook::event));
    }

    private static void event(JsonBody to, Notice notice) {
        notice.values().entrySet().stream()
                .filter(value -> !value.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> to.put(value.getKey(), value.getValue()));
    }
}
