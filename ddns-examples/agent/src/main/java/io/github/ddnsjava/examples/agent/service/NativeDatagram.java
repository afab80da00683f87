package io.github.ddnsjava.examples.agent.service;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to a UNIX datagram socket of Linux, which no class of the JDK can do, by calls of the C library. That needs Java 22 and
 * native access, which the jar's manifest asks for. The API is called by reflection, because this class is compiled by Java
 * 17. Stateless.
 */
final class NativeDatagram {
    private static final Logger LOG = LoggerFactory.getLogger(NativeDatagram.class);
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_BYTES = 108;

    private NativeDatagram() {}

    /** Tells whether this JVM can do it without a warning on standard error. */
    static boolean isPossible() {
        try {
            return System.getProperty("os.name").equals("Linux")
                    && Runtime.version().feature() >= 22
                    && (boolean)
                            Module.class.getMethod("isNativeAccessEnabled").invoke(NativeDatagram.class.getModule());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Sends one datagram.
     *
     * @param socket the path of the socket; with {@code @} at its begin, a name in the abstract name space
     * @return whether the kernel took it
     */
    static boolean send(String socket, String message) {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = socket.startsWith("@");
        if (path.length >= PATH_BYTES || !isAbstract && !socket.startsWith("/")) {
            return false;
        }
        if (isAbstract) {
            path[0] = 0;
        }
        ByteBuffer address =
                ByteBuffer.allocate(2 + path.length + (isAbstract ? 0 : 1)).order(ByteOrder.nativeOrder());
        address.putShort(AF_UNIX).put(path);
        try {
            return send(address.array(), message.getBytes(StandardCharsets.UTF_8));
        } catch (Throwable e) {
            if (e instanceof Error error && !(e instanceof LinkageError)) {
                throw error;
            }
            LOG.debug("no datagram to {}: {}", socket, e.toString());
            return false;
        }
    }

    private static boolean send(byte[] address, byte[] message) throws Throwable {
        Class<?> arenas = Class.forName("java.lang.foreign.Arena");
        Object arena = arenas.getMethod("ofConfined").invoke(null);
        try (AutoCloseable closed = (AutoCloseable) arena) {
            int socket = (int) function("socket", int.class, int.class, int.class, int.class)
                    .invokeWithArguments((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0) {
                return false;
            }
            try {
                long sent = (long) function(
                                "sendto",
                                long.class,
                                int.class,
                                Object.class,
                                long.class,
                                int.class,
                                Object.class,
                                int.class)
                        .invokeWithArguments(
                                socket,
                                memory(arenas, arena, message),
                                (long) message.length,
                                MSG_NOSIGNAL,
                                memory(arenas, arena, address),
                                address.length);
                return sent == message.length;
            } finally {
                function("close", int.class, int.class).invokeWithArguments(socket);
            }
        }
    }

    private static Object memory(Class<?> arenas, Object arena, byte[] content) throws ReflectiveOperationException {
        Object segment = arenas.getMethod("allocate", long.class).invoke(arena, (long) content.length);
        Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
        ((ByteBuffer) segments.getMethod("asByteBuffer").invoke(segment)).put(content);
        return segment;
    }

    /** Returns a function of the C library. {@code Object} stands for a pointer. */
    private static MethodHandle function(String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        Class<?> layouts = Class.forName("java.lang.foreign.MemoryLayout");
        Class<?> linkers = Class.forName("java.lang.foreign.Linker");
        Class<?> options = Class.forName("java.lang.foreign.Linker$Option");
        Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
        Class<?> descriptors = Class.forName("java.lang.foreign.FunctionDescriptor");
        Object all = Array.newInstance(layouts, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            Array.set(all, i, layout(parameters[i]));
        }
        Object descriptor = descriptors.getMethod("of", layouts, all.getClass()).invoke(null, layout(result), all);
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
        Method find = Class.forName("java.lang.foreign.SymbolLookup").getMethod("find", String.class);
        Object address = ((Optional<?>) find.invoke(lookup, name)).orElseThrow();
        Object none = Array.newInstance(options, 0);
        return (MethodHandle) linkers.getMethod("downcallHandle", segments, descriptors, none.getClass())
                .invoke(linker, address, descriptor, none);
    }

    private static Object layout(Class<?> type) throws ReflectiveOperationException {
        String name = type == Object.class ? "ADDRESS" : type == long.class ? "JAVA_LONG" : "JAVA_INT";
        return Class.forName("java.lang.foreign.ValueLayout").getField(name).get(null);
    }
}
