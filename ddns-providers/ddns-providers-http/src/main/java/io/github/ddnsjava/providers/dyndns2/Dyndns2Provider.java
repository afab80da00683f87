package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Any service of the dyndns2 protocol (help.dyn.com, "Perform Update" and "Return Codes"). Immutable and thread-safe.
 *
 * <p>The word in the body decides. The status decides only if there is no word. An address is always sent, because the
 * service would guess one otherwise. {@code offline}, {@code wildcard}, {@code mx} and {@code backmx} are not sent,
 * because their defaults can delete records. The {@link Dialect} says in what a service differs from the protocol.
 */
final class Dyndns2Provider extends UpdateUrlProvider {
    private final Dyndns2Options options;
    private final ProviderEndpoint ipv6;
    private final String path;

    private Dyndns2Provider(
            Settings settings, ProviderEndpoint endpoint, ProviderEndpoint ipv6, String path, Dyndns2Options options) {
        super(settings, endpoint, options.abilities());
        this.options = options;
        this.ipv6 = ipv6;
        this.path = path;
    }

    /** Makes one by its settings, for a service that is not known. */
    static Dyndns2Provider of(Settings settings, ProviderContext context) {
        return of(settings, "", "", Dyndns2Options.of(settings), context);
    }

    /**
     * Makes one.
     *
     * @param defaultEndpoint the service's update URL; empty if the settings must have it
     * @param ipv6Endpoint the update URL for IPv6 where that is another one; else the same
     */
    static Dyndns2Provider of(
            Settings settings,
            String defaultEndpoint,
            String ipv6Endpoint,
            Dyndns2Options options,
            ProviderContext context) {
        ProviderEndpoint endpoint = endpoint(settings, defaultEndpoint, options, context);
        String url = settings.optionalText("endpoint").orElse(defaultEndpoint);
        return new Dyndns2Provider(
                settings,
                endpoint,
                endpoint(settings, ipv6Endpoint, options, context),
                url.endsWith("/") ? "/" : "", // the base has lost it, and some services redirect where it is missing
                options);
    }

    private static ProviderEndpoint endpoint(
            Settings settings, String defaultUrl, Dyndns2Options options, ProviderContext context) {
        ProviderEndpoint endpoint = ProviderEndpoint.of(settings, defaultUrl, context)
                .authorizedBy(options.credentials().authorizer());
        if (endpoint.base().getRawQuery() != null) {
            // Not shown: users paste URLs with passwords in them.
            throw new ConfigurationException(
                    settings.path("endpoint"),
                    "has a query; the parameters are added automatically",
                    "a URL that ends before the question mark");
        }
        return endpoint;
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        List<String> secrets = options.credentials().secrets(); // now: a failure must not follow a write
        boolean onlyIpv6 = !call.addresses().containsKey(IpFamily.IPV4);
        ProviderEndpoint target = onlyIpv6 ? ipv6 : endpoint();
        HttpTransport.Answer answer = request(call, target.on(http.publication(), ProblemScope.RECORD))
                .exchangeUnjudged();
        AnswerJudge judge = new AnswerJudge(
                target.base().getHost(), answer, http.publication().now(), secrets);
        AnswerLines lines = options.dialect().answers().read(answer.status(), answer.body());
        if (lines.lines().stream().noneMatch(line -> ReturnCodes.isKnown(line.word()))) {
            throw judge.notUnderstood(lines.lines());
        }
        boolean tooMany = lines.lines().stream().allMatch(line -> line.word().equals(ReturnCodes.NUMHOST));
        return tooMany && call.hosts().size() > 1 ? oneByOne(call, http) : results(call, lines, judge, http);
    }

    private Map<RecordKey, ChangeResult> oneByOne(UpdateCall call, ProviderHttp http) throws InterruptedException {
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        for (UpdateCall single : call.split()) {
            try {
                results.putAll(update(single, http));
            } catch (DdnsException e) {
                http.publication().failed(single.changes(), e);
            }
        }
        return results;
    }

    private ProviderRequest request(UpdateCall call, ProviderHttp http) {
        Dialect dialect = options.dialect();
        ProviderRequest request = http.get(path).header("Accept", "text/plain, */*;q=0.1");
        options.userAgent().ifPresent(agent -> request.header("User-Agent", agent));
        if (!dialect.host().isEmpty()) {
            request.queryEncoded(dialect.host(), names(call));
        }
        dialect.domain()
                .ifPresent(
                        parameter -> request.query(parameter, options.domain().orElseThrow()));
        Map<String, String> addresses = new LinkedHashMap<>();
        call.addresses()
                .forEach((family, address) -> addresses.merge(
                        parameter(family), address.toString(), (first, second) -> first + "," + second));
        addresses.forEach(request::queryEncoded);
        for (IpFamily family : dialect.addresses().keySet()) {
            if (!call.addresses().containsKey(family)) {
                dialect.absent().getOrDefault(family, Map.of()).forEach(request::query);
            }
        }
        dialect.fixed().forEach(request::query);
        return request;
    }

    private String parameter(IpFamily family) {
        return Objects.requireNonNull(options.dialect().addresses().get(family));
    }

    /** Returns the names as the service wants them. A name has nothing to encode in a URL. */
    private String names(UpdateCall call) {
        if (options.domain().isEmpty()) {
            return call.names();
        }
        DnsName domain = options.domain().get();
        return call.hosts().stream()
                .map(host -> NameForm.RELATIVE_AT.write(host.name(), domain))
                .collect(Collectors.joining(","));
    }

    /** Says what each line means; what ends the publication comes last, so that nothing that is known is lost. */
    private static Map<RecordKey, ChangeResult> results(
            UpdateCall call, AnswerLines lines, AnswerJudge judge, ProviderHttp http) {
        Publication publication = http.publication();
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        Map<AnswerLine, Refusal> refusals = new LinkedHashMap<>();
        for (int i = 0; i < call.hosts().size(); i++) {
            for (RecordChange change : call.hosts().get(i).changes()) {
                IpAddress sent = change.address();
                Optional<AnswerLine> line = lines.line(
                        i, call.hosts().size(), sent.family(), call.addresses().size());
                try {
                    ChangeResult result = line.map(l -> judge.result(l, sent)).orElseGet(judge::noLine);
                    publication.report(change, result);
                    results.put(change.key(), result);
                } catch (DdnsException e) {
                    refusals.computeIfAbsent(line.orElseThrow(), l -> new Refusal(l.word(), e, new ArrayList<>()))
                            .changes()
                            .add(change);
                }
            }
        }
        List<Refusal> inOrder = refusals.values().stream()
                .sorted(Comparator.comparing(refusal -> refusal.reason().scope()))
                .collect(Collectors.toList());
        inOrder.forEach(refusal -> publication.failed(refusal.changes(), refusal.reason()));
        for (Refusal refusal : inOrder) {
            if (ReturnCodes.isServerFault(refusal.word())) {
                throw refusal.reason(); // the other calls would hear the same
            }
        }
        return results;
    }

    /** A line that is not a success, and the records it is meant for. */
    private record Refusal(String word, DdnsException reason, List<RecordChange> changes) {}
}
