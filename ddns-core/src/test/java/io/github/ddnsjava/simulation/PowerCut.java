package io.github.ddnsjava.simulation;

/** Ends what a task of a dead process was about to do. */
final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("the process is no more", null, false, false);
    }
}
