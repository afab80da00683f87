package io.github.ddnsjava.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** The embedded server keeps to RFC 2136, so that the quickstart shows what a real one would. */
class NameServerTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Name HOME = Name.fromConstantString("home.example.test.");
    private static final TSIG KEY = new TSIG(TSIG.HMAC_SHA256, Main.KEY_NAME, Main.KEY_SECRET);

    private NameServer server;

    @BeforeEach
    void start() throws Exception {
        server = new NameServer(Main.ZONE, Main.KEY_NAME, Main.KEY_SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static ARecord address(String text) throws IOException {
        return (ARecord) Record.fromString(HOME, Type.A, DClass.IN, 60, text, Name.root);
    }

    private Message send(Message message, TSIG key) throws IOException {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(server.port());
        resolver.setTCP(true);
        resolver.setTimeout(Duration.ofMinutes(1));
        resolver.setTSIGKey(key);
        return resolver.send(message);
    }

    private int update(Update update) throws IOException {
        Message answer = send(update, KEY);
        assertThat(answer.isVerified()).isTrue();
        return answer.getRcode();
    }

    private Message query(Name name, int type) throws IOException {
        return send(Message.newQuery(Record.newRecord(name, type, DClass.IN)), null);
    }

    private List<Record> addresses() throws IOException {
        return query(HOME, Type.A).getSection(Section.ANSWER);
    }

    @Test
    void addsReplacesAndRemovesValues() throws Exception {
        Update add = new Update(ZONE);
        add.add(address("192.0.2.1"));
        add.add(address("192.0.2.2"));
        assertThat(update(add)).isEqualTo(Rcode.NOERROR);
        assertThat(addresses()).containsExactlyInAnyOrder(address("192.0.2.1"), address("192.0.2.2"));

        Update remove = new Update(ZONE);
        remove.delete(address("192.0.2.1"));
        assertThat(update(remove)).isEqualTo(Rcode.NOERROR);
        assertThat(addresses()).containsExactly(address("192.0.2.2"));

        Update clear = new Update(ZONE);
        clear.delete(HOME, Type.A);
        assertThat(update(clear)).isEqualTo(Rcode.NOERROR);
        assertThat(query(HOME, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(query(ZONE, Type.SOA).getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void honoursPrerequisitesAndThenChangesNothing() throws Exception {
        Update exists = new Update(ZONE);
        exists.present(HOME, Type.A);
        exists.add(address("192.0.2.1"));
        assertThat(update(exists)).isEqualTo(Rcode.NXRRSET);

        Update absent = new Update(ZONE);
        absent.absent(HOME, Type.A);
        absent.add(address("192.0.2.1"));
        assertThat(update(absent)).isEqualTo(Rcode.NOERROR);
        Update again = new Update(ZONE);
        again.absent(HOME, Type.A);
        again.add(address("192.0.2.9"));
        assertThat(update(again)).isEqualTo(Rcode.YXRRSET);

        Update other = new Update(ZONE);
        other.present(HOME, Type.A, "192.0.2.2");
        other.add(address("192.0.2.9"));
        assertThat(update(other)).isEqualTo(Rcode.NXRRSET);
        assertThat(addresses()).containsExactly(address("192.0.2.1"));
        assertThat(server.updates()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotSignedByTheKey() throws Exception {
        Update update = new Update(ZONE);
        update.add(address("192.0.2.1"));
        assertThat(send(update, null).getRcode()).isEqualTo(Rcode.REFUSED);

        TSIG wrong = new TSIG(TSIG.HMAC_SHA256, Main.KEY_NAME, "d3Jvbmc=");
        Message answer = send(update, wrong);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTAUTH);
        assertThat(answer.getTSIG().getError()).isEqualTo(Rcode.BADSIG);
        assertThat(server.updates()).isZero();
    }

    @Test
    void ignoresAnAddressBesideAnAliasAndRefusesOtherZones() throws Exception {
        Update alias = new Update(ZONE);
        alias.add(new CNAMERecord(HOME, DClass.IN, 60, ZONE));
        assertThat(update(alias)).isEqualTo(Rcode.NOERROR);
        Update beside = new Update(ZONE);
        beside.add(address("192.0.2.1"));
        assertThat(update(beside)).isEqualTo(Rcode.NOERROR);
        assertThat(addresses()).extracting(Record::getType).containsExactly(Type.CNAME);

        Name elsewhere = Name.fromConstantString("example.net.");
        assertThat(update(new Update(elsewhere))).isEqualTo(Rcode.NOTAUTH);
        assertThat(query(elsewhere, Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        Update outside = new Update(ZONE);
        outside.add(Record.fromString(elsewhere, Type.A, DClass.IN, 60, "192.0.2.1", Name.root));
        assertThat(update(outside)).isEqualTo(Rcode.NOTZONE);
    }

    @Test
    void comesBackAfterAnOutageWithTheSameRecords() throws Exception {
        Update add = new Update(ZONE);
        add.add(address("192.0.2.1"));
        update(add);
        server.stop();
        server.start();
        assertThat(addresses()).containsExactly(address("192.0.2.1"));
    }
}
