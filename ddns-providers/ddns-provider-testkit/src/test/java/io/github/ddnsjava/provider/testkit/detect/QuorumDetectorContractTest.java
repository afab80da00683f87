package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class QuorumDetectorContractTest extends FileContract {
    @Override
    public IpDetector detector() {
        return create("quorum", Settings.of("detectors", List.of("0", command(file(1))), "agree", 2));
    }
}
