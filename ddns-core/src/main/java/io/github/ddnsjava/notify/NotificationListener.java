package io.github.ddnsjava.notify;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.config.Spelling;
import io.github.ddnsjava.publish.http.Template;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The base of a notification. It takes the events that the setting {@code on} names, waits two seconds for more of them, and
 * sends what there is as one {@link Message}, at most once in {@code atMostEvery}. What could not be sent is sent again,
 * after waits that double, for up to a day; what happens meanwhile waits for its turn. When the updater closes, what waits is
 * sent once more. What {@link #send} throws but a {@link DdnsException} is a defect: the message is lost, and the updater logs
 * and counts it. Thread-safe.
 *
 * <p>An event only changes a list. Everything else happens on the timers and the workers of the updater, so that no cycle and
 * no other listener waits. An author writes {@link #send}, which is never called twice at the same time.
 */
public abstract class NotificationListener implements UpdateListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);

    private static final Duration TOGETHER = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration OLDEST = Duration.ofDays(1);
    private static final int BOUND = 100;

    /** The setting {@code on}. */
    public static final SettingSpec ON = SettingSpec.optional(
                    "on",
                    "what is told: `changed` (an address was published or withdrawn), `trouble` (all that is not in order),"
                            + " `recovered`, `held` (only the trouble in which nothing is sent for a record until a wait"
                            + " ends, settings change or a person acts); default: all")
            .as(SettingType.list(SettingType.words(
                    Stream.of(Notice.Kind.values()).map(Notice.Kind::toString).toArray(String[]::new))))
            .example(List.of("changed", "trouble", "recovered"));

    /** The setting {@code atMostEvery}. */
    public static final SettingSpec AT_MOST_EVERY = SettingSpec.optional(
                    "atMostEvery",
                    "the shortest time between two messages; what happens meanwhile is told together; default: 1m")
            .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofDays(1)))
            .example("1m");

    /** The setting {@code message}. */
    public static final SettingSpec MESSAGE = SettingSpec.optional(
                    "message",
                    "how each thing is worded, with the placeholders "
                            + Notice.PLACEHOLDERS.stream()
                                    .sorted()
                                    .map(name -> "{" + name + "}")
                                    .collect(Collectors.joining(", "))
                            + "; default: {text}")
            .example("{name} {type} is now {address}");

    /** The settings that every notification has. */
    public static final List<SettingSpec> SETTINGS = List.of(ON, AT_MOST_EVERY, MESSAGE);

    private final String name;
    private final ListenerContext context;
    private final Set<Notice.Kind> on;
    private final Duration atMostEvery;
    private final Template template;

    private final Deque<Notice> waiting = new ArrayDeque<>();
    private final ToldTroubles told;
    private int dropped;
    /** What could not be sent yet. */
    private @Nullable Message current;

    private int attempts;
    /** Whether a timer runs or something is being sent, so that nothing has to be started. */
    private boolean busy;

    private boolean sending;
    private boolean closed;

    /**
     * Creates one by {@link #SETTINGS}.
     *
     * @param type its type, by which it is called if the settings have no key
     * @param usually what is told if {@code on} is not given
     * @throws ConfigurationException if one of these settings is wrong
     */
    protected NotificationListener(
            String type, Settings settings, ListenerContext context, Collection<Notice.Kind> usually) {
        String path = settings.path(ON.name());
        this.name = path.equals(ON.name())
                ? type
                : path.substring(0, path.length() - ON.name().length() - 1);
        this.context = context;
        this.told = new ToldTroubles(context.records());
        this.on = EnumSet.copyOf(settings.value(ON.name()).isPresent() ? kinds(settings) : usually);
        this.atMostEvery = settings.duration(AT_MOST_EVERY).orElse(Duration.ofMinutes(1));
        this.template = template(settings);
    }

    /** Creates one that tells everything if {@code on} is not given. */
    protected NotificationListener(String type, Settings settings, ListenerContext context) {
        this(type, settings, context, List.of(Notice.Kind.values()));
    }

    private static List<Notice.Kind> kinds(Settings settings) {
        String allowed =
                Arrays.stream(Notice.Kind.values()).map(Notice.Kind::toString).collect(Collectors.joining(", "));
        List<Notice.Kind> kinds = new ArrayList<>();
        for (String word : settings.texts(ON.name())) {
            kinds.add(Arrays.stream(Notice.Kind.values())
                    .filter(kind -> kind.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> settings.wrong(ON.name(), word, allowed)));
        }
        if (kinds.isEmpty()) {
            throw new ConfigurationException(
                    settings.path(ON.name()), "is empty; use \"enabled\": false to switch a notification off", allowed);
        }
        return kinds;
    }

    private static Template template(Settings settings) {
        String text = settings.optionalText(MESSAGE.name()).orElse("{text}");
        try {
            Template template = Template.parse(text);
            template.names().stream()
                    .filter(name -> !Notice.PLACEHOLDERS.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new ConfigurationException(
                                settings.path(MESSAGE.name()),
                                "has {" + name + "}, which stands for nothing here"
                                        + Spelling.hint(name, Notice.PLACEHOLDERS),
                                Notice.PLACEHOLDERS.stream().sorted().collect(Collectors.joining(", ")));
                    });
            return template;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    settings.path(MESSAGE.name()), String.valueOf(e.getMessage()), "placeholders as in {name}");
        }
    }

    /**
     * Sends a message, once. May take several seconds.
     *
     * @throws DdnsException if it was not sent, or nobody knows: it is sent again if that can help. The message of the
     *     exception has no secret
     * @throws InterruptedException if the calling thread is interrupted
     */
    protected abstract void send(Message message) throws InterruptedException;

    /** Returns what this listener may use. */
    protected final ListenerContext context() {
        return context;
    }

    @Override
    public final void on(UpdateEvent event) {
        if (event instanceof UpdateEvent.Reconfigured reconfigured) {
            told.end(reconfigured.report()).stream()
                    .map(subject -> Notice.noLongerInUse(event.at(), subject))
                    .filter(this::isWanted)
                    .forEach(this::add);
        } else if (event instanceof UpdateEvent.Recovery recovery) {
            told.end(recovery); // also if nobody wants to be told
        }
        Notice.of(event, context.records()).filter(this::isWanted).ifPresent(notice -> {
            if (event instanceof UpdateEvent.Trouble trouble) {
                told.begin(trouble, notice);
            }
            add(notice);
        });
    }

    private boolean isWanted(Notice notice) {
        return on.contains(notice.kind()) || notice.kind() == Notice.Kind.HELD && on.contains(Notice.Kind.TROUBLE);
    }

    private synchronized void add(Notice notice) {
        if (closed) {
            return;
        }
        if (waiting.size() == BOUND) {
            waiting.remove();
            dropped++;
        }
        waiting.add(notice);
        if (!busy) {
            sendAfter(TOGETHER);
        }
    }

    private void sendAfter(Duration delay) {
        busy = true;
        context.scheduler().schedule(delay, () -> context.workers().execute(this::sendNext));
    }

    /** Makes a message of all that waits, unless one could not be sent; null if there is nothing. */
    private synchronized @Nullable Message next() {
        if (current == null && !waiting.isEmpty()) {
            String id = "msg_" + Long.toHexString(context.world().random().nextLong())
                    + Long.toHexString(context.world().random().nextLong());
            List<Notice> all = List.copyOf(waiting);
            current = new Message(id, all.get(all.size() - 1).at(), all, dropped, told.count(), template);
            waiting.clear();
            dropped = 0;
            attempts = 0;
        }
        return current;
    }

    private void sendNext() {
        Message message = begin();
        if (message == null) {
            return;
        }
        try {
            send(message);
            sent();
        } catch (DdnsException e) {
            failed(message, e);
        } catch (InterruptedException e) {
            interrupted();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            ended();
            throw e; // the updater logs and counts it
        }
    }

    private synchronized @Nullable Message begin() {
        Message message = closed ? null : next();
        sending = message != null;
        busy = sending;
        return message;
    }

    private synchronized void interrupted() {
        nothingIsSent();
        if (!closed) {
            sendAfter(atMostEvery); // which never runs if the updater closes: close() sends what is left
        }
    }

    private synchronized void ended() {
        current = null;
        nothingIsSent();
        if (!closed) {
            sendAfter(atMostEvery);
        }
    }

    /** Wakes {@link #close}, which waits for this. The caller holds the lock. */
    private void nothingIsSent() {
        sending = false;
        notifyAll();
    }

    private void sent() {
        int failures = failures();
        if (failures > 0) {
            LOG.info("{} works again: the message was sent at attempt {}", this, failures + 1);
        }
        ended();
    }

    private synchronized int failures() {
        return attempts;
    }

    private void failed(Message message, DdnsException failure) {
        Duration age = Duration.between(message.at(), context.world().clock().instant());
        boolean passes = switch (failure.kind()) {
            case TRANSIENT, RATE_LIMITED, PROTOCOL -> true;
            default -> false;
        };
        if (!passes || age.compareTo(OLDEST) > 0) {
            LOG.warn("{} lost a message: {}", this, failure.problem());
            ended();
            return;
        }
        boolean begins = failures() == 0;
        Duration wait = retry(failure.retryAfter().orElse(Duration.ZERO));
        LOG.atLevel(begins ? Level.WARN : Level.DEBUG)
                .log(
                        "{} could not send a message, and tries again in {}: {}",
                        this,
                        Durations.format(wait),
                        failure.problem());
    }

    /** Waits twice as long each time, and never less than the server asked for. */
    private synchronized Duration retry(Duration asked) {
        Duration bound = min(atMostEvery.multipliedBy(1L << Math.min(attempts, 12)), LONGEST_WAIT);
        attempts++;
        nothingIsSent();
        double drawn = 1 + context.world().random().nextDouble() / 2; // so that clients that failed together spread
        Duration own = Duration.ofSeconds((long) (max(bound, atMostEvery).toSeconds() * drawn));
        Duration wait = max(own, asked);
        if (!closed) {
            sendAfter(wait);
        }
        return wait;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Sends what waits, once. If a thread is sending, waits for its end: what it could not send is sent once more, and what
     * has waited behind that is sent too. Whoever closes it bounds the time, by an interrupt.
     */
    @Override
    public void close() {
        RuntimeException defect = null;
        try {
            for (Message message = last(); message != null; message = last()) {
                try {
                    send(message);
                } catch (DdnsException e) {
                    LOG.warn("{} lost a message, because the updater closes: {}", this, e.problem());
                } catch (RuntimeException e) {
                    defect = e; // after the other messages
                } finally {
                    forget();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (defect != null) {
            throw defect;
        }
    }

    private synchronized @Nullable Message last() throws InterruptedException {
        closed = true;
        while (sending) {
            wait();
        }
        return next();
    }

    private synchronized void forget() {
        current = null;
    }

    /** Returns its name for log lines: {@code the notification notify.phone}. */
    @Override
    public final String toString() {
        return "the notification " + name;
    }
}
