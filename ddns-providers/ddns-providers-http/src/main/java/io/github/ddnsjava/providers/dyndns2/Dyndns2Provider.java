package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.HttpTransport;
import io.github.ddnsjava.publish.support.ProviderEndpoint;
import io.github.ddnsjava.publish.support.ProviderRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Any service of the dyndns2 protocol (help.dyn.com, "Perform Update" and "Return Codes"). Immutable and thread-safe.
 *
 * <p>The word in the body decides. The status decides only if there is no word. An address is always sent, because the
 * service would guess one otherwise. {@code offline}, {@code wildcard}, {@code mx} and {@code backmx} are never sent,
 * because their defaults can delete records.
 */
final class Dyndns2Provider implements DnsProvider {
    private final Dyndns2Options options;
    private final ProviderEndpoint endpoint;
    private final String path;
    private final Settings settings;

    /** Makes one by its settings. */
    Dyndns2Provider(Settings settings, ProviderContext context) {
        this.options = Dyndns2Options.of(settings);
        this.endpoint = ProviderEndpoint.of(settings, "", context);
        if (endpoint.base().getRawQuery() != null) {
            // Not shown: users paste URLs with passwords in them.
            throw new ConfigurationException(
                    settings.path("endpoint"),
                    "has a query; the parameters are added automatically",
                    "a URL that ends before the question mark");
        }
        // The base has lost it, and some services redirect where it is missing.
        this.path = settings.text("endpoint").endsWith("/") ? "/" : "";
        this.settings = settings;
    }

    @Override
    public Abilities abilities() {
        return options.abilities();
    }

    @Override
    public String account() {
        return Accounts.key(endpoint.base().toString(), options.username());
    }

    @Override
    public String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        Set<RecordKey> known = changes.stream().map(RecordChange::key).collect(Collectors.toSet());
        List<RecordChange> toSend = new ArrayList<>();
        for (RecordChange change : changes) {
            boolean alone = !known.contains(change.key().companion());
            if (change.intent() == Intent.WITHDRAW) {
                publication.failed(
                        List.of(change),
                        new RejectedException(
                                RejectedException.Reason.INVALID, "the dyndns2 protocol cannot remove a record"));
            } else if (options.omissionChanges() && alone && change.intent() != Intent.KEEP) {
                publication.report(change, unprotected(change));
            } else {
                toSend.add(change);
            }
        }
        boolean joint = options.families() != Dyndns2Options.Families.SEPARATE;
        for (UpdateCall call : UpdateCall.of(toSend, joint, options.maxHosts())) {
            send(call, publication);
        }
    }

    private static ChangeResult unprotected(RecordChange change) {
        return new ChangeResult.NotAttempted(
                Optional.empty(),
                "a call for one family would change the "
                        + change.key().companion().type() + " of " + change.name()
                        + ", whose value is unknown here; manage both families with one updater, or set absentFamily to keeps");
    }

    private void send(UpdateCall call, Publication publication) throws InterruptedException {
        try {
            publication.attempting(call.changes());
        } catch (Publication.NotNowException e) {
            return; // in a dry run the next call is to be recorded too
        }
        AnswerLines lines;
        AnswerJudge judge;
        try {
            List<String> secrets = options.secrets(); // now, for a failure to read them must not follow a write
            HttpTransport.Answer answer = request(call, publication).exchangeUnjudged();
            judge = new AnswerJudge(endpoint.base().getHost(), answer, publication.now(), secrets);
            lines = AnswerLines.parse(answer.body());
            if (lines.lines().stream().noneMatch(line -> ReturnCodes.isKnown(line.word()))) {
                throw judge.notUnderstood(lines.lines());
            }
        } catch (DdnsException e) {
            publication.failed(call.changes(), e);
            return;
        }
        boolean tooMany = lines.lines().stream().allMatch(line -> line.word().equals(ReturnCodes.NUMHOST));
        if (tooMany && call.hosts().size() > 1) {
            for (UpdateCall single : call.split()) {
                send(single, publication);
            }
        } else {
            report(call, lines, judge, publication);
        }
    }

    private ProviderRequest request(UpdateCall call, Publication publication) {
        ProviderRequest request = endpoint.on(publication, ProblemScope.RECORD)
                .get(path)
                .basic(options.username(), options.password())
                .header("Accept", "text/plain, */*;q=0.1")
                .queryEncoded("hostname", call.hostnames());
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

    /**
     * Reports the meaning of each line. An exception that ends the publication is thrown last, so that no known result
     * is lost.
     */
    private static void report(UpdateCall call, AnswerLines lines, AnswerJudge judge, Publication publication) {
        Map<AnswerLine, Refusal> refusals = new LinkedHashMap<>();
        for (int i = 0; i < call.hosts().size(); i++) {
            for (RecordChange change : call.hosts().get(i).changes()) {
                IpAddress sent = change.address();
                Optional<AnswerLine> line = lines.line(i, call.hosts().size(), sent.family());
                try {
                    publication.report(
                            change, line.map(l -> judge.result(l, sent)).orElseGet(judge::noLine));
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
    }

    /** A line that is not a success, and the records it is meant for. */
    private record Refusal(String word, DdnsException reason, List<RecordChange> changes) {}
}
