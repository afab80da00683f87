package io.github.ddnsjava.event;

/** The parts that can have a {@link UpdateEvent.Defect}. */
public enum DefectPart {
    /** A listener of the application. */
    LISTENER("listener"),
    /** A detector. */
    DETECTOR("detector"),
    /** A policy. */
    POLICY("policy"),
    /** A provider. */
    PROVIDER("provider"),
    /** The application's check of a node in a cluster. */
    HEALTH_CHECK("health-check"),
    /** The updater itself. */
    ENGINE("engine");

    private final String text;

    DefectPart(String text) {
        this.text = text;
    }

    /** Returns the lower-case word. */
    @Override
    public String toString() {
        return text;
    }
}
