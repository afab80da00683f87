package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import io.github.ddnsjava.provider.testkit.TestDetection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("promise-1")
class HttpDetectorContractTest implements IpDetectorContract.Hostile {
    private static final IpAddress PEER = IpAddress.parse("8.8.4.4");

    private volatile EchoTransport page = request -> {
        throw new IOException("not running");
    };

    @Override
    public IpDetector detector() {
        return IpDetectors.create(
                "http",
                Settings.of("urls", List.of("https://ip.one.example", Map.of("url", "https://ip.two.example"))),
                key -> {
                    throw new AssertionError(key);
                });
    }

    @Override
    public TestDetection context() {
        return new TestDetection(request -> page.get(request));
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        page = request -> {
            IpAddress its = addresses.stream()
                    .filter(address -> request.family().stream().allMatch(address.family()::equals))
                    .findFirst()
                    .orElseThrow(() -> new EchoTransport.FamilyUnavailableException("no such route"));
            return new EchoTransport.Answer(200, "text/plain", its + "\n", PEER);
        };
    }

    @Override
    public void sourcesSay(byte[] bytes) {
        page = request ->
                new EchoTransport.Answer(200, "text/plain", new String(bytes, StandardCharsets.ISO_8859_1), PEER);
    }

    @Override
    public void sourcesFail() {
        page = request -> {
            throw new IOException("out of order");
        };
    }
}
