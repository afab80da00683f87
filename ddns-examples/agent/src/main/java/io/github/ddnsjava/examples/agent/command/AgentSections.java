package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.examples.agent.http.HttpSection;
import java.util.List;

/** The sections that the agent has in a configuration, beside those of the library. */
public final class AgentSections {
    private static final List<SettingSpec> ALL = List.of(HttpSection.SPEC);

    private AgentSections() {}

    /** Returns them all. */
    public static SettingSpec[] all() {
        return ALL.toArray(SettingSpec[]::new);
    }
}
