package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.time.Instant;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** What an answer with an error code means (RFC 2136 section 2.2, RFC 8945 section 5.2). Stateless. */
final class Refusals {
    /** By how much clocks may differ: the fudge that signatures bear. */
    private static final long ALLOWED = TSIG.FUDGE.toSeconds();

    private Refusals() {}

    /** Returns whether a code is one that only a good signature makes credible: success, or a state of the zone. */
    static boolean needsTrust(int rcode) {
        return switch (rcode) {
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET -> true;
            default -> false;
        };
    }

    /**
     * Throws if the signature is wrong, whatever the request was.
     *
     * @param update whether this is the answer to an update; the server has accepted a signature of the same key before
     *     it
     */
    static void checkSignature(DnsServer server, Answer answer, boolean update) {
        String key = server.key().map(TsigKey::toString).orElse("no key");
        int error = answer.rcode() == Rcode.NOTAUTH ? answer.tsigError() : Rcode.NOERROR;
        switch (error) {
            case Rcode.BADKEY -> {
                // Knot says so, too, of a good key without the right to write that name.
                String message = server + " does not know " + key + ", or does not allow it "
                        + (update ? "this update" : "queries")
                        + "; compare name and algorithm with the server's configuration, and what the key may do";
                throw update ? AuthenticationException.ofRecord(message) : AuthenticationException.ofAccount(message);
            }
            case Rcode.BADSIG, Rcode.BADTRUNC ->
                throw AuthenticationException.ofAccount(server + " does not accept the signature of " + key
                        + "; compare the secret with the server's configuration");
            // Not the credentials: it passes when the clock is right, and the update did not happen.
            case Rcode.BADTIME -> throw TransientException.notSent(clocksDiffer(server, answer), null);
            default -> {
                if (answer.rcode() == Rcode.NOTAUTH && !update) {
                    // PowerDNS does not say more, whatever is wrong.
                    throw AuthenticationException.ofAccount(server + " does not accept " + key
                            + "; compare name, secret and algorithm with the server's configuration, and the clocks");
                }
                if (!answer.trusted() && needsTrust(answer.rcode())) {
                    throw new ProtocolException(server + " answered " + Rcode.string(answer.rcode())
                            + " without a good signature of " + key + "; such an answer is not trusted");
                }
            }
        }
    }

    private static String clocksDiffer(DnsServer server, Answer answer) {
        byte[] other = answer.tsig().map(TSIGRecord::getOther).orElse(new byte[0]);
        Instant signed = answer.tsig().map(TSIGRecord::getTimeSigned).orElse(Instant.EPOCH);
        if (other.length != 6) {
            return "the clocks of this host and of " + server + " differ by more than " + ALLOWED
                    + " seconds; set the clock that is wrong. Updates then resume automatically";
        }
        long seconds = 0;
        for (byte b : other) {
            seconds = seconds << 8 | b & 0xff;
        }
        Duration ahead = Duration.between(Instant.ofEpochSecond(seconds), signed);
        return "the clock of this host is " + ahead.abs().toSeconds() + " seconds "
                + (ahead.isNegative() ? "behind" : "ahead of") + " that of " + server
                + "; more than " + ALLOWED
                + " are not accepted. Set the clock that is wrong; updates then resume automatically";
    }

    /**
     * Returns the exception for an error.
     *
     * @param what the refused request, as in {@code the update of home.example.com A}
     */
    static DdnsException of(DnsServer server, Answer answer, String what) {
        String by = server + " refuses " + what + " with " + Rcode.string(answer.rcode());
        String key = server.key().map(TsigKey::toString).orElse("unsigned messages");
        return switch (answer.rcode()) {
            case Rcode.SERVFAIL ->
                TransientException.unknownOutcome(by + ": it has a failure of its own (SERVFAIL)", null);
            case Rcode.REFUSED ->
                AuthenticationException.ofRecord(by + ": its policy does not grant it to " + key
                        + (answer.trusted()
                                ? ""
                                : ", or the key is wrong (PowerDNS does not tell which), or the clock of this host: compare"
                                        + " the clocks, too"));
            case Rcode.NOTAUTH ->
                AuthenticationException.ofZone(by + ": it is not the zone's primary server, or it does not accept "
                        + key + "; check the settings server and keyName");
            case Rcode.NOTIMP ->
                RejectedException.invalid(
                        ProblemScope.ZONE, by + ": it does not support updates, or they are not enabled");
            case Rcode.NOTZONE -> RejectedException.invalid(by + ": the name is not in the zone");
            case Rcode.FORMERR -> RejectedException.invalid(by + ": it does not understand the message");
            default -> new ProtocolException(by);
        };
    }
}
