package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.detect.SourceAnswer;
import java.util.List;

/** The address could not be learnt, or what was said is not to be published. */
public final class DetectionException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient List<SourceAnswer> evidence;
    private final boolean mayPass;

    /** Makes one without evidence, of a failure that may pass. */
    public DetectionException(String message) {
        this(message, List.of());
    }

    /** Makes one with what each source said, of a failure that may pass. */
    public DetectionException(String message, List<SourceAnswer> evidence) {
        this(message, evidence, true);
    }

    /**
     * Makes one with what each source said.
     *
     * @param mayPass whether the same question may be answered a few seconds later; false for a source that asked to be
     *     left alone, for an address that must not be published, and for a question that nobody can answer
     */
    public DetectionException(String message, List<SourceAnswer> evidence, boolean mayPass) {
        super(message, null);
        this.evidence = List.copyOf(evidence);
        this.mayPass = mayPass;
    }

    /** Tells whether it makes sense to ask again in a few seconds. */
    public boolean mayPass() {
        return mayPass;
    }

    /** Returns the answer of each source. */
    public List<SourceAnswer> evidence() {
        return evidence;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.DETECTION;
    }
}
