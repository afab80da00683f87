package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.EchoTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The echo services of one line: honest ones, until they lie, stall, answer HTML, cut a digit off, drift apart from the
 * present, or disappear.
 */
final class Witnesses {
    /** What can be wrong with an echo service. */
    enum Mood {
        HONEST,
        /** Says the address of somebody else. */
        LIAR,
        /** Says what was true before the last change. */
        DRIFTING,
        /** Leaves out the last digit. */
        CUTTING,
        /** Answers after the question was given up. */
        STALLING,
        /** Shows a log-in page. */
        PORTAL,
        /** Answers 500. */
        UNWELL,
        /** Refuses: too many questions. */
        TIRED,
        /** Is not there. */
        GONE;

        /** Tells whether it says a well-formed address that is not the line's. */
        boolean deceives() {
            return this == LIAR || this == DRIFTING || this == CUTTING;
        }
    }

    private static final IpAddress PEER = IpAddress.parse("198.41.0.4");
    private static final int LIES = 3;
    private static final double RISK = 0.0001;

    /** How many of five must agree. */
    static final int QUORUM = 3;

    private final Line line;
    private final Chronicle chronicle;
    private final List<Mood> moods = new ArrayList<>();
    private final int mayDeceive;
    private int lies;

    private Witnesses(Line line, int count, int mayDeceive, Chronicle chronicle) {
        this.line = line;
        this.mayDeceive = mayDeceive;
        this.chronicle = chronicle;
        for (int i = 0; i < count; i++) {
            moods.add(Mood.HONEST);
        }
    }

    /** Three, who are asked in turn. */
    static Witnesses three(Line line, Chronicle chronicle) {
        return new Witnesses(line, 3, 1, chronicle);
    }

    /** Five, of whom {@link #QUORUM} must agree. */
    static Witnesses fiveOfWhomTwoMayLie(Line line, Chronicle chronicle) {
        return new Witnesses(line, 5, 2, chronicle);
    }

    /** Returns their addresses. */
    String[] urls() {
        String[] urls = new String[moods.size()];
        Arrays.setAll(urls, i -> "https://witness" + i + ".example/");
        return urls;
    }

    int count() {
        return moods.size();
    }

    /**
     * Changes one's mood. Most never deceive at once: an honest majority is what every quorum builds on. And where they
     * are asked in turn, the others can be reached while one deceives, for where a deceiver is the only witness, its
     * word is all there is; a quorum is not reached then.
     */
    boolean become(int witness, Mood mood) {
        List<Mood> others = new ArrayList<>(moods);
        others.remove(witness);
        boolean othersGone = others.stream().anyMatch(m -> m != Mood.HONEST && !m.deceives());
        long deceivers = others.stream().filter(Mood::deceives).count();
        if (mayDeceive == 1 && mood != Mood.HONEST && (deceivers > 0 || mood.deceives() && othersGone)
                || mood.deceives() && deceivers >= mayDeceive) {
            return false;
        }
        moods.set(witness, mood);
        chronicle.tell("witness " + witness, () -> "is " + mood);
        return true;
    }

    /** Answers one question of a process. */
    EchoTransport.Answer get(EchoTransport.Request request, Life life) throws IOException, InterruptedException {
        life.step("asks a witness", RISK);
        IpFamily family = request.family().orElseThrow();
        int witness = request.uri().getHost().charAt("witness".length()) - '0';
        Mood mood = moods.get(witness);
        IpAddress truth = line.seen(family).orElse(null);
        if (truth == null) {
            throw new EchoTransport.FamilyUnavailableException("no route by " + family);
        }
        if (line.isBehindCarrier(family)) {
            // Whoever deceives would be the only one to be believed, so nobody does.
            return plain(truth.toString());
        }
        return switch (mood) {
            case HONEST -> honest(truth);
            case LIAR -> plain(Line.fresh(family, LIES, lie()).toString());
            case DRIFTING -> plain(line.formerly(family).orElse(truth).toString());
            case CUTTING -> plain(cut(truth));
            case STALLING -> throw stalled(request.timeout(), life);
            case PORTAL -> new EchoTransport.Answer(200, "text/html", "<html>Log in to " + truth + "</html>", PEER);
            case UNWELL -> new EchoTransport.Answer(500, "text/plain", truth.toString(), PEER);
            case TIRED -> new EchoTransport.Answer(429, "text/plain", "slow down", PEER);
            case GONE -> throw new IOException("connection refused");
        };
    }

    /** One liar tells each time something else; two tell the same, which is worse. */
    private int lie() {
        return mayDeceive == 1 ? ++lies : 1;
    }

    private EchoTransport.Answer honest(IpAddress address) {
        line.told(address);
        return plain(address.toString());
    }

    private static String cut(IpAddress address) {
        String text = address.toString();
        return text.substring(0, text.length() - 1);
    }

    private static IOException stalled(Duration timeout, Life life) throws InterruptedException {
        life.pause(timeout);
        return new IOException("no answer within " + timeout);
    }

    private static EchoTransport.Answer plain(String body) {
        return new EchoTransport.Answer(200, "text/plain", body + "\n", PEER);
    }
}
