package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.*;
import io.github.ddnsjava.config.*;
import io.github.ddnsjava.detect.*;

/** Stub. */
@SuppressWarnings("DoNotCallSuggester")
public final class HttpDetector implements IpDetector {
    public static IpDetector of(Settings s) {
        throw new AssertionError();
    }

    @Override
    public Detection detect(IpFamily f, DetectionContext c) {
        throw new AssertionError();
    }
}
