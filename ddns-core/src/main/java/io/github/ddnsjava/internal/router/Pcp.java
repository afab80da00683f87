package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * PCP's MAP messages (RFC 6887 sections 7 and 11), as far as they tell the external address. Immutable and thread-safe.
 */
final class Pcp {
    /** An answer. */
    record Answer(int result, long epoch, Optional<IpAddress> external) {
        /** Says for a person why there is no address; empty where all is well. */
        String problem() {
            if (result == 0) {
                return external.isPresent() ? "" : "the router mapped to an IPv6 address, not to an IPv4 one";
            }
            return result < PROBLEMS.size() ? PROBLEMS.get(result) : "the router answered the unknown result " + result;
        }
    }

    static final int VERSION = 2;

    private static final byte MAP = 1;
    private static final byte ANNOUNCE = 0;
    private static final byte IS_RESPONSE = (byte) 0x80;
    private static final byte UDP = 17;
    private static final int HEAD = 24;
    private static final int SIZE = 60;
    private static final int MAX_SIZE = 1100;
    private static final int NONCE = 12;
    private static final int UNSUPPORTED_VERSION = 1;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    /** Result codes, RFC 6887 section 7.4. */
    private static final List<String> PROBLEMS = List.of(
            "",
            "the router does not speak PCP (unsupported version); try the detector \"nat-pmp\"",
            "the router refuses PCP mappings (not authorised); allow them in the router's settings",
            "the router says that the request is malformed",
            "the router makes no PCP mappings (unsupported opcode)",
            "the router does not support an option",
            "the router says that an option is malformed",
            "the router has no external address now (network failure)",
            "the router is out of resources, or has no external address now",
            "the router maps no UDP",
            "the router grants this host no more mappings",
            "the router cannot provide an external address",
            "another router stands between this host and that one (address mismatch); set \"gateway\" to the nearer one",
            "the router refuses the number of peers");

    private final byte[] nonce;
    private final IpAddress client;
    private final int port;

    /**
     * Makes the messages of one mapping.
     *
     * @param nonce 12 random bytes, by which an answer is known to be to this request
     * @param client this host's IPv4 address
     * @param port the UDP port to be mapped
     */
    Pcp(byte[] nonce, IpAddress client, int port) {
        this.nonce = Arrays.copyOf(nonce, NONCE);
        this.client = client;
        this.port = port;
    }

    /** Returns the request for a mapping of so many seconds; of none, to end it. */
    byte[] request(int lifetime) {
        return ByteBuffer.allocate(SIZE)
                .put((byte) VERSION)
                .put(MAP)
                .putShort((short) 0)
                .putInt(lifetime)
                .put(MAPPED)
                .put(client.toBytes())
                .put(nonce)
                .put(UDP)
                .put(new byte[3])
                .putShort((short) port)
                .putShort((short) 0)
                .put(MAPPED)
                .putInt(0)
                .array();
    }

    /** Reads a datagram; empty where it is no answer to this request. */
    Optional<Answer> read(byte[] datagram) {
        if (speaksNatPmpOnly(datagram)) {
            return Optional.of(new Answer(UNSUPPORTED_VERSION, 0, Optional.empty()));
        }
        if (datagram.length < SIZE
                || datagram.length > MAX_SIZE
                || datagram[0] != VERSION
                || datagram[1] != (byte) (IS_RESPONSE | MAP)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram, 3, datagram.length - 3);
        int result = Byte.toUnsignedInt(in.get());
        in.getInt(); // the lifetime
        long epoch = Integer.toUnsignedLong(in.getInt());
        in.position(HEAD);
        byte[] answered = new byte[NONCE];
        in.get(answered);
        byte protocol = in.get();
        in.position(in.position() + 3);
        int internalPort = Short.toUnsignedInt(in.getShort());
        in.getShort(); // the external port
        byte[] external = new byte[16];
        in.get(external);
        if (!Arrays.equals(answered, nonce) || protocol != UDP || internalPort != port) {
            return Optional.empty();
        }
        boolean v4 = Arrays.equals(external, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return Optional.of(new Answer(
                result,
                epoch,
                v4 ? Optional.of(IpAddress.of(Arrays.copyOfRange(external, MAPPED.length, 16))) : Optional.empty()));
    }

    /** RFC 6887 section 9: a router that knows version 0 only says so, in that version's form. */
    private static boolean speaksNatPmpOnly(byte[] datagram) {
        return datagram.length >= 8
                && datagram[0] == 0
                && datagram[1] < 0
                && datagram[2] == 0
                && datagram[3] == UNSUPPORTED_VERSION;
    }

    /** Tells whether the router announces that it lost its state (RFC 6887 section 14.1.3). */
    static boolean isAnnouncement(byte[] datagram) {
        return datagram.length >= HEAD
                && datagram.length <= MAX_SIZE
                && datagram[0] == VERSION
                && datagram[1] == (byte) (IS_RESPONSE | ANNOUNCE);
    }
}
