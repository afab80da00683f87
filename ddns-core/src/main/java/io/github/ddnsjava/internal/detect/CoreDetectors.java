package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.config.*;
import io.github.ddnsjava.detect.*;
import java.util.*;
import java.util.function.*;

/** Stub. */
public final class CoreDetectors implements IpDetectorFactory {
    @Override
    public List<TypeDescriptor> describe() {
        return List.of();
    }

    @Override
    public IpDetector create(String type, Settings s, Function<String, IpDetector> d) {
        throw new AssertionError();
    }
}
