package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.*;
import io.github.ddnsjava.detect.*;
import java.util.*;

/** Stub. */
public final class StaticDetector implements IpDetector {
    public StaticDetector(Set<IpAddress> a, Set<Cidr> c) {}

    @Override
    public Detection detect(IpFamily f, DetectionContext c) {
        throw new AssertionError();
    }
}
