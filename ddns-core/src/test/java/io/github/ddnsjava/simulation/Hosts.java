package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider of the plain sort: one call sets one host, nothing can be read, and untouched hosts expire. */
final class Hosts extends UpdateUrlProvider {
    /** How often a host is to be touched; it expires three days later. */
    static final Duration REFRESH = Duration.ofDays(7);

    static final Duration EXPIRY = REFRESH.plusDays(3);

    private final Account account;
    private final Home home;

    Hosts(JudgedDns cloud, Account account, Home home, Life life, Time time, Dice dice) {
        super(
                Settings.of("token", account.token()),
                ProviderEndpoint.of(
                                Settings.none(),
                                "https://hosts.example",
                                new ProviderContext(
                                        request -> answer(request, cloud, account, home, life, time),
                                        time,
                                        dice,
                                        (host, type) -> Optional.empty()))
                        .authorizedBy(Authorizer.of(() -> account.name, Authorizer.bearer(account.token())::authorize)),
                Abilities.builder()
                        .refreshEvery(REFRESH)
                        .rateLimit(Account.PERMITS, Account.PERIOD)
                        .build());
        this.account = account;
        this.home = home;
    }

    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        RecordChange change = call.change();
        JsonReader answer = http.put("/names/{name}", change.name())
                .json(body -> body.put("address", change.address().toString()))
                .send();
        home.confirmations().heard(change.key(), change.addresses());
        return call.all(answer.get("changed").asBoolean() ? updated() : alreadyRight());
    }

    /** The other side of the wire. */
    private static HttpTransport.Answer answer(
            HttpTransport.Request request, JudgedDns cloud, Account account, Home home, Life life, Time time)
            throws InterruptedException {
        DnsName name = DnsName.of(request.uri().getPath().substring("/names/".length()));
        IpAddress address = IpAddress.parse(
                JsonReader.parse("request", new String(request.body().orElseThrow(), StandardCharsets.UTF_8))
                        .get("address")
                        .asText());
        JudgedDns.Key key = new JudgedDns.Key(name, RecordType.of(address.family()));
        String token = String.valueOf(request.headers().get("Authorization")).replace("Bearer ", "");
        home.doubts().check(key, address);
        try {
            boolean changed = account.call("PUT /names/" + name + " " + address, Set.of(key), token, life, () -> {
                account.accept(Set.of(key));
                boolean other = !cloud.addresses(key).contains(address);
                cloud.set(key, address, home);
                return other;
            });
            home.doubts().end(key);
            return status(200, Optional.empty(), time, "{\"changed\": " + changed + "}");
        } catch (RateLimitedException e) {
            return status(429, e.retryAfter(), time, "");
        } catch (AuthenticationException e) {
            return status(401, Optional.empty(), time, "");
        } catch (RejectedException e) {
            return status(e.reason() == RejectedException.Reason.NOT_FOUND ? 404 : 400, Optional.empty(), time, "");
        } catch (PowerCut e) {
            home.doubts().begin(key, address);
            throw e;
        } catch (TransientException e) {
            if (!e.certainlyNotApplied() && e.retryAfter().isEmpty()) {
                home.doubts().begin(key, address);
            }
            if (String.valueOf(e.getMessage()).contains("503")) {
                home.doubts().unsure(key);
                return status(503, e.retryAfter(), time, "");
            }
            throw e;
        }
    }

    private static HttpTransport.Answer status(int status, Optional<Duration> retryAfter, Time time, String body) {
        return new HttpTransport.Answer(
                status,
                retryAfter
                        .map(wait -> Map.of("retry-after", List.of(header(wait, time.instant()))))
                        .orElse(Map.of()),
                body);
    }

    /** Seconds, or a date that is over. */
    private static String header(Duration wait, Instant now) {
        return wait.isNegative()
                ? DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plus(wait).atOffset(ZoneOffset.UTC))
                : String.valueOf(wait.toSeconds());
    }
}
