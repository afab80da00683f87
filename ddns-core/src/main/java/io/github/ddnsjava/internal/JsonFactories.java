package io.github.ddnsjava.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Makes every JSON factory and mapper of this library. Stateless and thread-safe.
 *
 * <p>Jackson keeps its buffers in a thread local by default. A thread of the host that parsed one text then holds
 * Jackson's class loader for as long as it lives, and a plug-in can never be unloaded. These factories keep no buffers.
 */
public final class JsonFactories {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private JsonFactories() {}

    /** Returns the builder of a factory that leaves nothing in a thread and bounds what it reads. */
    public static JsonFactoryBuilder factory() {
        return (JsonFactoryBuilder) JsonFactory.builder()
                // Not by a recycler pool, which Jackson has only since 2.16.
                .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build());
    }

    /**
     * Returns the builder of a mapper, which writes trees as indented text. All else is read and written by {@link
     * JsonTree}, which costs less.
     */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(factory().build());
    }
}
