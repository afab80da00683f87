package io.github.ddnsjava.examples.agent.log;

/** The forms of the log. */
public enum LogFormat {
    /** A line for people. */
    text,
    /** One JSON object a line. */
    json
}
