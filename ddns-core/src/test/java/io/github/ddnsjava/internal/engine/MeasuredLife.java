package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** An updater in virtual time, as tests of other packages see it: its line, its provider and its time can be set. */
public final class MeasuredLife implements AutoCloseable {
    /** The time between cycles. */
    public static final Duration PERIOD = Duration.ofMinutes(6);

    private final World world = new World();
    private final Updater updater;

    /** Begins a life; the consumer gets the updater before it starts. */
    public MeasuredLife(Consumer<Updater> before) {
        world.wan.sees(World.A1);
        updater = builder().build();
        before.accept(updater);
        world.start(updater);
    }

    private UpdaterBuilder builder() {
        Abilities abilities =
                FakeZones.can().rateLimit(2, Duration.ofSeconds(5)).build();
        return world.bare()
                .detector(world.wan)
                .provider(world.zones("eu", abilities))
                .record(World.HOME, RecordType.A, RecordType.AAAA);
    }

    /** Returns nanoseconds of virtual time. */
    public static long nanos(MeasuredLife life) {
        return Duration.between(java.time.Instant.EPOCH, life.world.time.instant())
                .toNanos();
    }

    /** Returns the updater. */
    public Updater updater() {
        return updater;
    }

    /** Lets that time pass. */
    public void pass(Duration time) {
        world.time.run(time);
    }

    /** The line has another address, which the next cycle sees. */
    public void movesTo(String address) {
        world.wan.sees(address);
        pass(PERIOD);
    }

    /** The line has another address; time passes in such steps until that is so, at most twice the time between cycles. */
    public void movesTo(String address, Duration step, BooleanSupplier until) {
        world.wan.sees(address);
        for (Duration passed = Duration.ZERO;
                !until.getAsBoolean() && passed.compareTo(PERIOD.multipliedBy(2)) < 0;
                passed = passed.plus(step)) {
            pass(step);
        }
    }

    /** One of three sources of the detector says something else. */
    public void oneSourceLags(String address, String other) {
        IpAddress seen = IpAddress.parse(address);
        List<SourceAnswer> answers = List.of(source("one", address), source("two", address), source("three", other));
        world.wan.answers(
                IpFamily.IPV4,
                (family, context) ->
                        new Detection.Found(IpFamily.IPV4, Set.of(seen), OptionalInt.empty(), answers, false));
        pass(PERIOD);
    }

    private static SourceAnswer source(String name, String address) {
        return SourceAnswer.of("https://" + name + ".example", name, IpAddress.parse(address), Duration.ofMillis(30));
    }

    /** The detector has no answer. */
    public void detectorFails() {
        world.wan.fails(IpFamily.IPV4);
        pass(PERIOD);
    }

    /** The detector throws what nobody expects. */
    public void detectorHasADefect() {
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            throw new IllegalStateException("a defect of the detector");
        });
        pass(PERIOD);
    }

    /** The provider's server does not answer until {@link #providerWorks}. */
    public void providerIsDown() {
        world.cloud.before =
                (call, names) -> TransientException.notSent("https://api.example.net: no connection", null);
    }

    /** The provider's server asks everybody to wait until {@link #providerWorks}. */
    public void providerIsOverloaded() {
        world.cloud.before = (call, names) -> TransientException.askedToWait(
                ProblemScope.ACCOUNT, "https://api.example.net: HTTP 503", Duration.ofMinutes(1));
    }

    /** The provider refuses the credentials until {@link #providerWorks}. */
    public void providerRefuses() {
        world.cloud.before = (call, names) -> AuthenticationException.ofAccount("the token was refused");
    }

    /** The provider's code throws what nobody expects until {@link #providerWorks}. */
    public void providerHasADefect() {
        world.cloud.before = (call, names) -> {
            throw new IllegalStateException("a defect of the provider");
        };
    }

    /** The provider does what it is asked. */
    public void providerWorks() {
        world.cloud.before = (call, names) -> null;
    }

    /** A listener throws at the next event, and at the event about that. */
    public void listenerHasADefect() {
        AtomicBoolean once = new AtomicBoolean();
        updater.addListener(event -> {
            if (event instanceof UpdateEvent.Defect || !once.getAndSet(true)) {
                throw new IllegalStateException("a defect of the listener");
            }
        });
        pass(PERIOD);
    }

    /** A listener that the updater made throws in a task of its own. */
    public void notificationHasADefect() {
        updater.reconfigure(builder().listener("bell", context -> {
            context.workers().execute(() -> {
                throw new IllegalStateException("a defect of the notification");
            });
            return event -> {};
        }));
        pass(PERIOD);
    }

    /** There is one record of another name only. */
    public void hasOnly(String name) {
        updater.replaceRecords(List.of(ManagedRecord.builder(name, RecordType.A).build()));
        pass(PERIOD);
    }

    /** Returns the events of that type. */
    public <E extends UpdateEvent> List<E> events(Class<E> type) {
        return world.events(type);
    }

    @Override
    public void close() {
        world.time.await(() -> {
            updater.close();
            return true;
        });
    }
}
