package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come, they are read, passed over or refused: nothing else happens. */
@Tag("promise-1")
@Tag("promise-22")
class RouterMessagesPropertiesTest {
    private static final IpAddress CLIENT = IpAddress.parse("192.168.77.10");
    private static final String SOAP = "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"x\"><s:Body>"
            + "<u:GetExternalIPAddressResponse xmlns:u=\"y\"><NewExternalIPAddress>9.9.9.9</NewExternalIPAddress>"
            + "</u:GetExternalIPAddressResponse></s:Body></s:Envelope>";

    @Property
    void aNatPmpAnswerIsReadOrPassedOver(@ForAll byte[] datagram) {
        Optional<NatPmp> answer = NatPmp.read(datagram);

        answer.filter(read -> read.result() == 0)
                .ifPresent(read -> assertThat(datagram).hasSize(12).startsWith(0, 0x80));
    }

    @Property
    void aNatPmpAnswerSaysWhatWasWritten(@ForAll short result, @ForAll int epoch, @ForAll @Size(4) byte[] external) {
        byte[] datagram = ByteBuffer.allocate(12)
                .put((byte) 0)
                .put((byte) 0x80)
                .putShort(result)
                .putInt(epoch)
                .put(external)
                .array();

        NatPmp answer = NatPmp.read(datagram).orElseThrow();

        assertThat(answer)
                .isEqualTo(
                        new NatPmp(Short.toUnsignedInt(result), Integer.toUnsignedLong(epoch), IpAddress.of(external)));
        assertThat(answer.problem().isEmpty()).isEqualTo(result == 0);
        assertThat(NatPmp.isAnnouncement(datagram)).isTrue();
    }

    @Property
    void aTruncatedOrOverlongNatPmpAddressIsNotRead(@ForAll @IntRange(min = 0, max = 40) int length) {
        byte[] datagram = new byte[length];
        if (length > 1) {
            datagram[1] = (byte) 0x80;
        }

        assertThat(NatPmp.read(datagram)).matches(answer -> answer.isPresent() == (length == 12));
    }

    @Property
    void aPcpAnswerIsReadOrPassedOver(@ForAll @Size(max = 1200) byte[] datagram, @ForAll @Size(12) byte[] nonce) {
        Pcp mapping = new Pcp(nonce, CLIENT, 40000);

        mapping.read(datagram)
                .filter(answer -> answer.result() == 0)
                .ifPresent(answer ->
                        assertThat(Arrays.copyOfRange(datagram, 24, 36)).isEqualTo(nonce));
        Pcp.isAnnouncement(datagram);
    }

    @Property
    void noPcpAnswerIsTakenThatDiffersInWhatIdentifiesIt(
            @ForAll @Size(12) byte[] nonce,
            @ForAll @IntRange(min = 0, max = 59) int at,
            @ForAll @IntRange(min = 1, max = 255) int flip) {
        Pcp mapping = new Pcp(nonce, CLIENT, 40000);
        byte[] answer = pcpAnswer(mapping, "9.9.9.9");
        assertThat(mapping.read(answer)).isPresent();

        answer[at] ^= (byte) flip;

        // Version, opcode, nonce, protocol and internal port.
        boolean identifies = at < 2 || at >= 24 && at < 37 || at == 40 || at == 41;
        assertThat(mapping.read(answer).isPresent()).isEqualTo(!identifies);
    }

    @Property
    void aTruncatedPcpAnswerIsNotTaken(@ForAll @IntRange(min = 0, max = 59) int length) {
        Pcp mapping = new Pcp(new byte[12], CLIENT, 40000);

        assertThat(mapping.read(Arrays.copyOf(pcpAnswer(mapping, "9.9.9.9"), length)))
                .isEmpty();
    }

    static byte[] pcpAnswer(Pcp mapping, String external) {
        byte[] answer = mapping.request(120);
        answer[1] |= (byte) 0x80;
        System.arraycopy(new byte[16], 0, answer, 8, 16);
        System.arraycopy(IpAddress.parse(external).toBytes(), 0, answer, 56, 4);
        return answer;
    }

    @Property(tries = 300)
    void aCutDocumentIsRefused(@ForAll @IntRange(min = 0, max = 10_000) int at) throws IOException {
        assertThat(Xml.parse(SOAP).text("NewExternalIPAddress")).contains("9.9.9.9");
        String cut = SOAP.substring(0, at % (SOAP.length() - 1));

        assertThat(refusal(cut)).isTrue();
    }

    @Property
    void aDocumentIsReadOrRefused(@ForAll("documents") String document) {
        refusal(document);
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> noise =
                Arbitraries.strings().withCharRange((char) 0, (char) 255).ofMaxLength(60);
        Arbitrary<String> markup = Arbitraries.of(
                        "<a>",
                        "</a>",
                        "<a",
                        "/>",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "-->",
                        "<?xml",
                        "?>",
                        "&amp;",
                        "&x;",
                        "&#0;",
                        "<!DOCTYPE a>",
                        "<u:a xmlns:u='",
                        "'",
                        ">",
                        "x",
                        "\u00ff",
                        "\u0000",
                        SOAP)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(noise, markup);
    }

    @Property
    void aSearchAnswerIsReadOrPassedOver(@ForAll("documents") String noise) {
        Ssdp.location("HTTP/1.1 200 OK\r\nLOCATION: " + noise + "\r\n\r\n");
        Ssdp.location(noise);
    }

    @Property
    void aDescriptionIsReadOrRefused(@ForAll("documents") String url) throws Exception {
        RouterPath path = new RouterPath(
                IpAddress.parse("127.0.0.1"), IpAddress.parse("127.0.0.1"), NetworkInterface.getByIndex(1));
        String escaped = url.replaceAll("[^!-~]|[&<>]", "");
        Xml description = Xml.parse("<root><URLBase>" + escaped + "</URLBase><service><serviceType>"
                + "urn:schemas-upnp-org:service:WANIPConnection:1</serviceType><controlURL>" + escaped
                + "</controlURL><eventSubURL>" + escaped + "</eventSubURL></service></root>");
        try {
            WanService.read(description, URI.create("http://127.0.0.1/x"), path)
                    .forEach(service -> assertThat(service.control().getHost()).isEqualTo("127.0.0.1"));
        } catch (IOException refused) {
            assertThat(refused).hasMessageStartingWith("the router's");
        }
    }

    private static boolean refusal(String document) {
        String latin1 = new String(document.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        try {
            Xml.parse(latin1).text("NewExternalIPAddress");
            return false;
        } catch (IOException refused) {
            assertThat(refused).hasMessageStartingWith("the router's XML");
            return true;
        }
    }
}
