package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.examples.agent.action.Answer.Kind;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a caller asks of the running updater, whichever door the caller came by. The door has made sure of who it
 * is; whether the caller may do it is decided here. Thread-safe.
 */
public final class Actions {
    /** For {@link Operation#RESUME}: the pause, and all records. */
    public static final String ALL = "all";

    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final int NAMED = 20;
    /** How long an answer to {@link Operation#RELOAD} waits until the file is in effect. */
    public static final Duration READING = Duration.ofSeconds(30);

    private final Updater updater;
    private final Audit audit;
    private final Semaphore plans = new Semaphore(1);

    /** Makes them for one updater. */
    public Actions(Updater updater, Audit audit) {
        this.updater = updater;
        this.audit = audit;
    }

    /** Returns the updater. */
    public Updater updater() {
        return updater;
    }

    /** Returns the audit trail. */
    public Audit audit() {
        return audit;
    }

    /** Tells whether the caller may do that. */
    public static boolean allows(Operation operation, Caller caller) {
        return operation.role().map(caller.role()::includes).orElse(true);
    }

    /**
     * Does it. The caller's role was checked by {@link #allows}; it is checked here once more, so that no door can forget it.
     *
     * @param operation an action, or {@link Operation#STATUS}
     * @param record for {@link Operation#RESUME}, the name of a record or {@link #ALL}; empty if nothing was named
     */
    public Answer perform(Operation operation, Caller caller, String record) {
        if (!allows(operation, caller)) {
            throw new IllegalStateException(caller.who() + " may not " + operation);
        }
        if (!operation.isAction()) {
            ObjectNode status = AnswerJson.status(updater.status(), updater::history);
            status.put("at", audit.now().toString());
            status.putObject("you")
                    .put("name", caller.name())
                    .put("role", caller.role().toString());
            return Answer.done(status);
        }
        Answer answer = attempt(operation, record);
        audit.note(caller.who(), operation, record, answer.word());
        return answer;
    }

    private Answer attempt(Operation operation, String record) {
        try {
            return act(operation, record);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.wrong(Kind.UNAVAILABLE, "stopped", "the agent is stopping");
        } catch (DdnsException e) {
            return Answer.wrong(
                    Kind.UNAVAILABLE, e.problem().kind().toString(), e.problem().message());
        } catch (IllegalStateException e) {
            LOG.debug("{} while the agent starts or ends: {}", operation, e.getMessage());
            return Answer.wrong(
                    Kind.UNAVAILABLE, "unavailable", "the agent is starting or stopping; ask again in a moment");
        }
    }

    private Answer act(Operation operation, String record) throws InterruptedException {
        return switch (operation) {
            case TRIGGER -> trigger();
            case PLAN -> plan();
            case PAUSE -> {
                updater.pause();
                yield Answer.of(Kind.DONE, "paused");
            }
            case RESUME -> resume(record);
            case RELOAD -> reload();
            default -> throw new IllegalArgumentException(operation + " is no action");
        };
    }

    private Answer trigger() {
        if (updater.status().paused()) {
            return Answer.wrong(Kind.BUSY, "paused", "no cycle starts while the updater is paused; resume it first");
        }
        updater.trigger();
        return Answer.of(Kind.STARTED, "started");
    }

    private Answer plan() throws InterruptedException {
        if (!plans.tryAcquire()) {
            return Answer.wrong(Kind.BUSY, "busy", "another plan is being made; wait for it");
        }
        try {
            return Answer.done(AnswerJson.report(updater.plan()));
        } finally {
            plans.release();
        }
    }

    /** When it answers, the file is in effect, at the doors, too. */
    private Answer reload() throws InterruptedException {
        try {
            updater.reload().get(READING.toMillis(), TimeUnit.MILLISECONDS);
            return Answer.of(Kind.DONE, "reloaded");
        } catch (TimeoutException e) {
            return Answer.of(Kind.STARTED, "started"); // a source of secrets takes its time; the result is an event
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigurationException refused) {
                return Answer.wrong(
                        Kind.REFUSED,
                        refused.problem().kind().toString(),
                        "the configuration cannot be used, and the agent keeps the one before: "
                                + refused.problem().message());
            } else if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Answer resume(String record) {
        boolean all = record.equals(ALL);
        if (!record.isEmpty()) {
            List<RecordKey> keys =
                    updater.status().records().stream().map(RecordReport::key).toList();
            List<RecordKey> named = all ? keys : named(record, keys);
            if (named.isEmpty() && !all) {
                return unknown(record, keys);
            }
            named.forEach(updater::releaseHold);
        }
        if (all || record.isEmpty()) {
            updater.resume();
        }
        return Answer.of(Kind.DONE, "resumed");
    }

    private static List<RecordKey> named(String name, List<RecordKey> keys) {
        String wanted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return keys.stream()
                .filter(key -> key.name().toString().equalsIgnoreCase(wanted))
                .toList();
    }

    private static Answer unknown(String name, List<RecordKey> keys) {
        String names = keys.stream()
                .map(key -> key.name().toString())
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return Answer.wrong(
                Kind.UNKNOWN,
                "unknown-record",
                "no record is called \"" + Caller.printable(name) + "\"; there are " + names);
    }
}
