package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.exception.ProtocolException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The question "who asks?", and how its answer is read. Immutable and thread-safe.
 *
 * @param name what is asked for
 * @param text whether the address comes as TXT, rather than as A or AAAA
 * @param chaos whether it is asked in the class CHAOS
 */
record WhoamiQuestion(Name name, boolean text, boolean chaos) {
    private static final SecureRandom RANDOM = new SecureRandom();

    Message query(IpFamily family) {
        int type = text ? Type.TXT : family == IpFamily.IPV4 ? Type.A : Type.AAAA;
        Message query = Message.newQuery(Record.newRecord(name, type, chaos ? DClass.CHAOS : DClass.IN));
        query.getHeader().setID(RANDOM.nextInt(1 << 16));
        if (chaos) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        return query;
    }

    /**
     * Reads an answer, of which only the transport's own checks were made.
     *
     * @throws DetectionException if it is none to the query, or does not say just one address
     */
    IpAddress address(Message query, byte[] bytes) {
        Message answer;
        try {
            answer = Answer.parse(query, bytes, null).message();
        } catch (ProtocolException e) {
            throw new DetectionException("it answered something else than was asked");
        }
        if (answer.getQuestion() == null) {
            throw new DetectionException("its answer does not repeat the question");
        }
        if (answer.getHeader().getFlag(Flags.TC)) {
            throw new DetectionException("its answer is truncated");
        }
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new DetectionException("it answered " + Rcode.string(answer.getRcode()));
        }
        Set<IpAddress> found = new HashSet<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record.getName().equals(name)
                    && record.getType() == query.getQuestion().getType()
                    && record.getDClass() == query.getQuestion().getDClass()) {
                address(record).ifPresent(found::add);
            }
        }
        if (found.size() != 1) {
            throw new DetectionException(
                    found.isEmpty() ? "its answer has no address" : "its answer has several addresses");
        }
        return found.iterator().next();
    }

    /**
     * Google adds a text about the client's subnet, Akamai's come as pairs; both say the asker's address in one only.
     */
    private static Optional<IpAddress> address(Record record) {
        if (!(record instanceof TXTRecord text)) {
            byte[] data = record.rdataToWireCanonical();
            return data.length == 4 || data.length == 16 ? Optional.of(IpAddress.of(data)) : Optional.empty();
        }
        List<String> strings = text.getStrings();
        String last = strings.isEmpty() ? "" : strings.get(strings.size() - 1);
        if (last.startsWith("edns0-client-subnet ")
                || strings.size() == 2 && strings.get(0).equals("ecs")) {
            return Optional.empty();
        }
        boolean named = strings.size() == 2
                && (strings.get(0).equals("ns") || strings.get(0).equals("ip"));
        if (strings.size() != 1 && !named) {
            throw new DetectionException("its answer is not just one address");
        }
        return Optional.of(IpAddress.tryParse(last)
                .orElseThrow(() -> new DetectionException("its answer is not just one address")));
    }
}
