package io.github.ddnsjava.notify;

import io.github.ddnsjava.publish.http.Template;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is sent at once: everything that happened since the message before, in order. Immutable and thread-safe.
 *
 * @param id tells this message from all others; it stays when the message is sent again
 * @param at when the last of it happened, by the updater's clock
 * @param notices what happened; never empty
 * @param dropped how much more happened before, and was dropped because too much waited
 * @param inTrouble how many of the subjects that were told of are still in trouble after this
 * @param template how the user words a notice
 */
public record Message(String id, Instant at, List<Notice> notices, int dropped, int inTrouble, Template template) {
    /** Copies the notices. */
    public Message {
        notices = List.copyOf(notices);
    }

    /** Returns the newest notice. */
    public Notice last() {
        return notices.get(notices.size() - 1);
    }

    /** Returns a short line that says what it is about, not escaped: {@code home.example.com A: changed}. */
    public String title() {
        if (notices.size() == 1 && dropped == 0) {
            return last().subject() + ": " + last().kind();
        }
        Map<Notice.Kind, Long> counts =
                notices.stream().collect(Collectors.groupingBy(Notice::kind, TreeMap::new, Collectors.counting()));
        return "DNS: "
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    /**
     * Returns the text: a line for each notice. If it would be too long, the oldest notices are left out, and the first line
     * says how many.
     *
     * @param escape is applied to every value, so that it neither formats nor mentions
     * @param size returns the size of a text in the unit of the limit
     * @param limit the largest size
     */
    public String text(UnaryOperator<String> escape, ToIntFunction<String> size, int limit) {
        String text = "";
        for (int i = notices.size() - 1; i >= 0; i--) {
            String more = line(notices.get(i), escape) + (text.isEmpty() ? "" : "\n" + text);
            int left = dropped + i;
            if (size.applyAsInt(left == 0 ? more : omitted(left) + more) > limit) {
                return text.isEmpty() ? cut(more, size, limit) : omitted(left + 1) + text;
            }
            text = more;
        }
        return dropped == 0 ? text : omitted(dropped) + text;
    }

    /** Returns the whole text, not escaped. */
    public String text() {
        return text(value -> value, String::length, Integer.MAX_VALUE);
    }

    private String line(Notice notice, UnaryOperator<String> escape) {
        return template.fill(name -> Optional.of(notice.values().getOrDefault(name, "")), literal -> literal, escape)
                .orElse("");
    }

    private static String omitted(int count) {
        return "(" + count + " more before)\n";
    }

    private static String cut(String text, ToIntFunction<String> size, int limit) {
        String cut = text;
        while (size.applyAsInt(cut + "…") > limit && !cut.isEmpty()) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + "…";
    }
}
