package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;

class FileDetectorContractTest extends FileContract {
    @Override
    public IpDetector detector() {
        return create("file", Settings.of("path", file(0).toString()));
    }
}
