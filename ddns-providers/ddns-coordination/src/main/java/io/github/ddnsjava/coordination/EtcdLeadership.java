package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.JsonBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Leases in etcd, by its JSON gateway: a key for each, which etcd removes when its lease ends. The token is the revision in
 * which the key was created. It rises with whatever is written to etcd.
 *
 * <p>etcd counts whole seconds. A lease time is rounded up, so that etcd never ends a lease before its holder thinks that it
 * has ended.
 *
 * <p>A try to take a lease that is held makes one exchange. Taking makes three: it looks, grants a lease, and creates the key
 * if it is still not there; a fourth removes the granted lease if another node was quicker. A renewal makes two, because a
 * person can remove a key whose lease lives. Each member has three seconds for an exchange, and each method ends within ten.
 *
 * <p>After a restart of its leader, etcd gives all leases their whole time again: a take-over can take that much longer. If
 * etcd is restored from a copy, tokens can be lower than before. Thread-safe.
 */
public final class EtcdLeadership implements Leadership {
    /** The prefix of keys that is used where none is named. */
    public static final String PREFIX = "ddns/";

    private static final Duration LONGEST = Duration.ofSeconds(9);

    private final EtcdClient client;
    private final String node;
    private final String process = LeaseRules.process();
    private final String prefix;

    /**
     * Uses an etcd without users.
     *
     * @param endpoints the members, as in {@code https://etcd1.example:2379}, the preferred one first
     * @param node the name of this node
     * @param context makes the exchanges
     */
    public EtcdLeadership(List<URI> endpoints, String node, ProviderContext context) {
        this(new EtcdClient(endpoints, Optional.empty(), context.http(), context.clock()), node, PREFIX);
    }

    /**
     * Uses an etcd with users.
     *
     * @param endpoints the members, as in {@code https://etcd1.example:2379}, the preferred one first
     * @param user the name of a user who may read and write the keys
     * @param password the user's password
     * @param node the name of this node
     * @param context makes the exchanges
     */
    public EtcdLeadership(List<URI> endpoints, String user, Secret password, String node, ProviderContext context) {
        this(
                new EtcdClient(
                        endpoints, Optional.of(new EtcdClient.Login(user, password)), context.http(), context.clock()),
                node,
                PREFIX);
    }

    EtcdLeadership(EtcdClient client, String node, String prefix) {
        this.client = client;
        this.node = LeaseRules.node(node);
        this.prefix = prefix;
    }

    @Override
    public Optional<Lease> tryAcquire(String name, String note, Duration time) {
        LeaseRules.check(name, note, time);
        long end = end();
        if (value(name, end).isPresent()) {
            return Optional.empty();
        }
        long seconds = LeaseRules.seconds(time);
        JsonBody grant = JsonBody.of();
        grant.put("TTL", String.valueOf(seconds));
        JsonReader granted = client.call("lease/grant", grant, end);
        String id = granted.get("ID").asId(); // up to 19 digits
        requireWhole(granted.get("TTL"), seconds);
        Optional<Key> there = create(name, note, id, end);
        if (there.isPresent() && there.get().lease().equals(id)) {
            return Optional.of(new Held(name, id, there.get().created(), seconds));
        }
        try {
            revoke(id, end);
        } catch (DdnsException e) {
            // It ends by itself, and no key hangs on it.
        }
        return Optional.empty();
    }

    /** A shorter lease would end before its holder thinks so. */
    private static void requireWhole(JsonReader ttl, long seconds) {
        if (ttl.asLenientLong() < seconds) {
            throw new ProtocolException("etcd: the lease is shorter than the " + seconds + " s that it was asked for");
        }
    }

    /**
     * Creates the key if it is not there.
     *
     * @return the key that is there now. If an answer was lost, and a second try finds the key of the first, that is it
     */
    private Optional<Key> create(String name, String note, String lease, long end) {
        JsonBody value = JsonBody.of();
        value.put("node", node).put("process", process).put("note", note);
        JsonBody body = JsonBody.of();
        body.array(
                "compare",
                List.of("0"),
                (compare, zero) -> compare.put("key", key(name))
                        .put("target", "CREATE")
                        .put("result", "EQUAL")
                        .put("create_revision", zero));
        Consumer<JsonBody> put = content -> content.put("key", key(name))
                .put("value", base64(value.toString()))
                .put("lease", lease);
        Consumer<JsonBody> look = content -> content.put("key", key(name));
        body.array(
                "success",
                List.of("requestPut", "requestRange"),
                (request, kind) -> request.object(kind, kind.equals("requestPut") ? put : look));
        body.array("failure", List.of("requestRange"), (request, kind) -> request.object(kind, look));
        List<JsonReader> responses =
                client.call("kv/txn", body, end).get("responses").asList();
        if (responses.isEmpty()) {
            throw new ProtocolException("etcd: the answer to kv/txn has no responses");
        }
        return first(responses.get(responses.size() - 1).get("response_range"));
    }

    /** A key that is there. */
    private record Key(long created, String lease) {}

    private Optional<Key> value(String name, long end) {
        JsonBody body = JsonBody.of();
        body.put("key", key(name));
        JsonReader answer = client.call("kv/range", body, end);
        requireHeader(answer);
        return first(answer);
    }

    /** An empty answer of somebody else must not look like a key that is not there. */
    private static void requireHeader(JsonReader answer) {
        answer.get("header").get("revision").asLenientLong();
    }

    private static Optional<Key> first(JsonReader range) {
        return range.get("kvs")
                .optional()
                .map(JsonReader::asList)
                .flatMap(all -> all.stream().findFirst())
                .map(kv -> new Key(
                        kv.get("create_revision").asLenientLong(),
                        kv.get("lease").optional().map(JsonReader::asId).orElse("")));
    }

    private void revoke(String id, long end) {
        JsonBody body = JsonBody.of();
        body.put("ID", id);
        try {
            client.call("lease/revoke", body, end).get("header").get("revision").asLenientLong();
        } catch (TransientException e) {
            if (!e.isAnswer()) {
                throw e;
            }
            // etcd does not know it any more
        }
    }

    @Override
    public Optional<Map<String, Holder>> leases(String namePrefix) {
        JsonBody body = JsonBody.of();
        byte[] from = (prefix + namePrefix).getBytes(StandardCharsets.UTF_8);
        byte[] to = from.clone();
        to[to.length - 1]++;
        body.put("key", Base64.getEncoder().encodeToString(from));
        body.put("range_end", Base64.getEncoder().encodeToString(to));
        JsonReader answer = client.call("kv/range", body, end());
        requireHeader(answer);
        Map<String, Holder> all = new HashMap<>();
        List<JsonReader> found =
                answer.get("kvs").optional().map(JsonReader::asList).orElse(List.of());
        for (JsonReader kv : found) {
            String name = text(kv.get("key")).substring(prefix.length());
            all.put(LeaseRules.shown(name), holder(kv));
        }
        return Optional.of(all);
    }

    private static Holder holder(JsonReader kv) {
        long token = kv.get("create_revision").asLenientLong();
        try {
            JsonReader value = JsonReader.parse("etcd value", text(kv.get("value")));
            return new Holder(
                    LeaseRules.shown(value.get("node").asText()),
                    LeaseRules.shown(value.get("note").asText()),
                    token);
        } catch (ProtocolException e) {
            return new Holder("?", "", token); // a person wrote it; it is held all the same
        }
    }

    private static String text(JsonReader base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("etcd: a key or value is not Base64");
        }
    }

    private String key(String name) {
        return base64(prefix + name);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long end() {
        return System.nanoTime() + LONGEST.toNanos();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Override
    public String toString() {
        return client.toString();
    }

    /** A lease of this process. */
    private final class Held implements Lease {
        private final String name;
        private final String id;
        private final long token;
        private final long seconds;
        private volatile boolean lost;

        Held(String name, String id, long token, long seconds) {
            this.name = name;
            this.id = id;
            this.token = token;
            this.seconds = seconds;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public boolean renew() {
            if (lost) {
                return false;
            }
            long end = end();
            JsonBody body = JsonBody.of();
            body.put("ID", id);
            JsonReader kept = client.call("lease/keepalive", body, end).get("result");
            if (!kept.get("ID").asId().equals(id)) {
                throw new ProtocolException("etcd: the answer to lease/keepalive is for another lease");
            }
            // The answer for a lease that has ended is a success without TTL.
            Optional<JsonReader> ttl = kept.get("TTL").optional();
            if (ttl.isPresent() && ttl.get().asLenientLong() > 0) {
                requireWhole(ttl.get(), seconds);
                lost = !value(name, end).equals(Optional.of(new Key(token, id)));
            } else {
                lost = true;
            }
            return !lost;
        }

        @Override
        public void release() {
            if (!lost) {
                revoke(id, end());
                lost = true;
            }
        }
    }
}
