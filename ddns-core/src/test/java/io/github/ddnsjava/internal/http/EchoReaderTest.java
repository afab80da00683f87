package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-1")
@Tag("promise-22")
class EchoReaderTest {
    private static final int MAX_BYTES = 64;
    private static final String LONG_NAME =
            "X-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";

    @Test
    void readsABodyOfTheAnnouncedLength() throws IOException {
        EchoReader.Message message = read(
                "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=utf-8\r\n" + "Content-Length: 7\r\n\r\n1.2.3.4");

        assertThat(message)
                .isEqualTo(new EchoReader.Message(200, "text/plain", message.headers(), "1.2.3.4", true, false));
        assertThat(message.headers())
                .isEqualTo(
                        Map.of("content-type", List.of("Text/Plain; charset=utf-8"), "content-length", List.of("7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 9112 section 4: the reason may be missing, or anything; newer minor versions are read as 1.1.
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1  200\tOK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 \u00C5\u0085 d'accord: 200!\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok",
                // RFC 9110 section 5: names in any case, any token; values may be empty, and hold bytes above 0x7F.
                "HTTP/1.1 200 OK\r\nCONTENT-LENGTH: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-City: \u00C5\u0085lesund\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-City: \u0080\u0085\u00A0\u00FF\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX:\r\nX-1.a_b~c!#$%&'*+^`|:\t\tv\t\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\n" + LONG_NAME + ": x\r\nContent-Length: 2\r\n\r\nok",
                // RFC 9112 section 5.2: a fold is a space.
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\t \tc\r\n \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                // RFC 9110 section 8.6: digits, zeros before them; the same value again.
                "HTTP/1.1 200 OK\r\nContent-Length: 00000000000002\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                // RFC 9112 section 7: codings in any case, chunk sizes too; extensions and trailers are passed over.
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: , chunked ,\r\n\r\n2\r\nok\r\n000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000000002 ; a=\"\u0085;\" ; b\r\nok\r\n0;c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: \u0085\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
                // RFC 9110 section 15.2: any number of interim answers, with any fields.
                "HTTP/1.1 100\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 x\r\nContent-Length: 9\r\n\r\n"
                        + "HTTP/1.1 199 y\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length:2 \r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: identity\r\n\r\nok",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\no\r\n01\r\nk\r\n0\r\nTrailer: x\r\n\r\n"
            })
    void readsEveryWholeForm(String answer) throws IOException {
        EchoReader.Message message = read(answer);

        assertThat(message).isEqualTo(new EchoReader.Message(200, "", message.headers(), "ok", true, false));
    }

    @Test
    void aFoldIsASpace() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\t \tc \r\nContent-Length: 0\r\n\r\n")
                        .headers())
                .containsEntry("x", List.of("a b c"));
    }

    @Test
    void theContentTypeIsReadInAnyForm() throws IOException {
        for (String type :
                List.of("TEXT/Plain", "text/plain ; charset=\"utf-8\"", "text/plain\r\nContent-type: Text/plain")) {
            assertThat(read("HTTP/1.1 200 OK\r\ncontent-TYPE: " + type + "\r\nContent-Length: 0\r\n\r\n")
                            .contentType())
                    .isEqualTo("text/plain");
        }
    }

    @Test
    void anOldServersAnswerMayBeChunkedAndEndsItsConnection() throws IOException {
        EchoReader.Message message = read(
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n2\r\nok\r\n0\r\n\r\n");

        assertThat(message.body()).isEqualTo("ok");
        assertThat(message.reusable()).isFalse();
    }

    @Test
    void aRequestIsReadInAnyForm() throws IOException {
        for (String line : List.of(
                "NOTIFY /p HTTP/1.1",
                "\r\nNOTIFY /p HTTP/1.0",
                "NOTIFY http://192.0.2.1:8/p HTTP/1.1",
                "NOTIFY HTTP://h/p HTTP/1.1")) {
            LanHttp.Request request = new EchoReader(
                            new ByteArrayInputStream((line + "\r\nnt:\r\n upnp:event\r\nSID: \u0085\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1)),
                            MAX_BYTES)
                    .readRequest();

            assertThat(request.target()).as(line).isEqualTo("/p");
            assertThat(request.headers()).containsEntry("nt", "upnp:event").containsEntry("sid", "\u0085");
        }
    }

    @Test
    void knowsWhenTheConnectionEnds() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 2\r\n\r\nok")
                        .reusable())
                .isFalse();
        assertThat(read("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok").reusable())
                .isFalse();
    }

    @Test
    void readsNoBodyWhereThereIsNone() throws IOException {
        assertThat(read("HTTP/1.1 204 No Content\r\n\r\n").body()).isEmpty();
    }

    @Test
    void takesABodyThatEndsWithTheConnectionAndSaysIfItMayBeCut() throws IOException {
        for (String head :
                List.of("HTTP/1.0 200 OK\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.1 200 OK\r\n")) {
            for (String body : List.of("1.2.3.14", "1.2.3.14\n", "1.2.3.14\r\n", "")) {
                EchoReader.Message message = read(head + "\r\n" + body);

                assertThat(message.body()).isEqualTo(body);
                assertThat(message.mayBeCut()).isEqualTo(!body.endsWith("\n"));
                assertThat(message.reusable()).isFalse();
            }
        }
    }

    static Stream<Arguments> refusals() {
        String head = "HTTP/1.1 200 OK\r\n";
        String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of("", "cut within its headers"),
                Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "not HTTP/1.1"),
                Arguments.of("HTTP/2 200 OK\r\n\r\n", "not HTTP/1.1"),
                Arguments.of("HTTP/1.1 2000 OK\r\n\r\n", "not HTTP/1.1"),
                Arguments.of("HTTP/1.1 099 OK\r\n\r\n", "not HTTP/1.1"),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Le", "cut within its headers"),
                Arguments.of("x".repeat(17_000), "headers are larger than 16384 bytes"),
                Arguments.of(head + ("X: " + "y".repeat(100) + "\r\n").repeat(170), "headers are larger"),
                Arguments.of(head + "X: " + "y".repeat(17_000), "headers are larger"),
                Arguments.of(head + " Content-Length: 2\r\n\r\nok", "header line is malformed"),
                Arguments.of(head + "Content-Length: 2\r\n 3\r\n\r\nok", "not a number"),
                Arguments.of(head + "no colon\r\n\r\n", "header line is malformed"),
                Arguments.of(head + "N\u00E4me: x\r\n\r\n", "header line is malformed"),
                Arguments.of(head + "Content-Length : 2\r\n\r\nok", "header line is malformed"),
                Arguments.of(head + ": 2\r\n\r\n", "header line is malformed"),
                Arguments.of(head + "X: a\u0000b\r\n\r\n", "control characters"),
                Arguments.of(head + "X: a\rContent-Length: 2\r\n\r\nok", "control characters"),
                Arguments.of(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok!", "headers that differ"),
                Arguments.of(head + "Content-Length: 2, 3\r\n\r\nok!", "headers that differ"),
                Arguments.of(head + "Content-Length: 2, x\r\n\r\nok", "not a number"),
                Arguments.of(head + "Content-Length:\r\n\r\nok", "not a number"),
                Arguments.of(head + "Content-Length: 0x2\r\n\r\nok", "not a number"),
                Arguments.of(head + "Content-Length: -2\r\n\r\nok", "not a number"),
                Arguments.of(head + "Content-Length: +2\r\n\r\nok", "not a number"),
                Arguments.of(head + "Content-Length: 99999999999\r\n\r\nok", "not a number within bounds"),
                Arguments.of(head + "Content-Length: 65\r\n\r\n", "larger than 64 bytes"),
                Arguments.of(head + "Content-Length: 8\r\n\r\n1.2.3.1", "cut: 7 of 8 bytes"),
                Arguments.of(
                        head + "Content-Type: text/plain\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
                        "headers that differ"),
                Arguments.of(head + "Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\nok", "compressed"),
                Arguments.of(
                        head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                        "both a length and chunks"),
                Arguments.of(
                        head + "Content-Length: 2\r\nTransfer-Encoding: identity\r\n\r\nok",
                        "both a length and chunks"),
                Arguments.of(head + "Transfer-Encoding: gzip, chunked\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding: chunked, chunked\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding: chunked, gzip\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding: chunked;q=1\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding: xchunked\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding:\r\n\r\n", "not chunked"),
                Arguments.of(head + "Transfer-Encoding: \u000Bchunked\r\n\r\n", "control characters"),
                Arguments.of(head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "not chunked"),
                Arguments.of(chunked + "zz\r\n", "chunk has no size"),
                Arguments.of(chunked + "-1\r\n", "chunk has no size"),
                Arguments.of(chunked + "fffffffff\r\n", "chunk has no size"),
                Arguments.of(chunked + "fffffff\r\n", "larger than 64 bytes"),
                Arguments.of(chunked + "2\r\nokk\r\n0\r\n\r\n", "longer than its size"),
                Arguments.of(chunked + "7\r\n1.2.3", "cut: 5 of 7"),
                Arguments.of(chunked + "7\r\n1.2.3.1\r\n", "cut within"),
                Arguments.of(chunked + "20\r\n" + "1".repeat(32) + "\r\n21\r\n", "larger than 64 bytes"),
                Arguments.of(chunked + "0\r\n" + "X: y\r\n".repeat(9000), "headers are larger"),
                Arguments.of(head + "\r\n" + "1".repeat(65), "larger than 64 bytes"),
                Arguments.of("HTTP/1.0 200 OK\r\n\r\n" + "1".repeat(65), "larger than 64 bytes"),
                Arguments.of("HTTP/1.1 101 Switching\r\n\r\n", "another protocol"),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000), "headers are larger"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatIsNotPlainlyWhole(String answer, String why) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private static EchoReader.Message read(String answer) throws IOException {
        return new EchoReader(new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)), MAX_BYTES).read();
    }
}
