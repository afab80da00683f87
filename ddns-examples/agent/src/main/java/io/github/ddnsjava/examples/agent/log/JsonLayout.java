package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One flat JSON object a line, without control characters: {@code timestamp} (ISO-8601, UTC), {@code level},
 * {@code service}, {@code logger}, {@code message}, each key-value pair as a field, {@code trace_id} where there is a cycle,
 * and {@code exception}, {@code stack_trace}. Thread-safe.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final String SERVICE = "ddns-agent";

    /** The first half of trace ids, by which those of two processes differ. Never zero, which would be no trace. */
    private final long process = UUID.randomUUID().getMostSignificantBits();

    @Override
    public String doLayout(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .put("level", event.getLevel().toString())
                .put("service", SERVICE)
                .put("logger", event.getLoggerName())
                .put("message", event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("exception", thrown.getClassName()).put("stack_trace", ThrowableProxyUtil.asString(thrown));
        }
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> put(line, pair));
        }
        // Jackson escapes what JSON must; what else a terminal might heed can only be inside of a text.
        return Escapes.visible(line.toString()) + "\n";
    }

    private void put(ObjectNode line, KeyValuePair pair) {
        @Nullable Object value = pair.value;
        String key = line.has(pair.key) ? "field_" + pair.key : pair.key; // a plug-in may use our words
        if (value instanceof Number number && isWhole(number)) {
            line.put(key, number.longValue());
            if (pair.key.equals("cycle")) {
                line.put("trace_id", String.format("%016x%016x", process, number.longValue()));
            }
        } else if (value instanceof Number number) {
            line.put(key, number.doubleValue());
        } else if (value instanceof Boolean flag) {
            line.put(key, flag);
        } else {
            line.put(key, String.valueOf(value));
        }
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }
}
