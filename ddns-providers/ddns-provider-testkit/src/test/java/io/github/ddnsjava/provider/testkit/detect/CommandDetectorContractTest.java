package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class CommandDetectorContractTest extends FileContract {
    @Override
    public IpDetector detector() {
        return create("command", Settings.of("command", List.of("cat", file(0).toString())));
    }
}
