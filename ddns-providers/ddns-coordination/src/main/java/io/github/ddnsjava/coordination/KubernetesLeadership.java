package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.coordination.KubernetesApi.Meaning;
import io.github.ddnsjava.coordination.KubernetesApi.Reply;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.JsonBody;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Leases in Kubernetes: an object of the kind {@code Lease} for each, in one namespace. Two nodes cannot change it at the same
 * moment, because each change names the version that it knows ({@code resourceVersion}). The token is the number of
 * transitions ({@code leaseTransitions}).
 *
 * <p>Kubernetes does not end leases, and the times in the object are by the clock of its holder. So each node judges by its
 * own monotonic clock, as Kubernetes' own client does: a lease has ended if its object has not changed for its whole time
 * while this node watched. A node that is new waits a whole lease time before it takes the lease of a holder that is gone.
 * Looking with {@link #leases} counts as watching. Lease times are rounded up to whole seconds.
 *
 * <p>Taking makes two exchanges: it reads the object, and changes or creates it. A renewal makes one; three if somebody else
 * has changed the object, for example its labels. Each exchange ends within three seconds. The names of leases must be names of
 * objects: lower case.
 *
 * <p>If an object is deleted, its tokens begin again. Thread-safe.
 */
public final class KubernetesLeadership implements Leadership {
    private static final String LABEL = "app.kubernetes.io/managed-by";
    private static final String OURS = "ddnsjava";
    private static final String NOTE = "ddnsjava.github.io/note";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesApi api;
    private final String node;
    private final String process = LeaseRules.process();
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** Since when this node has seen an object unchanged, by its monotonic clock. */
    private record Seen(String version, long since) {}

    /**
     * Uses an API server.
     *
     * @param endpoint the API server, as in {@code https://kubernetes.default.svc}
     * @param namespace the namespace in which the leases are
     * @param token the token of the service account; {@link Secret#file} reads it again at each call
     * @param node the name of this node
     * @param context makes the exchanges; its transport must trust the API server
     */
    public KubernetesLeadership(URI endpoint, String namespace, Secret token, String node, ProviderContext context) {
        this(
                new KubernetesApi(endpoint, namespace, Optional.of(token), context.http(), context.clock()),
                node,
                System::nanoTime);
    }

    KubernetesLeadership(KubernetesApi api, String node, LongSupplier nanoTime) {
        this.api = api;
        this.node = LeaseRules.node(node);
        this.nanoTime = nanoTime;
    }

    private String identity() {
        return node + "/" + process;
    }

    @Override
    public Optional<Lease> tryAcquire(String name, String note, Duration time) {
        LeaseRules.check(name, note, time);
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "",
                    "the lease " + name + " cannot be an object of Kubernetes",
                    "a name in lower case, letters and digits at both ends");
        }
        long sent = nanoTime.getAsLong();
        Reply there = api.get(name);
        JsonBody lease;
        long token;
        Reply taken;
        if (there.meaning() == Meaning.NOT_THERE) {
            token = 1;
            lease = fresh(name);
            fill(lease, note, time, token);
            taken = api.create(lease);
        } else {
            if (isHeld(name, there.json())) {
                return Optional.empty();
            }
            token = transitions(there.json()) + 1;
            lease = JsonBody.of(there.json()); // fields that we don't know stay as they are
            fill(lease, note, time, token);
            taken = api.update(name, lease);
        }
        if (taken.meaning() != Meaning.DONE) {
            return Optional.empty(); // another node was quicker
        }
        requireOurs(taken.json(), token);
        return Optional.of(new Held(name, time, token, taken.json(), sent));
    }

    private static JsonBody fresh(String name) {
        return JsonBody.of()
                .put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease")
                .object("metadata", metadata -> metadata.put("name", name));
    }

    private void fill(JsonBody lease, String note, Duration time, long token) {
        String now = TIME.format(now());
        lease.object(
                        "metadata",
                        metadata -> metadata.object("labels", labels -> labels.put(LABEL, OURS))
                                .object("annotations", annotations -> annotations.put(NOTE, note)))
                .object(
                        "spec",
                        spec -> spec.put("holderIdentity", identity())
                                .put("leaseDurationSeconds", LeaseRules.seconds(time))
                                .put("leaseTransitions", token)
                                .put("acquireTime", now)
                                .put("renewTime", now));
    }

    private Instant now() {
        return api.clock().instant();
    }

    /** Tells whether somebody holds it, as far as this node can know. */
    private boolean isHeld(String name, JsonReader lease) {
        String version = version(lease);
        // After the answer: the holder may have renewed until then.
        long now = nanoTime.getAsLong();
        Seen since = seen.compute(
                name,
                (any, before) -> before != null && before.version().equals(version) ? before : new Seen(version, now));
        if (holder(lease).isEmpty()) {
            return false;
        }
        long seconds = lease.get("spec")
                .get("leaseDurationSeconds")
                .optional()
                .map(JsonReader::asLong)
                .orElse(0L);
        // An object without a sensible time is from somebody else: it is held until a person removes the holder.
        return seconds <= 0 || now - since.since() < Duration.ofSeconds(seconds).toNanos();
    }

    private static String version(JsonReader lease) {
        return lease.get("metadata").get("resourceVersion").asText();
    }

    private static String holder(JsonReader lease) {
        return lease.get("spec")
                .get("holderIdentity")
                .optional()
                .map(JsonReader::asText)
                .orElse("");
    }

    private static long transitions(JsonReader lease) {
        long number = lease.get("spec")
                .get("leaseTransitions")
                .optional()
                .map(JsonReader::asLong)
                .orElse(0L);
        if (number < 0 || number >= Integer.MAX_VALUE) {
            throw new ProtocolException("Kubernetes: leaseTransitions is " + number + "; delete the lease");
        }
        return number;
    }

    private boolean isOurs(JsonReader lease, long token) {
        return holder(lease).equals(identity()) && transitions(lease) == token;
    }

    private void requireOurs(JsonReader lease, long token) {
        if (!isOurs(lease, token)) {
            throw new ProtocolException("Kubernetes: the answer to a change does not have the change");
        }
    }

    @Override
    public Optional<Map<String, Holder>> leases(String prefix) {
        Map<String, Holder> all = new HashMap<>();
        for (JsonReader lease : api.list(LABEL + "=" + OURS).get("items").asList()) {
            String name = lease.get("metadata").get("name").asText();
            if (name.startsWith(prefix) && isHeld(name, lease)) {
                all.put(LeaseRules.shown(name), holderOf(lease));
            }
        }
        return Optional.of(all);
    }

    private static Holder holderOf(JsonReader lease) {
        String note = lease.get("metadata")
                .get("annotations")
                .get(NOTE)
                .optional()
                .filter(JsonReader::isText)
                .map(JsonReader::asText)
                .orElse("");
        String node = holder(lease).replaceFirst("/[^/]*$", "");
        return new Holder(LeaseRules.shown(node), LeaseRules.shown(note), transitions(lease));
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Override
    public String toString() {
        return api.toString();
    }

    /** A lease of this process. */
    private final class Held implements Lease {
        private final String name;
        private final Duration time;
        private final long token;
        private JsonReader known;
        private long renewed;
        private boolean lost;

        Held(String name, Duration time, long token, JsonReader known, long sent) {
            this.name = name;
            this.time = time;
            this.token = token;
            this.known = known;
            this.renewed = sent;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public synchronized boolean renew() {
            long sent = nanoTime.getAsLong();
            // Kubernetes would let us, if nobody has taken it yet.
            lost = lost || sent - renewed >= time.toNanos();
            if (!lost && change(spec -> spec.put("renewTime", TIME.format(now())))) {
                requireOurs(known, token);
                renewed = sent;
            }
            return !lost;
        }

        @Override
        public synchronized void release() {
            if (!lost) {
                change(spec -> spec.putNull("holderIdentity").put("leaseDurationSeconds", 1));
                lost = true;
            }
        }

        /** Changes the object; it is lost if that cannot be done any more. */
        private boolean change(Consumer<JsonBody> change) {
            Reply reply = update(change);
            if (reply.meaning() == Meaning.CONFLICT) {
                // The answer to an earlier change was lost, or a person has changed something else of the object.
                Reply now = api.get(name);
                if (now.meaning() == Meaning.DONE && isOurs(now.json(), token)) {
                    known = now.json();
                    reply = update(change);
                } else {
                    lost = true;
                    return false;
                }
            }
            if (reply.meaning() == Meaning.CONFLICT) {
                throw TransientException.busy("Kubernetes: the lease " + name + " was changed by somebody else twice");
            }
            lost = reply.meaning() == Meaning.NOT_THERE;
            if (!lost) {
                known = reply.json();
            }
            return !lost;
        }

        private Reply update(Consumer<JsonBody> change) {
            JsonBody lease = JsonBody.of(known).object("spec", change);
            return api.update(name, lease);
        }
    }
}
