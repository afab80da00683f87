package io.github.ddnsjava.publish.support;

import java.lang.reflect.Modifier;

/**
 * Which optional methods of a base class a provider overrides. The base classes check it when a provider is created, so that
 * an author who has forgotten one hears of it then, and not when the first record is written. Immutable and thread-safe.
 */
final class Overrides {
    private final Class<?> base;
    private final Class<?> provider;

    /**
     * Looks at the class of a provider.
     *
     * @param base the class with the defaults; an override is below it
     * @param provider the class of the provider
     */
    Overrides(Class<?> base, Class<?> provider) {
        this.base = base;
        this.provider = provider;
    }

    /** Tells whether the provider overrides a method of the base class. */
    boolean has(String method, Class<?>... parameters) {
        for (Class<?> below = provider; below != base; below = below.getSuperclass()) {
            try {
                // A private or static method of that name and these parameters does not compile there.
                return !Modifier.isAbstract(
                        below.getDeclaredMethod(method, parameters).getModifiers());
            } catch (NoSuchMethodException e) {
                // A class above it may have it.
            }
        }
        return false;
    }

    /**
     * Demands something of what is overridden.
     *
     * @param problem what is overridden, or is not, as in {@code neither a nor b}
     * @param remedy what the author does about it
     * @throws IllegalStateException if it is not met; it names the class
     */
    void demand(boolean met, String problem, String remedy) {
        if (!met) {
            throw new IllegalStateException(provider.getName() + " overrides " + problem + "; " + remedy);
        }
    }

    /** Demands a method if the abilities declare what it does. */
    void demandOf(boolean declared, String ability, String method, Class<?>... parameters) {
        demand(
                !declared || has(method, parameters),
                "no " + method + ", and its abilities declare " + ability,
                "override it, or do not declare that");
    }
}
