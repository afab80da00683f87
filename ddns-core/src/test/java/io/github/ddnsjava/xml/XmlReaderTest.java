package io.github.ddnsjava.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-22")
class XmlReaderTest {
    private static final String HOSTS = """
            <?xml version="1.0" encoding="utf-8"?>
            <ApiResponse Status="OK" xmlns="http://api.example.com/xml" xmlns:x="urn:x" x:type="a">
              <Errors/>
              <x:Hosts>
                <host HostId=" 12 " Address="192.0.2.1">home</host>
                <other>1</other>
                <host HostId="x" Address="home"> <![CDATA[a<b]]> &amp; c
                </host>
              </x:Hosts>
              <Done>TRUE</Done>
            </ApiResponse>""";

    private static XmlReader read(String text) {
        return XmlReader.parse("GET /hosts", text);
    }

    @Test
    void elementsAndAttributesAreFoundByTheirPaths() {
        XmlReader root = read(HOSTS);

        assertThat(root.name()).isEqualTo("ApiResponse");
        assertThat(root.attribute("Status").asText()).isEqualTo("OK");
        assertThat(root.at("@x:type").asText()).isEqualTo("a");
        assertThat(root.at("Hosts/host").asText()).isEqualTo("home");
        assertThat(root.at("Hosts/host/@HostId").asText()).isEqualTo(" 12 ");
        assertThat(root.at("Hosts/host/@Address").asText()).isEqualTo("192.0.2.1");
        assertThat(root.get("Hosts").all("host")).hasSize(2);
        assertThat(root.allAt("Hosts/host").get(1).asText()).isEqualTo("a<b & c");
        assertThat(root.get("Hosts").children()).extracting(XmlReader::name).containsExactly("host", "other", "host");
        assertThat(root.anywhere("host")).isEqualTo(root.allAt("Hosts/host"));
        assertThat(root.asJson().get("Done").asBoolean()).isTrue();
        assertThat(root.get("Errors").asText()).isEmpty();
        assertThat(root.get("Errors").isPresent()).isTrue();
    }

    /** Whoever reads records in JSON reads them in XML by the same paths. */
    @Test
    void anElementInTheFormOfJsonHasItsAttributesAndElementsAsMembers() {
        JsonReader root = read("""
                <r xmlns="urn:x" Status="OK" Count=" 2 ">
                  <Zone><Name>example.com.</Name><Private> False </Private></Zone>
                  <hosts><host Name="www" Address=" v=1 " TTL="60"/><host Name="*" TTL="+61">left out</host></hosts>
                  <one><host Name="alone"/></one><none/>
                </r>""").asJson();

        assertThat(root.members().keySet()).containsExactly("Status", "Count", "Zone", "hosts", "one", "none");
        assertThat(root.get("Status").asText()).isEqualTo("OK");
        assertThat(root.get("Count").asLong()).isEqualTo(2);
        assertThat(root.at("Zone/Name").asText()).isEqualTo("example.com.");
        assertThat(root.at("Zone/Private").asBoolean()).isFalse();
        assertThat(root.at("Zone/Missing").asBoolean(true)).isTrue();
        assertThat(root.at("hosts/host").asList())
                .extracting(host -> host.get("TTL").asSeconds())
                .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(root.at("hosts/host/1/Name").asText()).isEqualTo("*");
        assertThat(root.at("hosts/host").asList().get(0).get("Address").asText())
                .isEqualTo(" v=1 ");
        assertThat(read("<a><b>7</b></a>").asJson().get("b").asId()).isEqualTo("7");
        assertThat(read(" ").asJson().isPresent()).isFalse();
    }

    /** A list of one looks like its item, and an empty one is not there. */
    @Test
    void aListOfAnyLengthIsAList() {
        JsonReader root = read("<r><one><host Name='alone'/></one><none/></r>").asJson();

        assertThat(root.at("one/host").asList())
                .extracting(host -> host.get("Name").asText())
                .containsExactly("alone");
        assertThat(root.at("none/host").asList()).isEmpty();
        assertThat(root.at("one/host")).isEqualTo(read("<host Name='alone'/>").asJson());
    }

    /** Of two members of one name in JSON nobody knows which one counts, either. */
    @Test
    @Tag("promise-13")
    void anElementThatComesAgainIsRefusedWhereOneIsAskedFor() {
        JsonReader root =
                read("<r><list><a>1</a></list><list><a>2</a></list></r>").asJson();

        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> root.at("list/a").asList(),
                () -> root.get("list").members(),
                () -> root.at("list/a").isPresent())) {
            assertWrong(reading, "GET /hosts /r.list is there 2 times; expected one");
        }
        assertWrong(() -> root.get("list").asLong(), "GET /hosts /r.list is there 2 times; expected a whole number");
        assertThat(root.at("list/1/a").asLong()).isEqualTo(2);
    }

    /** Nobody knows which of the two counts. */
    @Test
    @Tag("promise-13")
    void anAttributeAndAnElementOfOneNameAreTwoValues() {
        JsonReader root = read("<r Status='OK'><Status>failed</Status></r>").asJson();

        assertWrong(() -> root.get("Status").asText(), "GET /hosts /r.Status is there 2 times; expected a text");
        assertThat(root.get("Status").asList()).extracting(JsonReader::asText).containsExactly("OK", "failed");
    }

    /** A service can add an attribute to an element whose text is read, such as its type. */
    @Test
    void theTextOfAnElementIsReadAlsoIfItHasAttributes() {
        JsonReader root = read("""
                <r xmlns:xsi="urn:x"><Id xsi:type="int"> 7 </Id><Done xsi:type="b">True</Done><None xsi:nil="1"/>
                  <Some a="1"><b/>text</Some></r>""").asJson();

        assertThat(root.get("Id").asText()).isEqualTo("7");
        assertThat(root.get("Id").asId()).isEqualTo("7");
        assertThat(root.get("Id").scalar()).isEqualTo("7");
        assertThat(root.get("Id").asLong()).isEqualTo(7);
        assertThat(root.get("Id").asLenientLong()).isEqualTo(7);
        assertThat(root.get("Id").isText()).isTrue();
        assertThat(root.get("Id").members().keySet()).containsExactly("xsi:type");
        assertThat(root.get("Done").asBoolean()).isTrue();
        assertThat(root.get("None").asText()).isEmpty();
        assertWrong(() -> root.get("Some").asText(), "GET /hosts /r.Some is of another form; expected a text");
        assertThat(root.get("Id"))
                .isNotEqualTo(read("<Id xsi:type='int'>8</Id>").asJson());
    }

    @Test
    void whatIsMissingInATreeOfTextsIsMissing() {
        Map<String, @Nullable Object> tree = new HashMap<>();
        tree.put("none", null);
        tree.put("list", Arrays.asList("a", null));
        JsonReader root = JsonReader.ofTexts("a tree", tree);

        assertThat(root.get("none").isPresent()).isFalse();
        assertThat(root.get("none").asList()).isEmpty();
        assertThat(root.get("list").asList()).extracting(JsonReader::isPresent).containsExactly(true, false);
        assertThat(JsonReader.ofTexts("a tree", null).isPresent()).isFalse();
        assertWrong(() -> read(" ").asJson().at("a/b").asText(), "GET /hosts /.a.b is missing; expected a text");
        assertWrong(() -> read(" ").at("a/@b").asText(), "GET /hosts /a/@b is missing; expected a text");
    }

    @Test
    void aValueInTheFormOfJsonSaysItsPathAndWhatWasExpected() {
        JsonReader root = read("<r><n>many</n><list><a/><a/></list></r>").asJson();

        assertThatThrownBy(() -> root.get("n").asLong())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("GET /hosts /r.n is of another form; expected a whole number");
        assertThatThrownBy(() -> root.get("n").asBoolean()).hasMessageEndingWith("expected true or false");
        assertThatThrownBy(() -> root.at("list/a").asText())
                .hasMessage("GET /hosts /r.list.a is there 2 times; expected a text");
        assertThatThrownBy(() -> root.get("no").asLong())
                .hasMessage("GET /hosts /r.no is missing; expected a whole number");
    }

    /** Values of records stand in attributes at some services, and what is repeated must not lose a space. */
    @Test
    @Tag("promise-13")
    void theTextOfAnAttributeKeepsTheSpacesAtItsEndsAndNumbersAndFlagsHaveNone() {
        XmlReader root = read("<a text=' v=1 ' number=' 7 ' flag=' True '> v=1 </a>");

        assertThat(root.attribute("text").asText()).isEqualTo(" v=1 ");
        assertThat(root.asText()).isEqualTo("v=1");
        assertThat(root.asJson().get("text").asText()).isEqualTo(" v=1 ");
        assertThat(root.asJson().get("number").asSeconds()).isEqualTo(Duration.ofSeconds(7));
        assertThat(root.asJson().get("flag").asBoolean()).isTrue();
        assertThat(root.asJson().get("flag").asBoolean(false)).isTrue();
        assertThat(root.asJson().get("none").asBoolean(true)).isTrue();
        assertThat(root.asJson().get("none").asBoolean(false)).isFalse();
    }

    @Test
    void aFlagOfTwoWordsIsNoThirdWord() {
        JsonReader root =
                read("<a state='done'><b> pending </b><c>Done</c></a>").asJson();

        assertThat(root.get("state").asFlag("done", "pending")).isTrue();
        assertThat(root.get("b").asFlag("done", "pending")).isFalse();
        assertWrong(
                () -> root.get("c").asFlag("done", "pending"),
                "GET /hosts /a.c is of another form; expected done or pending");
        assertWrong(() -> root.get("d").asFlag("done", "pending"), "GET /hosts /a.d is missing; expected a text");
    }

    /** Elements of a path are new ones: what is put after it does not stand in them. */
    @Test
    void aPathOfElementsHasOneOfEachButTheLast() {
        assertThat(XmlWriter.document("root")
                        .elements("a/b/c", List.of("x", "y"), XmlWriter::text)
                        .element("a/d", d -> d.put("e", 1)))
                .hasToString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<root><a><b><c>x</c><c>y</c></b></a>"
                        + "<a><d><e>1</e></d></a></root>");
    }

    @Test
    void whatIsMissingIsAMissingValueWhereverItStands() {
        XmlReader nothing = read(HOSTS).at("No/Such/@thing");

        assertThat(nothing.isPresent()).isFalse();
        assertThat(nothing.optional()).isEmpty();
        assertThat(nothing.isText()).isFalse();
        assertThat(nothing.name()).isEmpty();
        assertThat(nothing.children()).isEmpty();
        assertThat(nothing.anywhere("x")).isEmpty();
        assertThat(nothing.allAt("x/y")).isEmpty();
        assertThat(read("  ").isPresent()).isFalse();
        assertThat(read("").get("a").isPresent()).isFalse();
    }

    @Test
    void aMessageNamesThePathAndQuotesNothing() {
        XmlReader root = read(HOSTS);

        assertWrong(() -> root.at("Hosts/no").asText(), "GET /hosts /ApiResponse/Hosts/no is missing; expected a text");
        assertWrong(
                () -> root.get("Hosts").asText(),
                "GET /hosts /ApiResponse/Hosts is an element with elements in it; expected a text");
        assertWrong(
                () -> root.allAt("Hosts/host").get(1).attribute("no").asText(),
                "GET /hosts /ApiResponse/Hosts[1]/host[2]/@no is missing; expected a text");
        assertWrong(
                () -> root.asJson().at("Hosts/host/1/HostId").asLong(),
                "GET /hosts /ApiResponse.Hosts.host[1].HostId is of another form; expected a whole number");
        assertWrong(
                () -> root.asJson().at("Hosts/host/1/Address").asAddress(),
                "GET /hosts /ApiResponse.Hosts.host[1].Address is no address; expected an IP address");
        assertWrong(
                () -> root.asJson().get("Errors").asBoolean(true),
                "GET /hosts /ApiResponse.Errors is empty; expected true or false");
        assertWrong(() -> read(" ").asText(), "GET /hosts / is missing; expected a text");
        assertThat(root.at("Hosts/host/@HostId")).hasToString("GET /hosts /ApiResponse/Hosts/host/@HostId");
    }

    private static void assertWrong(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(ProtocolException.class).hasMessage(message);
    }

    @Test
    void aNameFromOutsideDoesNotMakeAMessageLong() {
        XmlReader root = read("<" + "n".repeat(900) + "/>");

        assertThatThrownBy(() -> root.get("a").asText()).message().hasSizeLessThan(150);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-5,-5",
        "+7,7",
        "' 42 ',42",
        "999999999999999999,999999999999999999",
        "9999999999999999999,",
        "1.5,",
        "0x10,",
        "'',",
        "١,"
    })
    void aNumberIsWhole(String text, Long number) {
        JsonReader value = read("<n>" + text + "</n>").asJson();
        if (number == null) {
            assertThatThrownBy(value::asLong).isInstanceOf(ProtocolException.class);
        } else {
            assertThat(value.asLong()).isEqualTo(number);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x'><r/>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r a='&x;'/>",
                "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;</r>",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]><r/>",
                "<!DOCTYPE r [<!ATTLIST r a CDATA 'b'>]><r/>"
            })
    void aDocumentTypeIsRefused(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("GET /hosts: the answer has a document type or entities, which are refused");
    }

    @Test
    @Tag("regression")
    void aBillionLaughsAreRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE r [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        bomb.append("]><r>&l11;</r>");

        assertThatThrownBy(() -> read(bomb.toString()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("has a document type");
    }

    @Test
    void nothingIsEverFetched() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1"))) {
            String at = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            for (String document : new String[] {
                "<!DOCTYPE r SYSTEM '" + at + "'><r/>",
                "<!DOCTYPE r PUBLIC 'p' '" + at + "'><r/>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM '" + at + "'>]><r>&x;</r>",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM '" + at + "'> %x;]><r/>",
                "<r xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='" + at + "'/></r>",
                "<?xml-stylesheet href='" + at + "'?><r xmlns:s='http://www.w3.org/2001/XMLSchema-instance'"
                        + " s:schemaLocation='u " + at + "'/>"
            }) {
                try {
                    read(document);
                } catch (ProtocolException refused) {
                    assertThat(refused).hasMessageContaining("document type");
                }
            }
            server.setSoTimeout(1); // whoever fetched something did so above, and waits in the queue
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "<r>",
                "<r></s>",
                "<r>&x;</r>",
                "<r/><r/>",
                "<r>\u0001</r>",
                "<r a='1' a='2'/>",
                "{}",
                "<r>AT&T</r>",
                "<r>&#0;</r>",
                "<>",
                "<r/>x"
            })
    void whatIsNotWellFormedIsRefused(String document) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("GET /hosts: the answer ");
    }

    @Test
    void aWebPageAndBytesOfAnotherEncodingAreNamed() {
        for (String page : new String[] {"<!DOCTYPE html><html><body>", "\uFEFF\n<HTML><br>", "<html/>"}) {
            assertThatThrownBy(() -> read(page)).hasMessage("GET /hosts: the answer is HTML, not XML");
        }
        assertThatThrownBy(() -> read("<r>\uDCFC</r>"))
                .hasMessage("GET /hosts: the answer is not UTF-8, or not in the encoding that it names");
        assertThat(read("\uFEFF\r\n<?xml version='1.0' encoding='ISO-8859-1'?><r>Köln</r>")
                        .asText())
                .as("the text was decoded already")
                .isEqualTo("Köln");
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThat(read("<r>".repeat(64) + "</r>".repeat(64)).name()).isEqualTo("r");
        assertThatThrownBy(() -> read("<r>".repeat(65) + "</r>".repeat(65)))
                .hasMessage("GET /hosts: the answer is nested too deeply");
        assertThatThrownBy(() -> read("<r>" + "<a/>".repeat(250_000) + "</r>"))
                .hasMessage("GET /hosts: the answer has more than 250000 elements and attributes");
        XmlReader wide = read("<r>" + "<a/>".repeat(100_000) + "</r>");
        assertThat(wide.all("a")).hasSize(100_000);
        assertThat(read("<r>" + "&lt;&#65;".repeat(20_000) + "</r>").asText()).hasSize(40_000);
    }
}
