package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import java.util.Set;

class PrefixDetectorContractTest extends FileContract {
    @Override
    public IpDetector detector() {
        return create("prefix", Settings.of("detector", "0", "length", 64, "host", "::1:2:3:4"));
    }

    @Override
    public Set<IpFamily> families() {
        return Set.of(IpFamily.IPV6);
    }

    @Override
    public IpAddress expected(IpAddress said) {
        return IpAddress.parse("2620:fe:0:1:1:2:3:4");
    }
}
