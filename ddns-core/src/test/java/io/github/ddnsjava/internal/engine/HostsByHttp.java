package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.http.RawServer;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with one call for each name, on loopback, and the provider for it. Unlike those of {@link FakeHosts} its
 * exchanges are real, bodies and silence included.
 */
final class HostsByHttp implements AutoCloseable {
    private static final Pattern UPDATE = Pattern.compile("GET /update\\?host=([a-z0-9.-]+)&ip=([0-9a-f.:%A-F]+) .*");
    private static final String TOKEN = "t0ken-of-the-hosts";

    /** What is published: addresses by name. */
    final Map<String, String> hosts = new ConcurrentHashMap<>();
    /** What a name's call is answered instead of being carried out: status and headers, or nothing for silence. */
    final Map<String, String> faults = new ConcurrentHashMap<>();

    private final RawServer server;

    HostsByHttp() throws IOException {
        server = RawServer.on4(connection -> {
            while (connection.readRequest()) {
                String answer =
                        answer(server().requests().get(server().requests().size() - 1));
                if (answer.isEmpty()) {
                    connection.awaitEnd();
                }
                connection.write(answer);
            }
        });
    }

    private RawServer server() {
        return server;
    }

    /** A complete answer. */
    static String says(int status, String header, String body) {
        return "HTTP/1.1 " + status + " X\r\n" + header + (header.isEmpty() ? "" : "\r\n") + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private String answer(String request) {
        Matcher update = UPDATE.matcher(request.lines().findFirst().orElse(""));
        if (!update.matches() || !request.contains("Authorization: Bearer " + TOKEN)) {
            return says(404, "", "");
        }
        String host = update.group(1);
        if (faults.containsKey(host)) {
            return faults.get(host);
        }
        hosts.put(host, update.group(2));
        return says(200, "", "good");
    }

    /** Returns how often that name's call came. */
    long calls(String host) {
        return server.requests().stream()
                .filter(request -> request.contains("?host=" + host + "&"))
                .count();
    }

    /**
     * The provider, whose calls end after a minute on the real clock; calls that the server never answers end after that
     * time.
     */
    UpdateUrlProvider provider(VirtualTime time, Duration silence) {
        JdkHttpTransport jdk = new JdkHttpTransport();
        HttpTransport bounded = request -> jdk.exchange(new HttpTransport.Request(
                request.method(),
                request.uri(),
                request.headers(),
                request.body(),
                faults.containsValue("") ? silence : Duration.ofMinutes(1),
                request.maxBytes()));
        ProviderContext context = new ProviderContext(bounded, time, new Random(1), (name, type) -> Optional.empty());
        Settings settings = Settings.of("endpoint", server.uri().toString());
        ProviderEndpoint endpoint = ProviderEndpoint.of(settings, "https://hosts.example", context)
                .authorizedBy(Authorizer.of(() -> "owner", Authorizer.bearer(Secret.of(TOKEN))::authorize))
                .judgedBy(HostsByHttp::judge);
        return new UpdateUrlProvider(settings, endpoint, Abilities.builder().build()) {
            @Override
            protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http)
                    throws InterruptedException {
                String answer = http.get("/update")
                        .query("host", call.change().name())
                        .query("ip", call.change().address())
                        .sendForText();
                if (!answer.equals("good")) {
                    throw new ProtocolException("the service answered something unknown");
                }
                return call.all(updated());
            }
        };
    }

    UpdateUrlProvider provider(VirtualTime time) {
        return provider(time, Duration.ofMinutes(1));
    }

    private static void judge(Asked asked, HttpTransport.Answer answer, Instant now) {
        if (answer.body().equals("abuse")) {
            throw BlockedException.ofAccount("the service has blocked this account");
        }
    }

    /** Returns those of these names that are published with that address. */
    List<String> at(String address, String... names) {
        return List.of(names).stream()
                .filter(name -> address.equals(hosts.get(DnsName.of(name).toString())))
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
