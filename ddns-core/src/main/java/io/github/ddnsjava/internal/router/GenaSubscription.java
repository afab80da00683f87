package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.http.Deadline;
import io.github.ddnsjava.internal.http.LanHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A subscription to the events of one WAN connection. For one thread. */
final class GenaSubscription {
    /** What an event is. */
    enum Event {
        /** It names the address or the state of the connection. */
        NEWS,
        /** It is of something else: many routers tell each port mapping. */
        OTHER,
        /** There was another before it, which did not arrive. */
        MISSED
    }

    private static final Duration WANTED = Duration.ofMinutes(30);
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern TIMEOUT = Pattern.compile("(?i)second-([0-9]{1,9})");
    private static final Pattern SID = Pattern.compile("[!-~]{1,200}");
    private static final Pattern SEQ = Pattern.compile("[0-9]{1,10}");
    private static final long LAST_SEQ = 0xffff_ffffL;
    private static final int MAX_ANSWER = 16 * 1024;

    private final URI at;
    private final String sid;
    private long renewAt;
    private long expected;

    private GenaSubscription(URI at, String sid) {
        this.at = at;
        this.sid = sid;
    }

    /**
     * Subscribes.
     *
     * @param callback where events are to be sent, in angle brackets
     */
    static GenaSubscription begin(URI at, String callback, Deadline deadline) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CALLBACK", callback);
        headers.put("NT", "upnp:event");
        headers.put("TIMEOUT", "Second-" + WANTED.toSeconds());
        LanHttp.Answer answer = LanHttp.exchange("SUBSCRIBE", at, headers, "", MAX_ANSWER, deadline);
        String sid = answer.headers().getOrDefault("sid", "");
        if (answer.status() != 200 || !SID.matcher(sid).matches()) {
            throw new IOException("the router refuses the subscription to its events (" + answer.status() + ")");
        }
        GenaSubscription subscription = new GenaSubscription(at, sid);
        subscription.granted(answer);
        return subscription;
    }

    /**
     * Renews it.
     *
     * @throws IOException if the router no longer knows it (412), or does not answer
     */
    void renew(Deadline deadline) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("SID", sid);
        headers.put("TIMEOUT", "Second-" + WANTED.toSeconds());
        LanHttp.Answer answer = LanHttp.exchange("SUBSCRIBE", at, headers, "", MAX_ANSWER, deadline);
        if (answer.status() != 200) {
            throw new IOException(
                    "the router no longer knows our subscription to its events (" + answer.status() + ")");
        }
        granted(answer);
    }

    private void granted(LanHttp.Answer answer) {
        Matcher timeout = TIMEOUT.matcher(answer.headers().getOrDefault("timeout", ""));
        Duration time = timeout.matches() ? Duration.ofSeconds(Long.parseLong(timeout.group(1))) : WANTED;
        Duration bounded = time.compareTo(SHORTEST) < 0 ? SHORTEST : time.compareTo(LONGEST) > 0 ? LONGEST : time;
        renewAt = System.nanoTime() + bounded.toNanos() / 2;
    }

    /** Returns when it must be renewed, as {@link System#nanoTime} counts. */
    long renewAt() {
        return renewAt;
    }

    /** Tells whether that is an event of this subscription. */
    boolean isNotifiedBy(LanHttp.Request request) {
        Map<String, String> headers = request.headers();
        return request.method().equals("NOTIFY")
                && headers.getOrDefault("nt", "").equalsIgnoreCase("upnp:event")
                && headers.getOrDefault("nts", "").equalsIgnoreCase("upnp:propchange")
                && headers.getOrDefault("sid", "").equalsIgnoreCase(sid)
                && SEQ.matcher(headers.getOrDefault("seq", "")).matches();
    }

    /** Takes an event of this subscription. The first one only says how things are. */
    Event take(LanHttp.Request request) {
        long seq = Long.parseLong(request.headers().getOrDefault("seq", ""));
        if (seq != expected) {
            return Event.MISSED;
        }
        expected = seq == LAST_SEQ ? 1 : seq + 1;
        return seq > 0 && concernsTheAddress(request.body()) ? Event.NEWS : Event.OTHER;
    }

    private static boolean concernsTheAddress(String body) {
        try {
            Xml properties = Xml.parse(body);
            return properties.text("ExternalIPAddress").isPresent()
                    || properties.text("ConnectionStatus").isPresent();
        } catch (IOException unreadable) {
            return true; // a look too many does no harm
        }
    }

    /** Ends it, if the router hears it; otherwise it ends by itself. */
    void end(Deadline deadline) {
        try {
            LanHttp.exchange("UNSUBSCRIBE", at, Map.of("SID", sid), "", MAX_ANSWER, deadline);
        } catch (IOException e) {
            // There is nothing left to be done about it.
        }
    }
}
