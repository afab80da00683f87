package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Any service of the dyndns2 protocol (help.dyn.com, "Perform Update" and "Return Codes"). Immutable and thread-safe.
 *
 * <p>The word in the body decides. The status decides only if there is no word. An address is always sent, because the
 * service would guess one otherwise. {@code offline}, {@code wildcard}, {@code mx} and {@code backmx} are never sent,
 * because their defaults can delete records.
 */
final class Dyndns2Provider extends UpdateUrlProvider {
    private final Dyndns2Options options;
    private final String path;

    private Dyndns2Provider(Settings settings, ProviderEndpoint endpoint, Dyndns2Options options) {
        super(settings, endpoint, options.abilities());
        this.options = options;
        // The base has lost it, and some services redirect where it is missing.
        this.path = settings.text("endpoint").endsWith("/") ? "/" : "";
    }

    /** Makes one by its settings. */
    static Dyndns2Provider of(Settings settings, ProviderContext context) {
        Dyndns2Options options = Dyndns2Options.of(settings);
        ProviderEndpoint endpoint = ProviderEndpoint.of(settings, "", context)
                .authorizedBy(Authorizer.basic(options.username(), options.password()));
        if (endpoint.base().getRawQuery() != null) {
            // Not shown: users paste URLs with passwords in them.
            throw new ConfigurationException(
                    settings.path("endpoint"),
                    "has a query; the parameters are added automatically",
                    "a URL that ends before the question mark");
        }
        return new Dyndns2Provider(settings, endpoint, options);
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        List<String> secrets = options.secrets(); // now, for a failure to read them must not follow a write
        HttpTransport.Answer answer = request(call, http).exchangeUnjudged();
        String server = endpoint().base().getHost();
        AnswerJudge judge = new AnswerJudge(server, answer, http.publication().now(), secrets);
        AnswerLines lines = AnswerLines.parse(answer.body());
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
        ProviderRequest request =
                http.get(path).header("Accept", "text/plain, */*;q=0.1").queryEncoded("hostname", call.names());
        options.userAgent().ifPresent(agent -> request.header("User-Agent", agent));
        if (options.families() == Dyndns2Options.Families.MYIPV6) {
            call.addresses()
                    .forEach((family, address) ->
                            request.queryEncoded(family == IpFamily.IPV4 ? "myip" : "myipv6", address.toString()));
        } else {
            request.queryEncoded(
                    "myip",
                    call.addresses().values().stream().map(IpAddress::toString).collect(Collectors.joining(",")));
        }
        return request;
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
