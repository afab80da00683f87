package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Audits actions that are refused. Callers whom nobody knows can make as many of them as the network carries: of those that
 * are alike, ten a minute have a line each, and the others one line with their number, when the minute is over. Thread-safe.
 */
final class Refusals {
    static final int SINGLE = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST = 1024;

    private final Audit audit;
    private final InstantSource clock;
    private final Map<Kind, Count> counts = new LinkedHashMap<>();

    private record Kind(Audit.Who who, Operation what) {}

    private record Count(Instant since, int all) {
        Count more() {
            return new Count(since, all + 1);
        }
    }

    Refusals(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Notes that the action of a caller who is known was refused, if the request is one. */
    void ofKnown(Audit.Who who, Optional<Operation> operation, Request request) {
        action(operation, request).ifPresent(action -> audit.note(who, action, record(request), "refused"));
    }

    /**
     * Notes that an action was refused, if the request is one.
     *
     * @param why what is known of the caller
     */
    void ofUnknown(String why, Optional<Operation> operation, Request request) {
        action(operation, request)
                .ifPresent(action -> note(
                        new Kind(new Audit.Who("", why, Request.getRemoteAddr(request)), action), record(request)));
    }

    private static Optional<Operation> action(Optional<Operation> operation, Request request) {
        return operation
                .filter(Operation::isAction)
                .filter(any -> request.getMethod().equals("POST"));
    }

    private static String record(Request request) {
        return Pages.record(request).orElse("");
    }

    private void note(Kind kind, String record) {
        boolean single;
        boolean full;
        synchronized (counts) {
            Count count = counts.merge(kind, new Count(clock.instant(), 1), (before, one) -> before.more());
            single = count.all() <= SINGLE;
            full = counts.size() > MOST;
        }
        if (single) {
            audit.note(kind.who(), kind.what(), record, "refused");
        }
        if (full) {
            tell(Duration.ZERO);
        }
    }

    /** Tells the numbers of the minutes that are over. */
    void tick() {
        tell(WINDOW);
    }

    /** Tells all numbers. */
    void end() {
        tell(Duration.ZERO);
    }

    private void tell(Duration age) {
        Map<Kind, Count> over = new LinkedHashMap<>();
        synchronized (counts) {
            Instant now = clock.instant();
            counts.entrySet().removeIf(entry -> {
                boolean old =
                        Duration.between(entry.getValue().since(), now).abs().compareTo(age) >= 0;
                if (old) {
                    over.put(entry.getKey(), entry.getValue());
                }
                return old;
            });
        }
        over.forEach((kind, count) -> {
            if (count.all() > SINGLE) {
                audit.note(kind.who(), kind.what(), "", "refused", count.all() - SINGLE);
            }
        });
    }
}
