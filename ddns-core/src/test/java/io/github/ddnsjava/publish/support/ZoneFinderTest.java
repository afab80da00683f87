package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ZoneFinderTest {
    private static final Zone ZONE = new Zone(DnsName.of("example.com"), "z1");

    private final Map<Object, Object> cache = new HashMap<>();
    private final List<Set<DnsName>> asked = new ArrayList<>();
    private final Map<DnsName, DdnsException> refusals = new HashMap<>();
    private List<Zone> zones = List.of(ZONE);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private ZoneFinder finder() throws InterruptedException {
        Publication publication = (Publication) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Publication.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("now")) {
                        return now;
                    }
                    assertThat(method.getName()).isEqualTo("cached");
                    if (!cache.containsKey(arguments[0])) {
                        cache.put(arguments[0], ((Publication.Maker<?>) arguments[2]).make());
                    }
                    return cache.get(arguments[0]);
                });
        return new ZoneFinder(
                (names, by, refused) -> {
                    asked.add(names.stream().flatMap(List::stream).collect(Collectors.toSet()));
                    refused.putAll(refusals);
                    return zones;
                },
                publication);
    }

    private static RecordChange change(String name) {
        ManagedRecord record = ManagedRecord.builder(name, RecordType.A).build();
        return RecordChange.of(record, Intent.ENSURE, Set.of(), RecordState.unknown(record.key()));
    }

    private static List<RecordChange> found(ZoneFinder finder, String... names) throws InterruptedException {
        List<RecordChange> homeless = new ArrayList<>();
        List<RecordChange> all = new ArrayList<>();
        for (String name : names) {
            all.add(change(name));
        }
        Map<Zone, List<RecordChange>> byZone = finder.byZone(all, (changes, e) -> homeless.addAll(changes));
        assertThat(byZone.values().stream().mapToInt(List::size).sum() + homeless.size())
                .isEqualTo(names.length);
        return byZone.getOrDefault(ZONE, List.of());
    }

    @Test
    void refusesNamesInOneOfSeveralZonesOfANameUntilOneIsLeft() throws Exception {
        Zone other = new Zone(ZONE.name(), "z2");
        zones = List.of(ZONE, new Zone(DnsName.of("example.org"), "z3"), other);
        ZoneFinder finder = finder();
        Map<RecordChange, DdnsException> refused = new HashMap<>();
        Map<Zone, List<RecordChange>> found = finder.byZone(
                List.of(change("a.example.com"), change("a.example.org")),
                (changes, e) -> changes.forEach(change -> refused.put(change, e)));

        assertThat(found).hasSize(1);
        assertThat(refused.values())
                .singleElement()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.getMessage()).contains("several zones named example.com"));

        zones = List.of(ZONE, ZONE);
        assertThat(found(finder(), "a.example.com")).hasSize(1);
    }

    @Test
    @Tag("promise-12")
    void isAskedOnceForAllNamesAndRemembered() throws Exception {
        assertThat(found(finder(), "a.example.com", "b.example.com")).hasSize(2);
        assertThat(found(finder(), "b.example.com", "a.example.com")).hasSize(2);
        assertThat(asked).hasSize(1);
    }

    @Test
    @Tag("promise-11")
    void whatOnePublicationLearntNoOtherTakesAway() throws Exception {
        ZoneFinder one = finder();
        ZoneFinder other = finder();
        found(one, "a.example.com");
        other.forget(ZONE);

        assertThat(one.zoneOf(change("a.example.com"))).isEqualTo(ZONE);
        assertThat(asked).hasSize(1);
        assertThat(found(finder(), "a.example.com")).hasSize(1);
        assertThat(asked).hasSize(2);
    }

    @Test
    void forgettingAnOldZoneLeavesTheNewOneInItsPlace() throws Exception {
        ZoneFinder late = finder();
        found(finder(), "a.example.com");
        Zone renewed = new Zone(ZONE.name(), "z2");
        zones = List.of(renewed);
        ZoneFinder early = finder();
        assertThat(early.forget(ZONE)).isTrue();
        assertThat(early.zoneOf(change("a.example.com"))).isEqualTo(renewed);

        assertThat(late.forget(ZONE)).isTrue();
        assertThat(late.zoneOf(change("a.example.com"))).isEqualTo(renewed);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aZoneThatWasMadeSinceIsFoundAndOneThatIsMissingAskedForOnceAPublication() throws Exception {
        zones = List.of();
        assertThat(found(finder(), "a.example.com")).isEmpty();
        ZoneFinder finder = finder();
        assertThatThrownBy(() -> finder.zoneOf(change("a.example.com"))).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> finder.zoneOf(change("a.example.com"))).isInstanceOf(RejectedException.class);
        assertThat(asked).hasSize(2);
        zones = List.of(ZONE);
        assertThat(found(finder(), "a.example.com")).hasSize(1);
    }

    @Test
    @Tag("promise-11")
    void aZoneThatTheAccountMayNotSeeIsToldSoAndOnlyToItsOwnNames() throws Exception {
        AuthenticationException refusal = new AuthenticationException(ProblemScope.ZONE, "not yours");
        refusals.put(DnsName.of("example.org"), refusal);
        ZoneFinder finder = finder();

        assertThat(found(finder, "a.example.com", "a.example.org", "a.example.net"))
                .hasSize(1);
        assertThatThrownBy(() -> finder.zoneOf(change("b.example.org"))).isSameAs(refusal);
        assertThatThrownBy(() -> finder.zoneOf(change("a.example.net"))).isInstanceOf(RejectedException.class);
    }

    @Test
    @Tag("promise-12")
    void aForbiddenNameBelowAnotherZoneCountsAsNoZoneForADay() throws Exception {
        DnsName sub = DnsName.of("sub.example.com");
        refusals.put(sub, new AuthenticationException(ProblemScope.ZONE, "not yours"));
        assertThat(found(finder(), "a.sub.example.com")).hasSize(1);
        now = now.plus(Duration.ofHours(23));
        assertThat(found(finder(), "a.sub.example.com")).hasSize(1);
        assertThat(asked).hasSize(1);

        now = now.plus(Duration.ofHours(2)); // meanwhile a person granted the permission
        refusals.clear();
        Zone granted = new Zone(sub, "z2");
        zones = List.of(ZONE, granted);
        assertThat(finder().byZone(List.of(change("a.sub.example.com")), (changes, e) -> {}))
                .containsOnlyKeys(granted);
        assertThat(asked).hasSize(2);
    }
}
