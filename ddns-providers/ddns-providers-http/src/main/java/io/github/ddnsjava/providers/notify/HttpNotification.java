package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.providers.LoneExchange;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.http.RequestTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends messages to a service of the catalog, by the template engine and through the HTTP door of the providers: no
 * redirects, bounded answers, no secret in a message. Thread-safe.
 */
final class HttpNotification extends NotificationListener {
    /** Where a template has a whole URL that is known only when it is read. */
    private static final String SOMEWHERE = "https://notify.invalid";

    private static final Set<String> OF_ANY_MESSAGE = Set.of("title", "short");
    /** The longest title of the service that allows least. */
    private static final int SHORT = 32;

    private final Service service;
    private final Settings settings;
    private final Map<String, Object> own = new HashMap<>();
    private final Map<String, Object> request = new HashMap<>();

    HttpNotification(Service service, Settings settings, ListenerContext context) {
        super(service.id(), settings, context, service.usually());
        this.service = service;
        this.settings = settings;
        request.putAll(service.request());
        if (service == Webhook.SERVICE) {
            RequestTemplate.SETTINGS.forEach(spec -> settings.value(spec.name())
                    .filter(value -> !spec.name().equals("url"))
                    .ifPresent(value -> request.put(spec.name(), value)));
            own.putAll(RequestTemplate.secrets(settings, Notice.PLACEHOLDERS));
        } else {
            service.settings().forEach(spec -> own.put(spec.name(), value(spec)));
        }
        if (service.hasSecretUrl()) {
            request.put("url", SOMEWHERE);
            SecretUrl.of(settings, settings.secret("url"), context.world());
        } else {
            request.putIfAbsent("url", "/");
            endpoint(context.world());
        }
        request.putIfAbsent("method", "POST");
        Set<String> known = new HashSet<>(own.keySet());
        known.addAll(Notice.PLACEHOLDERS);
        known.addAll(OF_ANY_MESSAGE);
        known.addAll(service.derived().apply(settings).keySet());
        template("").checkPlaceholders(settings, known);
        service.settings().stream()
                .filter(spec -> spec.secret() && spec.form().isPresent())
                .forEach(spec -> settings.optionalSecret(spec).ifPresent(HttpNotification::check));
    }

    /** A form is checked whenever its secret is read. Read now, it is wrong in the configuration, and not in a message. */
    private static void check(Secret secret) {
        try {
            secret.reveal();
        } catch (TransientException e) {
            // Where it is kept cannot be asked now: it is checked when something is sent.
        }
    }

    private Object value(SettingSpec spec) {
        if (spec.secret()) {
            return settings.optionalSecret(spec);
        }
        if (spec.type() instanceof SettingType.Numeric) {
            return settings.number(spec).map(Long::valueOf);
        }
        return settings.optionalText(spec);
    }

    private RequestTemplate template(String path) {
        Map<String, Object> all = new HashMap<>(request);
        all.computeIfPresent("url", (name, url) -> url + path);
        return RequestTemplate.of(Settings.ofLiterals("", settings.directory(), nested(all)));
    }

    /** Makes settings of the catalog's maps. */
    private Map<String, Object> nested(Map<?, ?> map) {
        Map<String, Object> all = new HashMap<>();
        map.forEach((name, value) -> all.put(
                String.valueOf(name),
                value instanceof Map<?, ?> inner
                        ? Settings.ofLiterals("", settings.directory(), nested(inner))
                        : value));
        return all;
    }

    private ProviderEndpoint endpoint(ProviderContext world) {
        return ProviderEndpoint.of(settings, service.base(), world);
    }

    @Override
    protected void send(Message message) throws InterruptedException {
        ProviderContext world = context().world();
        Optional<SecretUrl> url = settings.optionalSecret("url")
                .filter(any -> service.hasSecretUrl())
                .map(secret -> SecretUrl.of(settings, secret, world));
        ProviderEndpoint endpoint = url.map(SecretUrl::endpoint).orElseGet(() -> endpoint(world));
        String path = service.path(message);
        RequestTemplate template =
                template(path.isEmpty() && url.filter(SecretUrl::slash).isPresent() ? "/" : path);
        ProviderRequest sent = endpoint.judgedBy(service.answers())
                .authorizedBy(Authorizer.of(() -> "", outgoing -> {
                    url.ifPresent(secret -> secret.complete(outgoing));
                    service.signer().sign(settings, message, outgoing);
                }))
                .on(new LoneExchange(world.clock(), LoneExchange.cache()), ProblemScope.ACCOUNT)
                .request(template, "notify", values(message));
        url.flatMap(SecretUrl::query).ifPresent(query -> addQuery(sent, query));
        if (service == Webhook.SERVICE && Webhook.isStandard(settings)) {
            sent.json(body -> Webhook.standard(message, body));
        }
        sent.exchange();
    }

    private static void addQuery(ProviderRequest sent, String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                sent.queryEncoded(
                        equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
    }

    private Map<String, Object> values(Message message) {
        Map<String, Object> values = new HashMap<>(message.last().values());
        String text = service.text(message);
        values.put("text", request.containsKey("body") ? text.replace("\n", "; ") : text);
        String title = service.title(message);
        values.put("title", title);
        values.put("short", title.length() <= SHORT ? title : title.substring(0, SHORT - 1) + "…");
        values.putAll(own);
        values.putAll(service.derived().apply(settings));
        return values;
    }
}
