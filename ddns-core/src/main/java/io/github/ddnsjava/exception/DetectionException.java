package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.detect.SourceAnswer;
import java.util.List;

/** The address could not be learnt, or what was said is not to be published. */
public final class DetectionException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient List<SourceAnswer> evidence;

    /** Makes one without evidence. */
    public DetectionException(String message) {
        this(message, List.of());
    }

    /** Makes one with what each source said. */
    public DetectionException(String message, List<SourceAnswer> evidence) {
        super(message, null);
        this.evidence = List.copyOf(evidence);
    }

    /** Returns what each source said. */
    public List<SourceAnswer> evidence() {
        return evidence;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.DETECTION;
    }
}
