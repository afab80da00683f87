package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Tag("promise-1")
class WhoamiContractTest implements IpDetectorContract.Hostile {
    private FakeWhoami server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeWhoami();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    public IpDetector detector() {
        Map<String, ?> service =
                Map.of("service", "google", "server", "127.0.0.1", "port", server.port(), "operator", "somebody");
        return IpDetectors.create("dns", Settings.of("services", List.of(service)), key -> {
            throw new AssertionError(key);
        });
    }

    @Override
    public Set<IpFamily> families() {
        return Set.of(IpFamily.IPV4);
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        server.rule = FakeWhoami.saying(List.copyOf(addresses));
    }

    /** As the data of a TXT record that is well-formed around it, up to what fits. */
    @Override
    public void sourcesSay(byte[] bytes) {
        server.rule = (query, overStream) -> {
            Message answer = FakeWhoami.reply(query);
            Name name = answer.getQuestion().getName();
            byte[] data = bytes.length > 1000 ? new byte[1000] : bytes;
            answer.addRecord(Record.newRecord(name, Type.value("TYPE65280"), DClass.IN, 0, data), Section.ANSWER);
            byte[] wire = answer.toWire();
            // The type of the answer's record, behind the question and a pointer to its name.
            int type = 12 + name.length() + 4 + 2;
            wire[type] = 0;
            wire[type + 1] = Type.TXT;
            return wire;
        };
    }

    @Override
    public void sourcesFail() {
        server.rule = (query, overStream) -> {
            Message answer = FakeWhoami.reply(query);
            answer.getHeader().setRcode(Rcode.REFUSED);
            return answer.toWire();
        };
    }
}
