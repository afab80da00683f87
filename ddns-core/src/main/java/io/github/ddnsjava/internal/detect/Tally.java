package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.SourceAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts who says what. An operator is heard once, however many sources it runs, and a voter has one vote, if it rests
 * on an operator that was not heard before. For one thread.
 */
final class Tally {
    private final Map<Set<IpAddress>, Integer> votes = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private final Map<Integer, List<SourceAnswer>> evidence = new TreeMap<>();

    /** Takes an answer without an address. */
    void none(int voter, List<SourceAnswer> answers) {
        evidence.put(voter, List.copyOf(answers));
    }

    /**
     * Takes an answer.
     *
     * @param voter its place in the order in which they are asked
     * @return how many independent operators have said just this by now
     */
    int vote(int voter, Set<IpAddress> addresses, List<SourceAnswer> answers) {
        evidence.put(voter, List.copyOf(answers));
        boolean independent = false;
        for (String operator : operators(addresses, answers)) {
            independent |= heard.add(operator);
        }
        return votes.merge(addresses, independent ? 1 : 0, Integer::sum);
    }

    /** Returns who said just this; where it was made of what they said, who said anything. */
    private static Set<String> operators(Set<IpAddress> addresses, List<SourceAnswer> answers) {
        List<SourceAnswer> same = answers.stream()
                .filter(answer -> answer.addresses().equals(addresses))
                .toList();
        return (same.isEmpty() ? answers : same)
                .stream()
                        .filter(answer -> !answer.addresses().isEmpty())
                        .map(SourceAnswer::operator)
                        .collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return votes.isEmpty();
    }

    /** Returns every answer, in the order in which they were asked. */
    List<SourceAnswer> evidence() {
        List<SourceAnswer> all = new ArrayList<>();
        evidence.values().forEach(all::addAll);
        return all;
    }

    /** Says what each answered. */
    static String describe(List<SourceAnswer> evidence) {
        return evidence.stream()
                .map(answer -> answer.source() + ": "
                        + (answer.addresses().isEmpty() ? answer.message() : "it answered " + answer.addresses()))
                .collect(Collectors.joining("; "));
    }
}
