package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zone of a name is the longest that the account has, whichever way zones are found. */
class ZonesTest {
    /** The statuses of names; those without one are no zones. */
    private final Map<String, Integer> statuses = new TreeMap<>();

    private final Api api = new Api(request -> {
        String name = request.uri().getPath().substring("/v1/zones/".length());
        return Api.answer(statuses.getOrDefault(name, 404), "{}");
    });

    private static Optional<Zone> probe(DnsName name, ProviderHttp http) throws InterruptedException {
        return http.get("/zones/{zone}", name).sendIfPresent().map(json -> new Zone(name, "id of " + name));
    }

    private static List<DnsName> names(String... names) {
        return List.of(names).stream().map(DnsName::of).toList();
    }

    private final Map<DnsName, DdnsException> refused = new HashMap<>();

    private List<String> found(Zones zones, List<List<DnsName>> names) throws InterruptedException {
        ProblemScope scope = zones.nameZones() ? ProblemScope.ZONE : ProblemScope.ACCOUNT;
        return zones.find(names, api.endpoint().on(api.gate, scope), refused).stream()
                .map(zone -> zone.name().toString())
                .sorted()
                .toList();
    }

    private List<String> probed(List<List<DnsName>> names) throws InterruptedException {
        return found(Zones.probed(ZonesTest::probe), names);
    }

    private List<String> asked() {
        return api.calls().stream()
                .map(call -> call.substring("GET /v1/zones/".length()))
                .toList();
    }

    private static final List<DnsName> WWW = names("www.sub.example.com", "sub.example.com", "example.com");
    private static final List<DnsName> MAIL = names("mail.sub.example.com", "sub.example.com", "example.com");
    private static final List<DnsName> OTHER = names("a.example.org", "example.org");

    @Test
    void namesAreProbedFromTheLongestUntilOneIsAZone() throws InterruptedException {
        statuses.put("example.com", 200);
        statuses.put("sub.example.com", 200);

        assertThat(probed(List.of(WWW))).containsExactly("sub.example.com");
        assertThat(asked()).containsExactly("www.sub.example.com", "sub.example.com");
    }

    @Test
    @Tag("promise-12")
    void aNameIsProbedOnceForAllRecordsAndATopLevelDomainNever() throws InterruptedException {
        statuses.put("example.com", 200);

        assertThat(probed(List.of(WWW, MAIL, OTHER))).containsExactly("example.com");
        assertThat(asked())
                .containsExactly(
                        "www.sub.example.com",
                        "sub.example.com",
                        "example.com",
                        "mail.sub.example.com",
                        "a.example.org",
                        "example.org");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void aRefusalThatNamesTheZoneIsNoZone(int status) throws InterruptedException {
        statuses.put("www.sub.example.com", status);
        statuses.put("sub.example.com", status);
        statuses.put("example.com", 200);

        assertThat(probed(List.of(WWW, MAIL))).containsExactly("example.com");
        assertThat(asked()).doesNotHaveDuplicates();
    }

    @Test
    @Tag("promise-11")
    void aMissingPermissionIsToldOfThatNameAndTheSearchGoesOn() throws InterruptedException {
        statuses.put("example.com", 403);
        statuses.put("example.org", 200);

        assertThat(probed(List.of(WWW, OTHER))).containsExactly("example.org");
        assertThat(refused).containsOnlyKeys(DnsName.of("example.com"));
        assertThat(refused.get(DnsName.of("example.com")))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.scope()).isEqualTo(ProblemScope.ZONE));
        assertThat(asked()).startsWith("www.sub.example.com", "sub.example.com", "example.com");
    }

    @Test
    @Tag("promise-10")
    void wrongCredentialsEndTheSearchAtOnce() {
        statuses.put("www.sub.example.com", 401);
        assertThatThrownBy(() -> probed(List.of(WWW, OTHER)))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.scope()).isEqualTo(ProblemScope.ACCOUNT));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void whatCannotBeFoundOutIsNotTakenForNoZone() {
        statuses.put("sub.example.com", 500);
        assertThatThrownBy(() -> probed(List.of(WWW))).isInstanceOf(TransientException.class);
        assertThat(asked()).doesNotContain("example.com");
    }

    /** A vendor may call a name invalid that is no registrable domain. That is no reason to stop. */
    @ParameterizedTest
    @Tag("promise-11")
    @ValueSource(ints = {400, 422})
    void aNameThatTheVendorCallsInvalidIsNoZoneAndIsToldIfThereIsNone(int status) throws InterruptedException {
        statuses.put("www.sub.example.com", status);
        statuses.put("sub.example.com", status);
        statuses.put("example.com", 200);
        statuses.put("a.example.org", status);

        assertThat(probed(List.of(WWW, OTHER))).containsExactly("example.com");
        assertThat(refused.get(DnsName.of("a.example.org"))).isInstanceOf(RejectedException.class);
    }

    @Test
    void aListIsAskedForOnceAndNamesNoZone() throws InterruptedException {
        List<String> scopes = new ArrayList<>();
        Zones listed = Zones.listed(http -> {
            scopes.add(http.publication().scope() + "");
            return List.of(new Zone(DnsName.of("example.com"), "1"), new Zone(DnsName.of("other.example"), "2"));
        });

        assertThat(found(listed, List.of(WWW, MAIL))).containsExactly("example.com", "other.example");
        assertThat(scopes).hasSize(1);
        assertThat(listed.nameZones()).isFalse();
        assertThat(Zones.probed(ZonesTest::probe).nameZones()).isTrue();
    }

    @Test
    void aChooserSeesEachCandidateOnce() throws InterruptedException {
        List<Set<DnsName>> seen = new ArrayList<>();
        Zones chosen = Zones.chosen((candidates, http) -> {
            seen.add(Set.copyOf(candidates));
            return List.of();
        });

        assertThat(found(chosen, List.of(WWW, MAIL))).isEmpty();
        assertThat(seen)
                .containsExactly(Set.copyOf(
                        names("www.sub.example.com", "mail.sub.example.com", "sub.example.com", "example.com")));
        assertThat(chosen.nameZones()).isFalse();
    }

    /** A provider whose zones are these, and whose zones are empty. */
    private RecordSetsProvider provider(Zones zones, List<String> wrote) {
        return new RecordSetsProvider(
                Settings.none(), api.endpoint(), RecordsApi.can().build()) {
            @Override
            protected Zones zones() {
                return zones;
            }

            @Override
            protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) {
                return new Listing();
            }

            @Override
            protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
                wrote.add(set.name() + " in " + zone.name());
                return Map.of();
            }

            @Override
            protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
                throw new AssertionError("nothing is there");
            }
        };
    }

    @Test
    void eachNameGoesToItsLongestZoneAndANameInNoneIsRefusedAlone() throws InterruptedException {
        statuses.put("example.com", 200);
        statuses.put("sub.example.com", 200);
        List<RecordChange> changes = List.of(
                RecordsApi.ensure("www.sub.example.com", "192.0.2.1"),
                RecordsApi.ensure("sub.example.com", "192.0.2.1"),
                RecordsApi.ensure("notsub.example.com", "192.0.2.1"),
                RecordsApi.ensure("*.sub.example.com", "192.0.2.1"),
                RecordsApi.ensure("example.com", "192.0.2.1"),
                RecordsApi.ensure("notexample.com", "192.0.2.1"));
        Zones listed = Zones.listed(http -> List.of(
                new Zone(DnsName.of("example.com"), "1"),
                new Zone(DnsName.of("sub.example.com"), "2"),
                new Zone(DnsName.of("com.example"), "3")));
        for (Zones zones : List.of(Zones.probed(ZonesTest::probe), listed)) {
            List<String> wrote = new ArrayList<>();
            api.gate.results.clear();
            api.gate.forget(ZoneFinder.class);

            provider(zones, wrote).publish(changes, api.gate);

            assertThat(wrote)
                    .containsExactlyInAnyOrder(
                            "www.sub.example.com in sub.example.com",
                            "sub.example.com in sub.example.com",
                            "*.sub.example.com in sub.example.com",
                            "notsub.example.com in example.com",
                            "example.com in example.com");
            assertThat(api.gate.results.get(RecordKey.of("notexample.com", RecordType.A)))
                    .isInstanceOfSatisfying(
                            ChangeResult.Failed.class,
                            failed -> assertThat(failed.problem().message()).contains("notexample.com"));
        }
    }

    @Test
    @Tag("promise-12")
    void whatWasFoundIsRememberedAndASubzoneMadeLaterIsFoundForANewName() throws InterruptedException {
        statuses.put("example.com", 200);
        List<String> wrote = new ArrayList<>();
        RecordSetsProvider provider = provider(Zones.probed(ZonesTest::probe), wrote);
        provider.publish(List.of(RecordsApi.ensure("www.example.com", "192.0.2.1")), api.gate);
        provider.publish(List.of(RecordsApi.ensure("www.example.com", "192.0.2.2")), api.gate);
        assertThat(asked()).containsExactly("www.example.com", "example.com");

        statuses.put("new.example.com", 200);
        provider.publish(List.of(RecordsApi.ensure("a.new.example.com", "192.0.2.1")), api.gate);
        assertThat(wrote).last().isEqualTo("a.new.example.com in new.example.com");
    }

    private static final Abilities NONE = Abilities.builder().build();

    @Test
    void aProviderWithZonesCanRead() {
        assertThatThrownBy(() -> new RecordsApi("example.com").singleRecords(NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aZoneWithoutAnIdIsItsNameAndWhatIsNoHostNameIsNone() {
        assertThat(Zone.named("Example.com")).contains(new Zone(DnsName.of("example.com"), "Example.com"));
        assertThat(Zone.named("a b.example")).isEmpty();
    }

    /** The vendor's interface may not reach all domains of its users. */
    @Test
    void aHintTellsWhatToCheckWhereANameIsInNoZone() throws InterruptedException {
        statuses.put("example.org", 200);

        List<DnsName> sub = WWW.subList(1, 3);
        assertThat(found(Zones.probed(ZonesTest::probe).withHint("check the panel"), List.of(sub, WWW, OTHER)))
                .containsExactly("example.org");

        assertThat(refused).containsOnlyKeys(sub.get(0), WWW.get(0));
        assertThat(refused.get(WWW.get(0)))
                .hasMessage("no zone of this account contains www.sub.example.com; check the panel");
    }

    @Test
    void aHintDoesNotReplaceTheVendorsRefusal() throws InterruptedException {
        statuses.put("sub.example.com", 403);

        found(Zones.probed(ZonesTest::probe).withHint("check the panel"), List.of(WWW));

        assertThat(refused).containsOnlyKeys(DnsName.of("sub.example.com"));
    }
}
