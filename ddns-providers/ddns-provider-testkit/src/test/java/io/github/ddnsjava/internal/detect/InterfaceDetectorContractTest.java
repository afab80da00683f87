package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** In the detector's own package, since nobody else can tell it what interfaces there are. */
@Tag("promise-1")
class InterfaceDetectorContractTest implements IpDetectorContract {
    private volatile Optional<LocalInterface> card = Optional.empty();

    @Override
    public IpDetector detector() {
        return new InterfaceDetector(
                Settings.of("watch", false), () -> List.of(card.orElseThrow(() -> new IOException("out of order"))));
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        card = Optional.of(new LocalInterface(
                "eth0",
                "eth0",
                2,
                true,
                addresses.stream()
                        .map(each -> new LocalAddress(each, each.family().bits(), 0))
                        .toList()));
    }

    @Override
    public void sourcesFail() {
        card = Optional.empty();
    }
}
