package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

class NatPmpDetectorContractTest extends RouterContract {
    private static final byte[] NETWORK_FAILURE = {0, (byte) 0x80, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0};

    private volatile List<byte[]> answers = List.of(NETWORK_FAILURE);

    @Override
    String type() {
        return "nat-pmp";
    }

    @Override
    List<byte[]> answers(byte[] request) {
        return answers;
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        answers = List.of(ByteBuffer.allocate(8 + only(addresses).toBytes().length)
                .put(NETWORK_FAILURE, 0, 2)
                .putShort((short) 0)
                .putInt(1)
                .put(only(addresses).toBytes())
                .array());
    }

    /** Behind the head; then what ends the wait, as what is no answer is passed over. */
    @Override
    public void sourcesSay(byte[] bytes) {
        byte[] datagram = ByteBuffer.allocate(8 + bytes.length)
                .put(NETWORK_FAILURE, 0, 2)
                .putShort((short) 0)
                .putInt(1)
                .put(bytes)
                .array();
        answers = List.of(bytes, datagram, NETWORK_FAILURE);
    }

    @Override
    public void sourcesFail() {
        answers = List.of(NETWORK_FAILURE);
    }
}
