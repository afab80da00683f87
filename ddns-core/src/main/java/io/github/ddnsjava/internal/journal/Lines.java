package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.internal.JsonFactories;
import io.github.ddnsjava.internal.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Lines of a journal: checksum, space, JSON in ASCII, line feed. */
final class Lines {
    /** The longest line that is read. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int CHECKSUM = 8;
    private static final byte[] NO_CHECKSUM = "???????? ".getBytes(StandardCharsets.US_ASCII);
    private static final int TYPICAL_LENGTH = 1024;

    private static final JsonFactory WRITER = JsonFactories.factory()
            // ASCII, so that no text, however odd, is changed by an encoding.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private Lines() {}

    /** Writes one JSON value. */
    interface Row {
        void write(JsonGenerator json) throws IOException;
    }

    /** Returns the line of a row, its line feed included. */
    static byte[] of(Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_LENGTH);
        out.writeBytes(NO_CHECKSUM);
        try (JsonGenerator json = WRITER.createGenerator(out)) {
            row.write(json);
        } catch (IOException e) {
            throw new AssertionError("memory can always be written", e);
        }
        int end = out.size();
        out.write('\n');
        byte[] line = out.toByteArray();
        byte[] checksum =
                checksum(line, NO_CHECKSUM.length, end - NO_CHECKSUM.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, CHECKSUM);
        return line;
    }

    /** Returns the row of a line without its line feed; empty where the line is not as it was written. */
    static Optional<JsonNode> parse(byte[] line, int length) {
        int start = NO_CHECKSUM.length;
        if (length < start || line[CHECKSUM] != ' ') {
            return Optional.empty();
        }
        String expected = new String(line, 0, CHECKSUM, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(line, start, length - start))) {
            return Optional.empty();
        }
        try (JsonParser parser = JsonTree.factory().createParser(line, start, length - start)) {
            return Optional.of(JsonTree.one(parser)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
