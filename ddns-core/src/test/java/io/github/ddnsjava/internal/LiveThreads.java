package io.github.ddnsjava.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of this virtual machine that are told by their name. A thread whose task has ended, and whose result
 * somebody has, is alive for its last few instructions: a test that finds none must therefore wait for each first, and
 * not only look.
 */
public final class LiveThreads {
    private LiveThreads() {}

    /** Those of the name that live now, be they about to end or not. */
    public static List<Thread> named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    /** Whether those of the name that live now are daemons. */
    public static boolean areDaemons(String name) {
        return named(name).stream().allMatch(Thread::isDaemon);
    }

    /** Those of the name that do not end within a minute; empty where each ends. */
    public static List<Thread> thatStay(String name) throws InterruptedException {
        List<Thread> stay = new ArrayList<>();
        for (Thread thread : named(name)) {
            thread.join(60_000);
            if (thread.isAlive()) {
                stay.add(thread);
            }
        }
        return stay;
    }
}
