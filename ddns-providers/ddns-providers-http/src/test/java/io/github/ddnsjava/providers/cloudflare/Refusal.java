package io.github.ddnsjava.providers.cloudflare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The fake's refusal of a request: a status, and the vendor's envelope of errors. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode envelope;

    private Refusal(int status, ObjectNode envelope) {
        super(envelope.toString());
        this.status = status;
        this.envelope = envelope;
    }

    /** A refusal with one error. */
    static Refusal of(int status, int code, String message) {
        ObjectNode envelope = envelope();
        error(envelope, code, message);
        return new Refusal(status, envelope);
    }

    /** A refusal whose error has its cause in a chain. */
    static Refusal chained(int code, String message, int causeCode, String causeMessage) {
        ObjectNode envelope = envelope();
        error(envelope, code, message)
                .putArray("error_chain")
                .addObject()
                .put("code", causeCode)
                .put("message", causeMessage);
        return new Refusal(400, envelope);
    }

    /** A record that does not pass the vendor's validation. */
    static Refusal invalid(int causeCode, String causeMessage) {
        return chained(1004, "DNS Validation Error", causeCode, causeMessage);
    }

    private static ObjectNode envelope() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("success", false);
        envelope.putArray("errors");
        envelope.putArray("messages");
        return envelope.putNull("result");
    }

    private static ObjectNode error(ObjectNode envelope, int code, String message) {
        return envelope.withArray("errors").addObject().put("code", code).put("message", message);
    }

    int status() {
        return status;
    }

    String body() {
        return envelope.toString();
    }
}
