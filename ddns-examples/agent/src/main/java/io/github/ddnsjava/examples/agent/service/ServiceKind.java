package io.github.ddnsjava.examples.agent.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The service managers for which the agent has definitions. */
public enum ServiceKind {
    SYSTEMD(Values::systemd, "/etc/systemd/system/ddns.service", "/etc/sysusers.d/ddns.conf"),
    SYSTEMD_USER(Values::systemd, "~/.config/systemd/user/ddns.service"),
    SYSTEMD_TIMER(
            Values::systemd,
            "/etc/systemd/system/ddns-once.service",
            "/etc/systemd/system/ddns-once.timer",
            "/etc/sysusers.d/ddns.conf"),
    WINSW(Values::winsw, "ddns-service.xml"),
    NSSM(Values::batch, "ddns-nssm.cmd"),
    SC(Values::batch, "ddns-sc.cmd"),
    SCHTASKS(Values::task, "ddns-task.xml"),
    PROCRUN(Values::procrun, "ddns-procrun.cmd"),
    RUN_KEY(Values::registry, "ddns-run.reg"),
    LAUNCHD(Values::plist, "/Library/LaunchDaemons/io.github.ddnsjava.agent.plist"),
    OPENRC(Values::openrc, "/etc/init.d/ddns"),
    PROCD(Values::shell, "/etc/init.d/ddns"),
    SUPERVISORD(Values::supervisor, "/etc/supervisor/conf.d/ddns.conf"),
    CRON(Values::cron, "ddns.crontab"),
    DOCKER(Values::docker, "ddns-docker.sh"),
    COMPOSE(Values::compose, "compose.yaml"),
    KUBERNETES(Values::kubernetes, "ddns.yaml");

    private final Function<Program, Map<String, String>> values;
    private final List<String> paths;

    ServiceKind(Function<Program, Map<String, String>> values, String... paths) {
        this.values = values;
        this.paths = List.of(paths);
    }

    /** Returns the name on the command line, as in {@code systemd-user}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Tells whether the definition is for Windows. */
    public boolean isWindows() {
        return List.of(WINSW, NSSM, SC, SCHTASKS, PROCRUN, RUN_KEY).contains(this);
    }

    /**
     * Returns where the configuration is by default.
     *
     * @param home the home directory of whoever asks
     */
    public String defaultConfig(String home) {
        if (isWindows()) {
            return "C:\\ProgramData\\ddns\\ddns.json";
        }
        return this == SYSTEMD_USER || this == CRON ? home + "/.config/ddns/ddns.json" : "/etc/ddns/ddns.json";
    }

    /**
     * Returns the complete definition.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the manager cannot be given one of the paths
     */
    public List<ServiceFile> files(Program program) {
        Map<String, String> written = values.apply(program);
        return paths.stream()
                .map(path -> ServiceFile.of(path, this + "/" + Program.name(path), written))
                .toList();
    }
}
