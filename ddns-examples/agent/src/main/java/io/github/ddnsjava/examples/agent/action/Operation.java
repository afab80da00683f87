package io.github.ddnsjava.examples.agent.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the running agent can be asked for. This is the only list: the paths of HTTP, the words of the socket and
 * the table of the manual are made from it.
 */
public enum Operation {
    /** Measurements. */
    METRICS("GET", "/metrics", Role.AUDITOR, "The metrics, as Prometheus or OpenMetrics text."),
    /** Whether the process should live on. */
    LIVE(
            "GET",
            "/health/live",
            null,
            "200 `live`. 503 `stopped` if the updater does not run, `stuck` if a regular cycle is 15 minutes late."),
    /** Whether the agent does its work. */
    READY(
            "GET",
            "/health/ready",
            null,
            "200 `ready`. 503 `starting` until the first cycle has ended, `stopped` after the end, `state` while the state"
                    + " cannot be saved."),
    /** The status of each record. */
    STATUS("GET", "/status", Role.AUDITOR, "The status of each record and of what it depends on, as JSON."),
    /** What happens from now on. */
    EVENTS("GET", "/events", Role.AUDITOR, "The events from now on, as server-sent events."),
    /** A cycle. */
    TRIGGER("POST", "/trigger", Role.OPERATOR, "Starts a cycle and does not wait for it."),
    /** What a cycle would do. */
    PLAN("POST", "/plan", Role.OPERATOR, "Says what a cycle would do; writes nothing. One plan at a time."),
    /** No cycles. */
    PAUSE("POST", "/pause", Role.OPERATOR, "Stops cycles until the next resume."),
    /** Cycles again. */
    RESUME(
            "POST",
            "/resume",
            Role.OPERATOR,
            "Ends a pause. With `?record=NAME` it ends the holds on that name's records instead, with `?all` the pause and"
                    + " all holds."),
    /** The configuration. */
    RELOAD(
            "POST",
            "/reload",
            Role.ADMINISTRATOR,
            "Reads the configured file again. 200 if it is in use now, 422 if it is refused and why. 202 if that takes longer"
                    + " than 30 seconds; then the result is an event.");

    private final String method;
    private final String path;
    private final @Nullable Role role;
    private final String meaning;

    Operation(String method, String path, @Nullable Role role, String meaning) {
        this.method = method;
        this.path = path;
        this.role = role;
        this.meaning = meaning;
    }

    /** Returns the operation at that path; empty if there is none. */
    public static Optional<Operation> at(String path) {
        return Arrays.stream(values())
                .filter(operation -> operation.path.equals(path))
                .findFirst();
    }

    /** Returns the operation of that name; empty if there is none. */
    public static Optional<Operation> named(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.toString().equals(name))
                .findFirst();
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /** Returns the path. */
    public String path() {
        return path;
    }

    /** Returns the role that it needs; empty if it needs none. */
    public Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    /** Tells whether it does something, and so is audited. */
    public boolean isAction() {
        return method.equals("POST");
    }

    /** Returns what it does, for the manual. */
    public String meaning() {
        return meaning;
    }

    /** Returns its name: a lower-case word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
