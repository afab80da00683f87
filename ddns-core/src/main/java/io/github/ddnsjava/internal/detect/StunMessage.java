package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DetectionException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two messages of a STUN binding (RFC 8489): the request, and what came back. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8489">RFC 8489</a>
 */
final class StunMessage {
    static final int TRANSACTION_ID_BYTES = 12;

    private static final int HEADER_BYTES = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final short BINDING_REQUEST = 0x0001;
    private static final short BINDING_SUCCESS = 0x0101;
    private static final short BINDING_ERROR = 0x0111;
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int ERROR_CODE = 0x0009;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int FIRST_OPTIONAL = 0x8000;
    /** Required ones that may stand in an answer and change nothing about it: USERNAME … REALM, NONCE, the digests. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(0x0001, 0x0006, 0x0008, 0x0009, 0x000A, 0x0014, 0x0015, 0x001C, 0x001D, 0x001E, 0x0020);

    private StunMessage() {}

    /** Returns the smallest request, with that transaction id. */
    static byte[] request(byte[] transactionId) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putShort(BINDING_REQUEST)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .put(transactionId)
                .array();
    }

    /** Tells whether a datagram is an answer to the request with that id; others are to be waited past. */
    static boolean isAnswer(byte[] datagram, byte[] transactionId) {
        if (datagram.length < HEADER_BYTES) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        short type = in.getShort();
        int length = Short.toUnsignedInt(in.getShort());
        byte[] id = new byte[TRANSACTION_ID_BYTES];
        return (type == BINDING_SUCCESS || type == BINDING_ERROR)
                && length % 4 == 0
                && length == datagram.length - HEADER_BYTES
                && in.getInt() == MAGIC_COOKIE
                && in.get(id).hasRemaining() == length > 0
                && MessageDigest.isEqual(id, transactionId);
    }

    /**
     * Reads the address that an answer says.
     *
     * @throws DetectionException if it says none
     */
    static IpAddress address(byte[] answer) {
        ByteBuffer in = ByteBuffer.wrap(answer);
        short type = in.getShort();
        in.position(HEADER_BYTES);
        Map<Integer, byte[]> attributes;
        try {
            attributes = attributes(in);
        } catch (BufferUnderflowException e) {
            throw new DetectionException("its STUN answer is incomplete");
        }
        if (type == BINDING_ERROR) {
            throw new DetectionException("it answered STUN error " + code(attributes.get(ERROR_CODE)));
        }
        for (int attribute : attributes.keySet()) {
            if (attribute < FIRST_OPTIONAL && !UNDERSTOOD.contains(attribute)) {
                throw new DetectionException("its STUN answer has a required attribute that is not known: 0x"
                        + Integer.toHexString(attribute));
            }
        }
        byte[] xored = attributes.get(XOR_MAPPED_ADDRESS);
        byte[] plain = attributes.get(MAPPED_ADDRESS);
        if (xored != null) {
            return read(xored, answer);
        }
        if (plain != null) {
            // Servers older than RFC 5389; some NATs rewrite it, which the address guard then sees.
            return read(plain, new byte[HEADER_BYTES]);
        }
        throw new DetectionException("its STUN answer has no address");
    }

    /** Of several of one type the first counts (section 14); what follows a digest is not looked at any closer. */
    private static Map<Integer, byte[]> attributes(ByteBuffer in) {
        Map<Integer, byte[]> attributes = new HashMap<>();
        while (in.hasRemaining()) {
            int type = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] value = new byte[length];
            in.get(value);
            in.position(in.position() + (4 - length % 4) % 4);
            attributes.putIfAbsent(type, value);
        }
        return attributes;
    }

    private static IpAddress read(byte[] value, byte[] header) {
        int bytes = value.length == 8 && value[1] == 1 ? 4 : value.length == 20 && value[1] == 2 ? 16 : 0;
        if (bytes == 0) {
            throw new DetectionException("its STUN answer has an address of no known family");
        }
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            // The cookie, and for IPv6 the transaction id behind it.
            address[i] = (byte) (value[4 + i] ^ header[4 + i]);
        }
        return IpAddress.of(address);
    }

    private static String code(byte @Nullable [] value) {
        return value == null || value.length < 4 ? "without a code" : String.valueOf((value[2] & 7) * 100 + value[3]);
    }
}
