package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DetectionReport.Verdict;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.log.KeyValues;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events as log lines. A message stands alone: it names its record or detector, because a host's log pattern
 * often shows nothing but the message. The same facts are added as {@link KeyValues}. A change is logged at INFO, and a
 * trouble at WARN, once when it begins, and again at growing distances while it lasts ({@link OpenTroubles}). All else is
 * logged at DEBUG. Text that came from outside becomes one line. Thread-safe.
 */
final class EventLog {
    private final Logger log;
    private final StateStore state;
    private final OpenTroubles troubles = new OpenTroubles();
    /** The detectors and families whose last answer was "absent". */
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    EventLog(Logger log, StateStore state) {
        this.log = log;
        this.state = state;
    }

    /** These troubles are older than the updater, and no event tells of them. */
    void lasting(Collection<RecordState> rows, Instant now) {
        rows.stream()
                .filter(row -> row.trouble().isPresent())
                .sorted(Comparator.comparing(row -> row.troubledSince().orElse(now)))
                .forEach(row -> troubles.resume(
                        row.key().toString(),
                        row.trouble().orElseThrow(),
                        row.troubledSince().orElse(now),
                        now));
    }

    void log(UpdateEvent event) {
        troubles.note(event);
        if (event instanceof UpdateEvent.Detected e) {
            detected(e);
        } else if (event instanceof UpdateEvent.Decided e) {
            decided(e);
        } else if (event instanceof UpdateEvent.Exchanged e) {
            exchanged(e);
        } else if (event instanceof UpdateEvent.Changed e) {
            changed(e);
        } else if (event instanceof UpdateEvent.Troubled e) {
            troubled(e);
        } else if (event instanceof UpdateEvent.Recovered e) {
            line(Level.INFO, KeyValues.step("remember").record(e.key()).cycle(e.cycle()))
                    .log(e.subject() + " is in sync again; its trouble is over");
        } else if (event instanceof UpdateEvent.DetectorTroubled e) {
            line(Level.WARN, of(KeyValues.step("detect").detector(e.detector(), e.family()), e.problem()))
                    .log(e.subject() + " cannot determine the address; its records are not updated until it can: "
                            + said(e.problem()));
        } else if (event instanceof UpdateEvent.DetectorRecovered e) {
            line(Level.INFO, KeyValues.step("detect").detector(e.detector(), e.family()))
                    .log(e.subject() + " answers again; its records are updated again");
        } else if (event instanceof UpdateEvent.Offline e) {
            line(Level.WARN, of(KeyValues.step("detect"), e.problem())).log(said(e.problem()));
        } else if (event instanceof UpdateEvent.Online e) {
            line(Level.INFO, KeyValues.step("detect").lasted(e.after()))
                    .log("the network of this host is back after " + shown(e.after()) + "; updates resume");
        } else if (event instanceof UpdateEvent.StateTroubled e) {
            line(Level.ERROR, of(KeyValues.step("remember"), e.problem())).log(said(e.problem()));
        } else if (event instanceof UpdateEvent.StateRecovered) {
            line(Level.INFO, KeyValues.step("remember"))
                    .log("the state is well again, in " + state + ": no row waits to be saved");
        } else if (event instanceof UpdateEvent.Reconfigured e) {
            line(Level.INFO, KeyValues.none()).log("the updater was reconfigured: " + e.report());
        } else if (event instanceof UpdateEvent.ConfigurationTroubled e) {
            line(Level.WARN, of(KeyValues.none(), e.problem())).log(said(e.problem()));
        } else if (event instanceof UpdateEvent.ConfigurationRecovered) {
            line(Level.INFO, KeyValues.none()).log("the configuration can be used again, and is used");
        } else if (event instanceof UpdateEvent.LeadershipChanged e) {
            leads(e);
        } else if (event instanceof UpdateEvent.ClusterTroubled e) {
            line(Level.WARN, of(KeyValues.none(), e.problem()))
                    .log("this node of the cluster writes nothing when its lease ends: " + said(e.problem()));
        } else if (event instanceof UpdateEvent.ClusterRecovered) {
            line(Level.INFO, KeyValues.none()).log("this node of the cluster does its part again");
        } else if (event instanceof UpdateEvent.CycleTroubled e) {
            line(Level.ERROR, of(KeyValues.none(), e.problem()).cycle(e.cycle()))
                    .setCause(new StackOfThread(e))
                    .log(said(e.problem()));
        } else if (event instanceof UpdateEvent.CycleRecovered) {
            line(Level.INFO, KeyValues.none()).log("no cycle of the updater is stuck any more");
        } else if (event instanceof UpdateEvent.CycleEnded e) {
            ended(e);
        }
    }

    private void leads(UpdateEvent.LeadershipChanged event) {
        String leader = event.leader().map(node -> "node " + node).orElse("no known node");
        line(
                        Level.INFO,
                        KeyValues.none()
                                .with("group", event.group())
                                .with("leader", event.leader().orElse("")))
                .log("group " + event.group() + " of the cluster: " + leader + " leads it from now on"
                        + (event.isOurs() ? ", which is this node" : "") + "; " + OneLine.whole(event.why()));
    }

    private void decided(UpdateEvent.Decided event) {
        if (log.isDebugEnabled()) {
            line(
                            Level.DEBUG,
                            KeyValues.step("decide")
                                    .record(event.key())
                                    .with("intent", event.intent().name().toLowerCase(Locale.ROOT))
                                    .with("address", event.addresses())
                                    .with("attempt", event.attempt())
                                    .cycle(event.cycle()))
                    .log(event.key() + ": " + OneLine.whole(event.decision()));
        }
    }

    private void exchanged(UpdateEvent.Exchanged event) {
        if (log.isDebugEnabled()) {
            KeyValues pairs = KeyValues.step("publish")
                    .with("provider", event.provider())
                    .with("account", event.account())
                    .with("exchange", event.what())
                    .with(
                            "outcome",
                            event.problem().map(p -> p.kind().toString()).orElse("success"))
                    .lasted(event.elapsed())
                    .cycle(event.cycle());
            event.status().ifPresent(status -> pairs.with("status", status));
            String after = " after " + event.elapsed().toMillis() + " ms";
            String ended = event.problem()
                    .map(problem -> " failed" + after + ": " + OneLine.whole(problem.toString()))
                    .orElseGet(() ->
                            event.status().map(status -> ": HTTP " + status).orElse(" ended") + after);
            line(Level.DEBUG, pairs).log(event.what() + ended);
        }
    }

    private void changed(UpdateEvent.Changed event) {
        boolean same = event.previous().equals(event.addresses()); // only an attribute was changed
        String previous = event.previous().isEmpty() || same ? "" : ", previously " + KeyValues.text(event.previous());
        String addresses = event.addresses().isEmpty() ? "" : ": " + KeyValues.text(event.addresses());
        line(
                        Level.INFO,
                        KeyValues.step("remember")
                                .record(event.key())
                                .with("outcome", event.outcome().toString())
                                .with("address", event.addresses())
                                .with("previous", event.previous())
                                .with("reason", event.reason())
                                .with("attempt", event.attempt())
                                .lasted(event.elapsed())
                                .cycle(event.cycle()))
                .log(event.key() + " was " + event.outcome() + addresses + previous + " ("
                        + OneLine.whole(event.reason()) + ")");
    }

    private void troubled(UpdateEvent.Troubled event) {
        KeyValues pairs = of(KeyValues.step("publish").record(event.key()), event.problem())
                .with("attempt", event.attempt())
                .cycle(event.cycle());
        event.notBefore().ifPresent(at -> pairs.with("not_before", at.toString()));
        String next = event.notBefore()
                .map(at -> "; the next attempt is made after " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        line(Level.WARN, pairs).log(event.subject() + " is in trouble: " + said(event.problem()) + next);
    }

    /** That this host has no address of a family is logged once, and again only after it had one. */
    private void detected(UpdateEvent.Detected event) {
        DetectionReport said = event.detection();
        String who = "detector " + said.detector() + " " + said.family();
        boolean begins = false;
        if (said.verdict() == Verdict.ABSENT) {
            begins = absent.add(who);
        } else if (said.verdict() == Verdict.FOUND) {
            absent.remove(who);
        }
        if (!begins && !log.isDebugEnabled()) {
            return;
        }
        String message = OneLine.whole(said.message());
        String text = switch (said.verdict()) {
            case FOUND -> " found " + said.addresses();
            case ABSENT ->
                " reports that this host has no " + said.family() + " address; " + RecordType.of(said.family())
                        + " records wait until it has one: " + message;
            case FAILED -> " failed: " + message;
        };
        line(
                        begins ? Level.INFO : Level.DEBUG,
                        KeyValues.step("detect")
                                .detector(said.detector(), said.family())
                                .with("outcome", said.verdict().toString())
                                .with("address", said.addresses())
                                .lasted(event.elapsed())
                                .cycle(event.cycle()))
                .log(who + text);
    }

    private void ended(UpdateEvent.CycleEnded event) {
        if (log.isDebugEnabled()) {
            int records = event.report().records().size();
            long right = event.report().records().stream()
                    .filter(RecordReport::isRight)
                    .count();
            line(
                            Level.DEBUG,
                            KeyValues.none()
                                    .with("outcome", event.isGood() ? "good" : "bad")
                                    .with("records", records)
                                    .with("in_sync", right)
                                    .lasted(event.elapsed())
                                    .cycle(event.cycle()))
                    .log("cycle " + event.cycle() + " ended after "
                            + event.elapsed().toMillis() + " ms: " + right + " of " + records
                            + " records that it looked at are in sync");
        }
        troubles.reminder(event.at())
                .ifPresent(reminder -> line(
                                Level.WARN,
                                of(KeyValues.none(), reminder.problem())
                                        .with("troubles", reminder.troubles())
                                        .lasted(reminder.lasted()))
                        .log("the updater has had trouble for "
                                + Durations.format(reminder.lasted()
                                        .truncatedTo(
                                                reminder.lasted().toMinutes() == 0
                                                        ? ChronoUnit.SECONDS // told at once after a restart
                                                        : ChronoUnit.MINUTES))
                                + ", with "
                                + reminder.subject() + ": "
                                + said(reminder.problem())
                                + (reminder.troubles() == 1 ? "" : "; " + reminder.troubles() + " troubles in all")));
    }

    /** Shows the stack of another thread where a log shows that of an exception. */
    private static final class StackOfThread extends Exception {
        private static final long serialVersionUID = 1;

        StackOfThread(UpdateEvent.CycleTroubled event) {
            super("the thread that is stuck", null, false, true);
            setStackTrace(event.stack().toArray(StackTraceElement[]::new));
        }
    }

    private static KeyValues of(KeyValues pairs, Problem problem) {
        return pairs.with("kind", problem.kind().toString());
    }

    private static String said(Problem problem) {
        return OneLine.whole(problem.message());
    }

    private static String shown(Duration duration) {
        return Durations.format(duration.truncatedTo(ChronoUnit.SECONDS));
    }

    private LoggingEventBuilder line(Level level, KeyValues pairs) {
        return pairs.on(log.atLevel(level));
    }
}
