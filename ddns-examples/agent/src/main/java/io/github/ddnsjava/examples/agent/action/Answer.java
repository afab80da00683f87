package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The answer to an operation.
 *
 * @param kind how it went
 * @param word the outcome in one word, for the audit trail
 * @param body what the caller gets
 */
public record Answer(Kind kind, String word, ObjectNode body) {
    /** How it went. */
    public enum Kind {
        /** It is done. */
        DONE(200),
        /** It was begun. */
        STARTED(202),
        /** The request is wrong. */
        WRONG(400),
        /** There is no such record. */
        UNKNOWN(404),
        /** It is not possible now, because of what else goes on. */
        BUSY(409),
        /** The configuration file cannot be used. */
        REFUSED(422),
        /** The updater cannot do it at present. */
        UNAVAILABLE(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        /** Returns the status by which HTTP says so. */
        public int httpStatus() {
            return httpStatus;
        }
    }

    /** Returns an answer with a content. */
    static Answer done(ObjectNode body) {
        return new Answer(Kind.DONE, "done", body);
    }

    /** Returns an answer of one word. */
    static Answer of(Kind kind, String word) {
        return new Answer(kind, word, JsonNodeFactory.instance.objectNode().put("outcome", word));
    }

    /** Returns an answer that says what is wrong. */
    static Answer wrong(Kind kind, String word, String message) {
        return new Answer(kind, word, AnswerJson.failed(word, message));
    }

    /** Tells whether it was done or begun. */
    public boolean isGood() {
        return kind == Kind.DONE || kind == Kind.STARTED;
    }
}
