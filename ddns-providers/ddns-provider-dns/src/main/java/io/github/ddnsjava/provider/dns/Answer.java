package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.exception.ProtocolException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * A server's answer, of which is known whether it may be believed. Immutable in use.
 *
 * @param message the answer
 * @param trusted whether it bears a good signature, or none was asked for
 */
record Answer(Message message, boolean trusted) {
    /**
     * Reads an answer.
     *
     * @param query what was sent, with its signature
     * @param bytes what came back
     * @param tsig what the query was signed with; null for none
     * @throws ProtocolException if that is not an answer to the query
     */
    static Answer parse(Message query, byte[] bytes, @Nullable TSIG tsig) {
        Message answer;
        try {
            answer = new Message(bytes);
        } catch (IOException | RuntimeException e) {
            throw new ProtocolException("the DNS server's answer is not a DNS message", e);
        }
        Header asked = query.getHeader();
        Header given = answer.getHeader();
        if (!given.getFlag(Flags.QR) || given.getID() != asked.getID() || given.getOpcode() != asked.getOpcode()) {
            throw new ProtocolException("the DNS server's answer does not belong to the request");
        }
        Record question = answer.getQuestion();
        if (question != null && !question.equals(query.getQuestion())) {
            throw new ProtocolException("the DNS server's answer repeats another question");
        }
        return new Answer(answer, tsig == null || tsig.verify(answer, bytes, query.getTSIG()) == Rcode.NOERROR);
    }

    /** Returns the response code in the header. */
    int rcode() {
        return message.getHeader().getRcode();
    }

    /** Tells whether the server says that it is an authority for the name. */
    boolean authoritative() {
        return message.getHeader().getFlag(Flags.AA);
    }

    /** Returns the error that a TSIG record tells, if there is one: 0 for none. */
    int tsigError() {
        return tsig().map(TSIGRecord::getError).orElse(Rcode.NOERROR);
    }

    /** Returns the TSIG record. */
    Optional<TSIGRecord> tsig() {
        return Optional.ofNullable(message.getTSIG());
    }
}
