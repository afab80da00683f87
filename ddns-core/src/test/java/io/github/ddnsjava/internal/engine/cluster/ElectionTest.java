package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.internal.engine.records.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is meant to lead what. */
class ElectionTest {
    private static final int GROUPS = 1000;

    private static Optional<String> meant(int group, Set<String> alive, Optional<String> preferred) {
        return Election.meant(group, alive.stream().map(Election.Candidate::of).toList(), preferred);
    }

    private static Map<Integer, String> meant(Set<String> alive) {
        Map<Integer, String> meant = new HashMap<>();
        IntStream.range(0, GROUPS)
                .forEach(group ->
                        meant.put(group, meant(group, alive, Optional.empty()).orElseThrow()));
        return meant;
    }

    @Test
    void eachNodeGetsAboutItsShare() {
        Map<Integer, String> meant = meant(Set.of("a", "b", "c", "d", "e"));

        assertThat(new TreeSet<>(meant.values())).containsExactly("a", "b", "c", "d", "e");
        for (String node : List.of("a", "b", "c", "d", "e")) {
            assertThat(meant.values().stream().filter(node::equals).count())
                    .as(node)
                    .isBetween(150L, 250L);
        }
    }

    @Test
    void aNodeThatGoesMovesOnlyItsOwnGroups() {
        Map<Integer, String> before = meant(Set.of("a", "b", "c", "d"));
        Map<Integer, String> after = meant(Set.of("a", "b", "d"));

        before.forEach((group, node) -> {
            if (!node.equals("c")) {
                assertThat(after.get(group)).isEqualTo(node);
            }
        });
    }

    @Test
    void thePreferredNodeLeadsAllWhileItIsAlive() {
        assertThat(meant(3, Set.of("a", "b"), Optional.of("b"))).contains("b");
        assertThat(meant(3, Set.of("a"), Optional.of("b"))).contains("a");
        assertThat(meant(3, Set.of(), Optional.of("b"))).isEmpty();
    }

    @Test
    void whoIsMeantForAGroupStaysTheSameForEver() {
        // Others would make nodes of two versions hand groups to and fro.
        assertThat(meant(Set.of("a", "b", "c")).values().stream().limit(12).toList())
                .containsExactly("a", "c", "a", "c", "a", "c", "a", "a", "a", "b", "a", "c");
    }

    @Test
    void groupsAreHandedOverAFewAtATime() {
        List<Integer> led = IntStream.range(0, 50).boxed().toList();

        assertThat(Election.handedOver(led, group -> true)).containsExactly(0, 1, 2, 3, 4);
        assertThat(Election.handedOver(led, group -> group == 7)).containsExactly(7);
        assertThat(Election.handedOver(List.of(1, 2), group -> true)).containsExactly(1);
        assertThat(Election.handedOver(List.of(), group -> true)).isEmpty();
    }

    @Test
    void theDigestOfRecordsDependsOnTheRecordsAndNotOnTheirOrder() {
        assertThat(Election.digest(List.of("a", "b")))
                .isEqualTo(Election.digest(List.of("b", "a")))
                .isNotEqualTo(Election.digest(List.of("a", "c")))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void theGroupOfANameStaysTheSameForEver() {
        Share share = new Share(16, Set.of());

        // Other numbers would give a record to two nodes, while one of them runs a later version.
        assertThat(List.of("home.example.com", "nas.example.com", "*.example.org").stream()
                        .map(name -> share.groupOf(DnsName.of(name)))
                        .toList())
                .containsExactly(7, 6, 13);
        assertThat(new Share(1, Set.of()).groupOf(DnsName.of("home.example.com")))
                .isZero();
    }
}
