package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;

@Tag("promise-1")
class StaticDetectorContractTest implements IpDetectorContract {
    private Set<IpAddress> given = Set.of();

    @Override
    public IpDetector detector() {
        Map<String, Object> values = new TreeMap<>();
        given.forEach(address -> values.put(address.family().toString(), address.toString()));
        return IpDetectors.create("static", Settings.at("", values), key -> {
            throw new AssertionError(key);
        });
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        given = addresses;
    }

    @Override
    public void sourcesFail() {
        throw new AssertionError("it asks nobody");
    }

    @Override
    public boolean sourcesCanFail() {
        return false;
    }
}
