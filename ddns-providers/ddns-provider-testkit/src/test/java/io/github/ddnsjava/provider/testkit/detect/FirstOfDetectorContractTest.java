package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import java.util.List;

class FirstOfDetectorContractTest extends FileContract {
    @Override
    public IpDetector detector() {
        return create("first-of", Settings.of("detectors", List.of("0", "1")));
    }
}
