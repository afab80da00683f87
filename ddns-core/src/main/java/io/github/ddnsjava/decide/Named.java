package io.github.ddnsjava.decide;

import java.util.List;

/**
 * A built-in policy with what it was made of. Two of the same name with equal arguments are equal, so that an updater
 * knows which policies stay when it is reconfigured. Thread-safe.
 */
final class Named implements UpdatePolicy {
    private final String name;
    private final List<Object> arguments;
    private final UpdatePolicy policy;

    Named(String name, UpdatePolicy policy, Object... arguments) {
        this.name = name;
        this.policy = policy;
        this.arguments = List.of(arguments);
    }

    @Override
    public Decision decide(Situation situation) {
        return policy.decide(situation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Named named && name.equals(named.name) && arguments.equals(named.arguments);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + arguments.hashCode();
    }

    @Override
    public String toString() {
        return name + arguments;
    }
}
