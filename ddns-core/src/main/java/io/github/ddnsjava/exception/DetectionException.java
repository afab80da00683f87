package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.SourceAnswer;
import java.util.List;

/** The address could not be determined, or the reported address must not be published. */
public final class DetectionException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient List<SourceAnswer> evidence;
    private final boolean mayPass;

    /** Creates an exception without evidence. The failure may pass. */
    public DetectionException(String message) {
        this(message, List.of());
    }

    /** Creates an exception with the answer of each source. The failure may pass. */
    public DetectionException(String message, List<SourceAnswer> evidence) {
        this(message, evidence, true);
    }

    /**
     * Creates an exception with the answer of each source.
     *
     * @param mayPass whether the same question may succeed a few seconds later. It is false if a source asked not to be
     *     asked for a while, if an address must not be published, and if nobody can answer the question
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
