package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Listens to an updater and tells the four steps of a cycle in a line each. Thread-safe. */
final class Steps implements UpdateListener {
    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<UpdateEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void on(UpdateEvent event) {
        events.add(event);
    }

    /** Returns the steps of the cycle that has just ended; events come a moment later than the report. */
    List<String> ofLastCycle() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (true) {
            UpdateEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null || event instanceof UpdateEvent.CycleEnded) {
                return lines;
            }
            if (event instanceof UpdateEvent.Detected detected) {
                lines.add("detect    " + detected.detection().family() + " "
                        + detected.detection().addresses());
            } else if (event instanceof UpdateEvent.Decided decided) {
                lines.add("decide    " + decided.type() + ": " + decided.decision());
            } else if (event instanceof UpdateEvent.Exchanged exchanged) {
                lines.add("publish   " + exchanged.what());
            } else if (event instanceof UpdateEvent.Changed changed) {
                lines.add("remember  " + changed.type() + " " + changed.outcome() + ": " + changed.previous() + " -> "
                        + changed.addresses());
            }
        }
    }
}
