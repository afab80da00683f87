package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.TSIG;

/**
 * One configured server, asked over TCP, one message at a time, signed where there is a key. Immutable and thread-safe.
 * Its name is resolved at each use; several addresses are tried in turn.
 *
 * @param host its name or address
 * @param port its port
 * @param key what messages are signed with
 * @param timeout how long an exchange may take
 * @param clock the time that signatures bear
 */
record DnsServer(String host, int port, Optional<TsigKey> key, Duration timeout, InstantSource clock) {
    private static final int MAX_MESSAGE = 65_535;

    /**
     * Makes one exchange.
     *
     * @param message the message, not signed yet
     * @param atMost how much time is left for it
     * @return the answer, whatever its code; it may be one that is not to be trusted
     * @throws TransientException if there is none
     * @throws ProtocolException if what came is no answer
     * @throws RejectedException if the message is too large to be sent
     */
    Answer ask(Message message, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + (atMost.compareTo(timeout) < 0 ? atMost : timeout).toNanos();
        InetAddress[] addresses = resolve();
        TSIG tsig = key.map(k -> k.tsig(clock)).orElse(null);
        if (tsig != null) {
            tsig.apply(message, null);
        }
        byte[] bytes = message.toWire();
        if (bytes.length > MAX_MESSAGE) {
            throw RejectedException.invalid("the update is larger than one DNS message can be");
        }
        for (int i = 0; ; i++) {
            // A dead address must not use up the time of a living one.
            Duration share = Duration.ofNanos((end - System.nanoTime()) / (addresses.length - i));
            try {
                return Answer.parse(message, Wire.tcp(new InetSocketAddress(addresses[i], port), bytes, share), tsig);
            } catch (TransientException e) {
                if (!e.certainlyNotApplied() || i == addresses.length - 1) {
                    throw e;
                }
            }
        }
    }

    private InetAddress[] resolve() {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw TransientException.notSent("the DNS server's name \"" + host + "\" cannot be resolved", e);
        }
    }

    @Override
    public String toString() {
        return host + " port " + port;
    }
}
