package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An answer to the request for the external address, which is also what the router announces when that changes
 * (RFC 6886 sections 3.2 and 3.2.1). Immutable and thread-safe.
 *
 * @param result the result code
 * @param epoch seconds since the router lost its state
 * @param external the external address; 0.0.0.0 where there is none
 */
record NatPmp(int result, long epoch, IpAddress external) {
    /** The port at which routers are asked, by PCP too. */
    static final int PORT = 5351;

    private static final int UNSUPPORTED_VERSION = 1;
    private static final byte IS_RESPONSE = (byte) 0x80;
    private static final int HEAD = 8;
    private static final int SIZE = 12;

    /** The request: version 0, opcode 0. */
    static byte[] request() {
        return new byte[2];
    }

    /** Reads a datagram; empty where it is nothing of the kind. */
    static Optional<NatPmp> read(byte[] datagram) {
        if (datagram.length < HEAD || datagram[0] != 0 || datagram[1] != IS_RESPONSE) {
            return speaksPcpOnly(datagram)
                    ? Optional.of(new NatPmp(UNSUPPORTED_VERSION, 0, IpAddress.of(new byte[4])))
                    : Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram, 2, datagram.length - 2);
        int result = Short.toUnsignedInt(in.getShort());
        long epoch = Integer.toUnsignedLong(in.getInt());
        byte[] external = new byte[4];
        if (datagram.length == SIZE) {
            in.get(external);
        } else if (result == 0) {
            return Optional.empty();
        }
        return Optional.of(new NatPmp(result, epoch, IpAddress.of(external)));
    }

    /** Tells whether the router announces its address (RFC 6886 section 3.2.1). */
    static boolean isAnnouncement(byte[] datagram) {
        return datagram.length == SIZE && datagram[0] == 0 && datagram[1] == IS_RESPONSE;
    }

    private static boolean speaksPcpOnly(byte[] datagram) {
        return datagram.length >= HEAD
                && datagram[0] == Pcp.VERSION
                && datagram[1] == IS_RESPONSE
                && datagram[3] == UNSUPPORTED_VERSION;
    }

    /** Says for a person why there is no address; empty where all is well. */
    String problem() {
        return switch (result) {
            case 0 -> "";
            case UNSUPPORTED_VERSION ->
                "the router does not speak NAT-PMP (unsupported version); try the detector \"pcp\"";
            case 2 -> "the router refuses NAT-PMP (not authorised); allow it in the router's settings";
            case 3 -> "the router has no external address now (network failure)";
            case 4 -> "the router is out of resources";
            case 5 -> "the router does not tell its external address by NAT-PMP (unsupported opcode)";
            default -> "the router answered the unknown result code " + result;
        };
    }
}
