package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One household: a line, witnesses, accounts, a disk, and an updater on it, which crashes and is started again. */
final class Home {
    private static final Duration VERIFY = Duration.ofHours(24);
    static final int POLICIES = 4;
    private static final int WITHDRAWS = 0;
    /** The files that dead processes had open take room, too. */
    private static final int SMALL_DISK = 24 << 20;

    private static final int LARGE_DISK = 1 << 30;

    private static final Duration CHECKED_WITHIN = Duration.ofHours(1);
    private static final Duration LATER = Duration.ofMinutes(40);
    private static final double LARGE_RISK = 0.05;
    private static final double LOOKUP_RISK = 0.01;

    private final String name;
    private final boolean large;
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private final Line line;
    private final Witnesses witnesses;
    private final IpDetector detector;
    private final Disk disk;
    private final boolean withdraws;
    private final Reconfigurations reconfigurations;
    private final Map<String, Held> providers = new TreeMap<>();
    private final List<Held> replaced = new ArrayList<>();
    private final boolean quorum;
    private final Map<String, Access> accesses = new TreeMap<>();
    private final Map<RecordKey, ManagedRecord> records = new TreeMap<>();
    private final Doubts doubts;
    private final Confirmations confirmations;
    private boolean forgetful;
    private boolean calm;
    private boolean full;
    private Life life;
    private @Nullable Keeper keeper;
    private @Nullable Updater updater;

    /**
     * Makes one.
     *
     * @param ofReconfigurations the dice by which its set-up changes
     */
    Home(int number, boolean large, Time time, Dice dice, Dice ofReconfigurations, Chronicle chronicle) {
        this.name = "home" + number;
        this.large = large;
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
        int choice = dice.nextInt(POLICIES);
        this.withdraws = choice == WITHDRAWS;
        this.reconfigurations = new Reconfigurations(this, time, ofReconfigurations, choice);
        this.line = new Line(number, time, chronicle);
        this.quorum = dice.chance(0.3);
        this.witnesses = quorum ? Witnesses.fiveOfWhomTwoMayLie(line, chronicle) : Witnesses.three(line, chronicle);
        this.detector = madeDetector();
        this.disk = new Disk(large ? LARGE_DISK : SMALL_DISK, dice, chronicle);
        this.doubts = new Doubts(chronicle);
        this.confirmations = new Confirmations(chronicle);
        this.life = new Life(time, dice, 0, () -> {});
    }

    void opens(Access access) {
        accesses.put(access.key(), access);
    }

    void keeps(ManagedRecord record) {
        records.put(record.key(), record);
    }

    String name() {
        return name;
    }

    /**
     * Tells whether records are withdrawn when a family is lost. Then what a person put there meanwhile is the
     * person's, and what a lost state knew as ours is nobody's: only known values are withdrawn.
     */
    boolean withdraws() {
        return withdraws;
    }

    Line line() {
        return line;
    }

    Witnesses witnesses() {
        return witnesses;
    }

    Disk disk() {
        return disk;
    }

    List<Access> accesses() {
        return List.copyOf(accesses.values());
    }

    List<ManagedRecord> records() {
        return List.copyOf(records.values());
    }

    /** Starts the updater, as after boot. */
    void start() {
        Life begun = new Life(time, dice, large ? LARGE_RISK : 1, this::crashed);
        if (calm) {
            begun.makeSafe();
        }
        life = begun;
        chronicle.tell(name, () -> "starts");
        Keeper newKeeper = new Keeper(StateStores.file(disk.file()), disk, this, begun);
        providers.clear();
        replaced.clear();
        keeper = newKeeper;
        updater = setUp(begun, newKeeper).build();
        updater.start();
    }

    Reconfigurations reconfigurations() {
        return reconfigurations;
    }

    /** Returns the present set-up, with the detector and the providers that this life has already. */
    private UpdaterBuilder setUp(Life begun, Keeper store) {
        UpdaterBuilder builder = Updater.builder()
                .environment(UpdaterEnvironment.standard()
                        .withClock(time)
                        .withScheduler(begun)
                        .withExecutor(begun)
                        .withRandom(dice)
                        .withEcho(request -> witnesses.get(request, begun))
                        .withNetwork(() -> true))
                .lookup((host, type) -> lookUp(host, type, begun))
                .state(store)
                .detector(detector)
                .policy(policy(reconfigurations.policy()))
                .schedule(reconfigurations.schedule())
                .listener(this::hear);
        accesses.forEach((key, access) -> {
            Held before = providers.get(key);
            if (before == null || reconfigurations.renews(key)) {
                Held made = new Held(access.provider(this, begun, time, dice), this, chronicle);
                providers.put(key, made);
                Stream.ofNullable(before).forEach(replaced::add);
            }
            builder.provider(key, providers.get(key));
        });
        records.forEach((key, record) -> {
            if (!reconfigurations.isOff(key)) {
                builder.record(record);
            } else if (!reconfigurations.isRemoved(key)) {
                builder.record(disabled(record));
            }
        });
        return builder;
    }

    private static ManagedRecord disabled(ManagedRecord record) {
        ManagedRecord.Builder copy = ManagedRecord.builder(record.name().toString(), record.type())
                .provider(record.provider())
                .owns(record.owns());
        return copy.disabled("the record is disabled").build();
    }

    /** A person changes the set-up of the updater, if it runs; otherwise it starts with it. */
    void reconfigure() {
        if (life.isDead() || updater == null || keeper == null) {
            return;
        }
        Map<RecordKey, List<Object>> before = rows();
        ReconfigurationReport report = updater.reconfigure(setUp(life, keeper));
        chronicle.tell(name, () -> "is reconfigured: " + report);
        if (!rows().equals(before)) {
            throw chronicle.broken("a reconfiguration keeps what is remembered", before + " became " + rows());
        }
    }

    /** Returns what is remembered of the records, without times: those of a wrong clock are mended on the way. */
    private Map<RecordKey, List<Object>> rows() {
        Map<RecordKey, List<Object>> rows = new TreeMap<>();
        for (RecordKey key : records.keySet()) {
            RecordState row = keeper.record(key);
            rows.put(
                    key,
                    List.of(
                            row.confirmed(),
                            row.inDoubt(),
                            row.fingerprint(),
                            row.heldFingerprint(),
                            row.ticket().map(RecordState.Ticket::text),
                            row.problem(),
                            row.attempts(),
                            row.sequence()));
        }
        return rows;
    }

    /** A record that was off is kept in sync again. Nobody touched it meanwhile. */
    void isBack(RecordKey key) {
        accessOf(key).cloud().forgetTouch(key(key));
    }

    /** A provider is told to publish a record. */
    void checkOn(RecordKey key) {
        if (reconfigurations.isQuiet(key)) {
            throw chronicle.broken("what is removed or disabled is left alone", key.toString());
        }
        reconfigurations.callBegins();
    }

    /** All that was replaced is closed by now. */
    void checkReleased() {
        if (replaced.stream().anyMatch(provider -> !provider.isClosed())
                || providers.values().stream().anyMatch(Held::isClosed)) {
            throw chronicle.broken("what is removed is released, and nothing else", replaced + ", " + providers);
        }
    }

    private IpDetector madeDetector() {
        if (!quorum) {
            return IpDetectors.http(witnesses.urls());
        }
        Settings settings = Settings.at(
                "detectors.wan",
                Map.of("urls", List.of(witnesses.urls()), "quorum", Witnesses.QUORUM, "hedge", "500ms"));
        return IpDetectors.create("http", settings, key -> {
            throw new IllegalArgumentException(key);
        });
    }

    private void hear(UpdateEvent event) {
        if (event instanceof UpdateEvent.StateTroubled troubled) {
            chronicle.tell(name, () -> "cannot save: " + troubled.problem());
            if (!full) {
                throw chronicle.broken("the state is saved", troubled.problem().message());
            }
        }
        if (event instanceof UpdateEvent.Troubled troubled) {
            chronicle.tell(name, () -> "hears of " + troubled.key() + ": " + troubled.problem());
            if (troubled.problem().message().contains("defect")) {
                throw chronicle.broken("no part fails", troubled.problem().message());
            }
        }
    }

    private void crashed() {
        chronicle.crashes++;
        chronicle.tell(name, () -> "crashes");
        time.in(dice.between(Duration.ofSeconds(1), Duration.ofMinutes(30)), this::startAgain);
    }

    private void startAgain() {
        // What a torn state says is believed; by a wrong clock, it would be refreshed at once.
        boolean clockWrong = time.skew().abs().compareTo(Duration.ofDays(2)) > 0;
        boolean damaged = !calm && !withdraws && !clockWrong && dice.chance(0.15);
        if (damaged) {
            disk.damage();
        }
        accesses.values().forEach(access -> access.account().callerCrashed(damaged || forgetful));
        doubts.startAgain(damaged || forgetful);
        if (damaged || forgetful) {
            accesses.values().forEach(Access::stateLost);
        }
        forgetful = full;
        if (damaged) {
            records.keySet().forEach(key -> accessOf(key).cloud().forgetTouch(key(key)));
        }
        start();
    }

    /** Is stopped and started by a person. */
    void restart() {
        restart(() -> {});
    }

    /**
     * Is stopped and started by a person.
     *
     * @param meanwhile what happens before it is started again
     */
    void restart(Runnable meanwhile) {
        if (life.isDead() || updater == null) {
            meanwhile.run();
            return;
        }
        time.in(Duration.ofSeconds(5), meanwhile);
        chronicle.tell(name, () -> "is stopped");
        updater.close();
        life.goOn(); // which it does not if it crashed while it closed
        life.end();
        time.in(Duration.ofSeconds(10), this::startAgain);
    }

    /** A person ends all waits for an account. */
    void resume(Access access) {
        if (life.isDead() || updater == null) {
            time.in(LATER, () -> resume(access));
            return;
        }
        chronicle.tell(name, () -> "is told to try " + access.key() + " again");
        access.account().resumed();
        try {
            for (RecordKey key : records.keySet()) {
                if (key.provider().equals(access.key()) && !reconfigurations.isRemoved(key)) {
                    updater.releaseHold(key);
                }
            }
        } catch (PowerCut e) {
            time.in(LATER, () -> resume(access));
            throw e;
        }
    }

    /** Loses power now. */
    void losePower() {
        if (!life.isDead()) {
            life.crash();
        }
    }

    void fillDisk() {
        if (withdraws || large) {
            return; // each save would be a new generation, which for many records takes its time
        }
        full = true;
        forgetful = true;
        disk.fill();
    }

    void makeRoom() {
        full = false;
        disk.makeRoom();
    }

    /** From here on, nothing bad happens to the process. */
    void calmDown() {
        calm = true;
        life.makeSafe();
        makeRoom();
    }

    private Optional<Set<IpAddress>> lookUp(DnsName host, RecordType type, Life asking) {
        asking.step("looks up", LOOKUP_RISK);
        doubts.lookedUp(new JudgedDns.Key(host, type));
        if (!calm && dice.chance(0.1)) {
            return Optional.empty();
        }
        for (RecordKey key : records.keySet()) {
            if (key.name().equals(host) && key.type() == type) {
                Set<IpAddress> answer = accessOf(key).cloud().addresses(key(key));
                confirmations.heard(key, answer);
                return Optional.of(answer);
            }
        }
        throw new IllegalStateException("nobody keeps " + host);
    }

    private Access accessOf(RecordKey key) {
        Access access = accesses.get(key.provider());
        if (access == null) {
            throw new IllegalStateException("nobody keeps " + key);
        }
        return access;
    }

    private static JudgedDns.Key key(RecordKey key) {
        return new JudgedDns.Key(key.name(), key.type());
    }

    Doubts doubts() {
        return doubts;
    }

    Confirmations confirmations() {
        return confirmations;
    }

    /** A list of an account's values was read. */
    void heard(Account account, List<JudgedDns.Value> values) {
        Map<JudgedDns.Key, Set<IpAddress>> listed = new HashMap<>();
        values.forEach(value ->
                listed.computeIfAbsent(value.key(), k -> new TreeSet<>()).add(value.address()));
        records.keySet().stream()
                .filter(key -> accessOf(key).account() == account)
                .forEach(key -> confirmations.heard(key, listed.getOrDefault(key(key), Set.of())));
    }

    /** A row is about to be saved. */
    void saves(RecordState before, RecordState after) {
        if (after.problem().isEmpty()
                && after.confirmed().isPresent()
                && !after.checkedAt().equals(before.checkedAt())) {
            accessOf(after.key()).account().confirmed(key(after.key()));
        }
    }

    boolean isCalm() {
        return calm;
    }

    /** Rows are durable. */
    void saved(Collection<RecordState> rows, Collection<AccountState> ofAccounts) {
        for (RecordState row : rows) {
            if (row.heldFingerprint().isPresent()) {
                accessOf(row.key()).account().holdSaved(key(row.key()));
            }
            row.ticket().ifPresent(ticket -> accessOf(row.key()).queue().noted(key(row.key()), ticket.text()));
        }
        ofAccounts.stream()
                .flatMap(account -> account.notBefore().stream())
                .forEach(notBefore ->
                        accesses.values().forEach(access -> access.account().silenceSaved(notBefore)));
    }

    /** A value of ours was made, or made another. */
    void corrected(JudgedDns.Value value) {
        IpFamily family = value.address().family();
        if (calm && line.address(family).equals(Optional.of(value.address()))) {
            Duration correction = time.passed().minus(line.since(family));
            if (correction.compareTo(chronicle.worstCorrection) > 0) {
                chronicle.worstCorrection = correction;
            }
        }
    }

    /** Every record says what the line has, and nothing else that is ours. */
    void checkRight(Duration bound) {
        for (RecordKey key : records.keySet()) {
            Set<IpAddress> right =
                    line.address(key.type().family()).map(Set::of).orElse(Set.of());
            Set<IpAddress> there = accessOf(key).cloud().ours(key(key)).stream()
                    .map(JudgedDns.Value::address)
                    .collect(Collectors.toSet());
            if (!right.isEmpty() && !there.equals(right)) {
                throw chronicle.broken(
                        "every record is right within a bound",
                        key + " is " + there + " and not " + right + ", " + bound + " after the world calmed down; "
                                + keeper.record(key));
            }
        }
    }

    /** Whatever clock wrote it: nothing that is remembered rests on a time to come, and every record was checked. */
    void checkTimes() {
        Instant now = time.instant();
        Instant bound = now.plus(Duration.ofMinutes(1));
        for (RecordKey key : records.keySet()) {
            RecordState row = keeper.record(key);
            List<Instant> times = new ArrayList<>();
            row.history().forEach(change -> times.add(change.at()));
            row.candidate().ifPresent(candidate -> times.add(candidate.since()));
            row.ticket().ifPresent(ticket -> times.add(ticket.since()));
            Stream.of(row.confirmedAt(), row.checkedAt(), row.comparedAt(), row.writtenAt(), row.absentSince())
                    .flatMap(Optional::stream)
                    .forEach(times::add);
            row.notBefore().ifPresent(until -> times.add(until.minus(VERIFY)));
            boolean checked = row.confirmed().isEmpty()
                    || row.checkedAt()
                            .filter(at -> at.plus(VERIFY).plus(CHECKED_WITHIN).isAfter(now))
                            .isPresent();
            if (!checked || times.stream().anyMatch(bound::isBefore)) {
                throw chronicle.broken("no time of a wrong clock holds anything", "at " + now + ": " + row);
            }
        }
    }

    /** Hosts expire when nobody touches them. */
    void checkTouched() {
        for (RecordKey key : records.keySet()) {
            Access access = accessOf(key);
            if (access.shape() == Access.Shape.HOSTS && !reconfigurations.isOff(key)) {
                access.cloud()
                        .touchedAt(key(key))
                        .filter(at -> time.passed().minus(at).compareTo(Hosts.EXPIRY) > 0)
                        .ifPresent(at -> {
                            throw chronicle.broken("names are touched before they expire", key + " since " + at);
                        });
            }
        }
    }

    /** From here on, a call to a provider needs a record whose time has come. */
    void expectQuiet() {
        accesses.values().forEach(access -> access.account().onlyIf(() -> isDue(access)));
    }

    private boolean isDue(Access access) {
        Instant now = time.instant();
        Set<RecordKey> due = new HashSet<>();
        for (RecordKey key : records.keySet()) {
            RecordState row = keeper.record(key);
            boolean verify =
                    row.checkedAt().filter(at -> at.plus(VERIFY).isAfter(now)).isEmpty();
            boolean touch = row.writtenAt()
                    .or(row::confirmedAt)
                    .filter(at -> at.plus(Hosts.REFRESH).isAfter(now))
                    .isEmpty();
            if (key.provider().equals(access.key()) && (verify || access.shape() == Access.Shape.HOSTS && touch)) {
                due.add(key);
            }
        }
        return !due.isEmpty();
    }

    /** The default, and others that people choose. */
    private static UpdatePolicy policy(int number) {
        return switch (number) {
            case WITHDRAWS ->
                UpdatePolicies.all(
                        UpdatePolicies.standard(), UpdatePolicies.withdrawLostFamilyAfter(Duration.ofHours(3)));
            case 1 ->
                UpdatePolicies.all(UpdatePolicies.standard(), UpdatePolicies.confirmedBy(2, Duration.ofMinutes(4)));
            default -> UpdatePolicies.standard();
        };
    }
}
