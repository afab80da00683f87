package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** Five echo services of which two lie, in whatever way and order. */
@Tag("promise-2")
class EchoQuorumTest {
    private static final IpAddress TRUTH = IpAddress.parse("9.9.9.9");
    private static final IpAddress BEFORE = IpAddress.parse("8.8.8.8");
    private static final List<String> HOSTS =
            List.of("ip.one.example", "ip.two.example", "ip.three.example", "ip.four.example", "ip.five.example");

    private static IpDetector quorum(int k) {
        return HttpDetector.of(Settings.of(
                "urls", HOSTS.stream().map(host -> "https://" + host).toList(), "quorum", k));
    }

    @Provide
    Arbitrary<EchoTransport> lies() {
        IpAddress peer = IpAddress.parse("198.51.100.250");
        Arbitrary<String> bodies = Arbitraries.oneOf(
                Arbitraries.of("6.6.6.6", "8.8.8.8", "192.168.1.1", "2600::1", "", "9.9.9.90", "<b>9.9.9.9</b>"),
                Arbitraries.strings().ofMaxLength(40));
        Arbitrary<EchoTransport> pages = Combinators.combine(Arbitraries.of(200, 200, 200, 302, 403, 500), bodies)
                .as((status, body) -> request -> new EchoTransport.Answer(status, "text/plain", body, peer));
        return Arbitraries.oneOf(pages, Arbitraries.just(request -> {
            throw new IOException("no complete answer");
        }));
    }

    @Provide
    Arbitrary<List<Integer>> twoOfFive() {
        return Arbitraries.shuffle(0, 1, 2, 3, 4).map(order -> order.subList(0, 2));
    }

    @Property(tries = 2000)
    void twoLiarsOfFiveNeverMakeALieOfTheAnswer(
            @ForAll("twoOfFive") List<Integer> liars,
            @ForAll("lies") EchoTransport one,
            @ForAll("lies") EchoTransport other,
            @ForAll boolean knowsWhatIsPublished)
            throws Exception {
        FakeContext context = new FakeContext();
        HOSTS.forEach(host -> context.page(host, TRUTH.toString()));
        context.page(HOSTS.get(liars.get(0)), one).page(HOSTS.get(liars.get(1)), other);
        context.confirmed = knowsWhatIsPublished ? Set.of(BEFORE) : Set.of();

        Set<IpAddress> said = ((Detection.Found) quorum(3).detect(IpFamily.IPV4, context)).addresses();

        // What is published already may be said by one alone: nothing is published then.
        assertThat(said).isIn(Set.of(TRUTH), context.confirmed);
    }

    @Property(tries = 1000)
    void withTooFewHonestOnesItHoldsRatherThanLies(
            @ForAll("lies") EchoTransport one, @ForAll("lies") EchoTransport two, @ForAll("lies") EchoTransport three)
            throws Exception {
        FakeContext context = new FakeContext();
        HOSTS.forEach(host -> context.page(host, TRUTH.toString()));
        context.page(HOSTS.get(0), request -> answer(one, request, "6.6.6.1"))
                .page(HOSTS.get(1), request -> answer(two, request, "6.6.6.2"))
                .page(HOSTS.get(2), request -> answer(three, request, "6.6.6.3"));

        assertThatThrownBy(() -> quorum(3).detect(IpFamily.IPV4, context)).isInstanceOf(DetectionException.class);
    }

    /** A lie that differs from every other one. */
    private static EchoTransport.Answer answer(EchoTransport lie, EchoTransport.Request request, String own)
            throws IOException, InterruptedException {
        EchoTransport.Answer answer = lie.get(request);
        Optional<IpAddress> address = IpAddress.tryParse(answer.body().strip());
        return address.isEmpty()
                ? answer
                : new EchoTransport.Answer(answer.status(), answer.contentType(), own, answer.peer());
    }

    @Test
    void disagreementTellsEveryAnswer() {
        FakeContext context = new FakeContext()
                .page(HOSTS.get(0), "1.1.1.1")
                .page(HOSTS.get(1), "2.2.2.2")
                .page(HOSTS.get(2), 500, "", "");

        assertThatThrownBy(() -> quorum(2).detect(IpFamily.IPV4, context))
                .isInstanceOfSatisfying(
                        DetectionException.class,
                        e -> assertThat(e.evidence())
                                .extracting(SourceAnswer::operator)
                                .containsExactly(
                                        "one.example", "two.example", "three.example", "four.example", "five.example"))
                .hasMessageContaining("no 2 independent operators agree on the ipv4 address")
                .hasMessageContaining("it answered [1.1.1.1]")
                .hasMessageContaining("it answered [2.2.2.2]")
                .hasMessageContaining("it answered 500");
    }

    @Test
    @org.junit.jupiter.api.Tag("promise-5")
    void anUnchangedAddressCostsOneRequest() throws Exception {
        FakeContext context = new FakeContext();
        HOSTS.forEach(host -> context.page(host, TRUTH.toString()));
        context.confirmed = Set.of(TRUTH);

        Detection.Found found = (Detection.Found) quorum(3).detect(IpFamily.IPV4, context);

        assertThat(found.addresses()).containsExactly(TRUTH);
        assertThat(context.asked()).containsExactly(HOSTS.get(0));
    }

    @Test
    void aLateLiarCannotUseThatOneIsEnoughForTheUnchanged() throws Exception {
        FakeContext context = new FakeContext();
        HOSTS.forEach(host -> context.page(host, TRUTH.toString()));
        context.page(HOSTS.get(1), BEFORE.toString()).confirmed = Set.of(BEFORE);

        Detection.Found found = (Detection.Found) quorum(3).detect(IpFamily.IPV4, context);

        assertThat(found.addresses()).containsExactly(TRUTH);
        assertThat(found.agreeing()).isEqualTo(3);
    }
}
