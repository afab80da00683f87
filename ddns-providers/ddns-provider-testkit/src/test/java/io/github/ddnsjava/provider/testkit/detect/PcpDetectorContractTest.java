package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PcpDetectorContractTest extends RouterContract {
    private static final int EXTERNAL = 44;
    private static final byte CANNOT_PROVIDE = 11;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private volatile Optional<byte[]> external = Optional.empty();

    @Override
    String type() {
        return "pcp";
    }

    /** The answer to the request at hand; then what ends the wait, as what is no answer is passed over. */
    @Override
    List<byte[]> answers(byte[] request) {
        byte[] failure = request.clone();
        failure[1] |= (byte) 0x80;
        failure[3] = CANNOT_PROVIDE;
        if (external.isEmpty()) {
            return List.of(failure);
        }
        byte[] answer = ByteBuffer.allocate(EXTERNAL + external.get().length)
                .put(request, 0, EXTERNAL)
                .put(external.get())
                .array();
        answer[1] |= (byte) 0x80;
        return List.of(external.get(), answer, failure);
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        byte[] address = only(addresses).toBytes();
        external = Optional.of(
                address.length == 16
                        ? address
                        : ByteBuffer.allocate(16).put(MAPPED).put(address).array());
    }

    @Override
    public void sourcesSay(byte[] bytes) {
        external = Optional.of(bytes);
    }

    @Override
    public void sourcesFail() {
        external = Optional.empty();
    }
}
