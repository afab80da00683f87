package io.github.ddnsjava.providers.custom;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.RequestTemplate;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Publishes to a service that has no provider of its own: settings describe its requests and what its answers mean. One
 * request updates one name: one family of it, or both. Immutable and thread-safe.
 */
public final class CustomProvider extends UpdateUrlProvider {
    /** The type {@code custom}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "custom", "Any HTTP service, described in settings", "https://www.rfc-editor.org/rfc/rfc9110")
            .settings(RequestTemplate.SETTINGS.toArray(SettingSpec[]::new))
            .settings(CustomOptions.SETTINGS.toArray(SettingSpec[]::new))
            .http()
            .limits("those of the service")
            .evidence("tested with strict fakes of three services")
            .notes(
                    "The page custom-providers of the manual explains three examples.",
                    "Placeholders are {name}, {zone}, {host} (the name within the zone, @ for the zone itself), {type} (A or"
                            + " AAAA), {address}, {ipv4}, {ipv6}, {ttl} (in seconds), and the keys of secrets. To send"
                            + " a brace, write it twice. A value is encoded for the place where it stands, and never searched"
                            + " for placeholders.",
                    "With {address}, each family is sent by itself. With {ipv4} and {ipv6}, both are sent together. A"
                            + " parameter, header, field or member whose placeholder has no value is left out.",
                    "In JSON, a text that is {ttl} and nothing else becomes a number.",
                    "A web page is never a success. An answer with 2xx that fits neither success nor a refusal leaves the"
                            + " update in doubt.",
                    "Messages name the method and the host, and nothing else of a request. Credentials belong into secrets,"
                            + " password, or a reference: what a service repeats of them is then removed from messages.")
            .madeBy(CustomProvider::new);

    private final CustomOptions options;

    /** Creates one by its settings. */
    public CustomProvider(Settings settings, ProviderContext context) {
        this(settings, CustomOptions.of(settings), context);
    }

    private CustomProvider(Settings settings, CustomOptions options, ProviderContext context) {
        super(settings, endpoint(settings, options, context), options.abilities());
        this.options = options;
    }

    private static ProviderEndpoint endpoint(Settings settings, CustomOptions options, ProviderContext context) {
        Optional<String> origin = options.update().origin();
        boolean replaced = settings.value("endpoint").isPresent();
        if (replaced == origin.isPresent()) {
            throw new ConfigurationException(
                    settings.path("url"),
                    replaced ? "has a host, and endpoint is given, too" : "has no host, and there is no endpoint",
                    "https://HOST/PATH?QUERY; or with endpoint what follows it, as in /update?name={name}");
        }
        checkHost(settings, "withdraw", options.withdraw(), origin);
        checkHost(settings, "read", options.read().map(Reading::request), origin);
        ProviderEndpoint endpoint = replaced
                ? ProviderEndpoint.of(settings, "", context)
                : ProviderEndpoint.at(settings, "url", origin.orElseThrow(), context);
        if (endpoint.base().getRawQuery() != null) {
            throw new ConfigurationException(
                    settings.path("endpoint"),
                    "has a query",
                    "a URL that ends before the question mark; url has the query");
        }
        return endpoint.authorizedBy(authorizer(settings, options)).judgedBy(options.updated());
    }

    private static void checkHost(
            Settings settings, String name, Optional<RequestTemplate> request, Optional<String> origin) {
        Optional<String> other = request.flatMap(RequestTemplate::origin);
        if (other.isPresent() && !other.equals(origin)) {
            throw new ConfigurationException(
                    settings.path(name) + ".url",
                    origin.isPresent()
                            ? "is on another host than url; credentials go to one host"
                            : "has a host, and endpoint is given, too",
                    origin.isPresent()
                            ? "the same host, or only the path, which begins with a slash"
                            : "what follows endpoint, which begins with a slash");
        }
    }

    private static Authorizer authorizer(Settings settings, CustomOptions options) {
        Optional<String> username = settings.optionalText("username");
        Optional<Secret> password = settings.optionalSecret("password");
        if (username.isPresent() != password.isPresent()) {
            throw new ConfigurationException(
                    settings.path(username.isPresent() ? "password" : "username"), "is missing", "both, or neither");
        }
        List<Secret> all = new ArrayList<>(options.placeholders().secrets().values());
        password.ifPresent(all::add);
        Authorizer sends =
                username.isPresent() ? Authorizer.basic(username.get(), password.orElseThrow()) : Authorizer.none("");
        // Who asks is known by all of it: many services have one user name for everybody.
        return Authorizer.of(
                () -> all.isEmpty()
                        ? settings.fingerprint()
                        : username.orElse("") + "\n"
                                + all.stream().map(Secret::reveal).collect(Collectors.joining("\n")),
                sends::authorize);
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RequestTemplate request = options.update();
        http.request(request, "update", options.placeholders().of(call, request))
                .exchange();
        return call.all(updated());
    }

    /** If a family that is left out is cleared, an update with the other one withdraws it. */
    @Override
    protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http) throws InterruptedException {
        try {
            remove(call, http);
            return call.all(withdrawn());
        } catch (TransientException e) {
            if (!e.isConflict()) {
                throw e;
            }
            return call.all(alreadyRight()); // the settings say that nothing had to be done
        }
    }

    private void remove(UpdateCall call, ProviderHttp http) throws InterruptedException {
        boolean cleared = options.abilities().joint() == Abilities.Joint.OMISSION_CHANGES;
        if (cleared && !call.addresses().isEmpty()) {
            update(call, http);
            return;
        }
        RequestTemplate request = options.withdraw().orElseThrow();
        ProviderHttp door = judged(options.withdrawn(), http);
        RecordChange change = call.changes().get(0);
        try {
            door.request(request, "withdraw", options.placeholders().ofWithdrawal(change, request))
                    .exchange();
        } catch (RejectedException e) {
            if (e.reason() != RejectedException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
        Reading reading = options.read().orElseThrow();
        ProviderHttp door = judged(options.updated().ofRead(reading.absent()), http);
        return reading.read(
                question,
                options.placeholders().ofRead(question, reading.request()),
                door.reading(),
                endpoint().base().getHost());
    }

    private ProviderHttp judged(Answers answers, ProviderHttp http) {
        return endpoint().judgedBy(answers).on(http.publication(), ProblemScope.RECORD);
    }
}
