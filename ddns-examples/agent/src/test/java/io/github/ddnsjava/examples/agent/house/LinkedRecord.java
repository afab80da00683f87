package io.github.ddnsjava.examples.agent.house;

import org.jspecify.annotations.Nullable;

/** A record of any plug-in. Its component is of its own class loader, so it takes the place of others' in the JDK's cache. */
public record LinkedRecord(@Nullable LinkedRecord inner) {}
