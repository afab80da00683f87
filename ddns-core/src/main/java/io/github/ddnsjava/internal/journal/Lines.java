package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Lines of a journal: checksum, space, JSON in ASCII, line feed. */
final class Lines {
    /** The longest line that is read. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int CHECKSUM = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // ASCII, so that no text, however odd, is changed by an encoding.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Lines() {}

    /** Returns the line of a row, its line feed included. */
    static byte[] of(JsonNode row) {
        try {
            String json = MAPPER.writeValueAsString(row);
            String checksum = checksum(json.getBytes(StandardCharsets.US_ASCII), 0, json.length());
            return (checksum + ' ' + json + '\n').getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can always be written", e);
        }
    }

    /** Returns the row of a line without its line feed; empty where the line is not as it was written. */
    static Optional<JsonNode> parse(byte[] line, int length) {
        int start = CHECKSUM + 1;
        if (length < start || line[CHECKSUM] != ' ') {
            return Optional.empty();
        }
        String expected = new String(line, 0, CHECKSUM, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(line, start, length - start))) {
            return Optional.empty();
        }
        try {
            String json = new String(line, start, length - start, StandardCharsets.US_ASCII);
            return Optional.of(MAPPER.readTree(json)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
