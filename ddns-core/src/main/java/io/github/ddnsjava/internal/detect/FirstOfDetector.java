package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.*;
import io.github.ddnsjava.detect.*;
import java.util.*;

/** Stub. */
public final class FirstOfDetector implements IpDetector {
    public FirstOfDetector(List<IpDetector> l) {}

    @Override
    public Detection detect(IpFamily f, DetectionContext c) {
        throw new AssertionError();
    }
}
