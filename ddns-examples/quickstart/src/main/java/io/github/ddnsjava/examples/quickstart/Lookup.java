package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** Asks a {@link NameServer} as anybody would, over UDP. Stateless. */
public final class Lookup {
    private Lookup() {}

    /**
     * Returns the addresses of a name with spaces between them; a hyphen if there is none.
     *
     * @param type a constant of {@link org.xbill.DNS.Type}
     * @throws IOException if the server does not answer within 2 seconds
     */
    public static String of(NameServer server, String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(server.port());
        resolver.setTimeout(Duration.ofSeconds(2));
        Record question = Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
        List<Record> answer = resolver.send(Message.newQuery(question)).getSection(Section.ANSWER);
        return answer.isEmpty()
                ? "-"
                : answer.stream()
                        .map(record -> IpAddress.parse(record.rdataToString()).toString())
                        .collect(Collectors.joining(" "));
    }
}
