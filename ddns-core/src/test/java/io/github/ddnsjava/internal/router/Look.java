package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.detect.FakeContext;
import java.time.Duration;

/** One detector is asked once. */
final class Look {
    private Look() {}

    /** Returns the one address that the detector finds in that time. */
    static IpAddress at(IpDetector detector, Duration timeout) throws InterruptedException {
        Detection.Found found = (Detection.Found) detector.detect(IpFamily.IPV4, FakeContext.within(timeout));
        return found.addresses().iterator().next();
    }
}
