package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.examples.agent.service.ServiceFile.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The service managers for which the agent has definitions. */
public enum ServiceKind {
    SYSTEMD(Form.UNIX, Values::systemd, "/etc/systemd/system/ddns.service", ServiceKind.SYSUSERS),
    SYSTEMD_USER(Form.UNIX, Values::systemd, "~/.config/systemd/user/ddns.service"),
    SYSTEMD_TIMER(
            Form.UNIX,
            Values::systemd,
            "/etc/systemd/system/ddns-once.service",
            "/etc/systemd/system/ddns-once.timer",
            ServiceKind.SYSUSERS),
    WINSW(Form.WINDOWS, Values::winsw, "ddns-service.xml"),
    NSSM(Form.WINDOWS, Values::batch, "ddns-nssm.cmd"),
    SC(Form.WINDOWS, Values::batch, "ddns-sc.cmd"),
    SCHTASKS(Form.WINDOWS_UTF16, Values::task, "ddns-task.xml"),
    PROCRUN(Form.WINDOWS, Values::procrun, "ddns-procrun.cmd"),
    RUN_KEY(Form.WINDOWS_UTF16, Values::registry, "ddns-run.reg"),
    LAUNCHD(Form.UNIX, Values::plist, "/Library/LaunchDaemons/io.github.ddnsjava.agent.plist"),
    OPENRC(Form.UNIX, Values::openrc, "/etc/init.d/ddns"),
    PROCD(Form.UNIX, Values::shell, "/etc/init.d/ddns"),
    SUPERVISORD(Form.UNIX, Values::supervisor, "/etc/supervisor/conf.d/ddns.conf"),
    CRON(Form.UNIX, Values::cron, "ddns.crontab"),
    DOCKER(Form.UNIX, Values::docker, "ddns-docker.sh"),
    COMPOSE(Form.UNIX, Values::compose, "compose.yaml"),
    KUBERNETES(Form.UNIX, Values::kubernetes, "ddns.yaml");

    /** The user of the service, which the service and the timer have in common. */
    private static final String SYSUSERS = "/etc/sysusers.d/ddns.conf";

    private final Form form;

    @SuppressWarnings("ImmutableEnumChecker") // a method without state
    private final Function<Program, Map<String, String>> values;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> paths;

    ServiceKind(Form form, Function<Program, Map<String, String>> values, String... paths) {
        this.form = form;
        this.values = values;
        this.paths = List.of(paths);
    }

    /** Returns the name on the command line, as in {@code systemd-user}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the kind of that name, in upper or lower case; empty if there is none. */
    public static Optional<ServiceKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Tells whether the definition is for Windows. */
    public boolean isWindows() {
        return form != Form.UNIX;
    }

    /**
     * Returns why the definition does not say what an option names; empty if it does.
     *
     * @param option {@code --java} or {@code --jar}
     */
    public Optional<String> withoutPlaceFor(String option) {
        boolean isJava = option.equals("--java");
        return Optional.ofNullable(
                switch (this) {
                    case KUBERNETES -> "the image has the agent and its Java";
                    case DOCKER, COMPOSE -> isJava ? "the image has the Java" : null;
                    case SC -> isJava ? "ddns-service.xml of the kind winsw names the Java" : null;
                    default -> null;
                });
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
                .map(path -> ServiceFile.of(path, template(path), written, form))
                .toList();
    }

    private String template(String path) {
        return (path.equals(SYSUSERS) ? SYSTEMD : this) + "/" + Program.name(path);
    }

    /** Returns where the files of the definition belong; for some only a name, because the place is the administrator's choice. */
    List<String> paths() {
        return paths;
    }

    /**
     * Tells whether this content may have been written for a program by this version of the agent: it is the template, with
     * anything on the lines that name the program.
     *
     * @param path one of {@link #paths()}
     */
    boolean mayHaveWritten(String path, byte[] content) {
        return ServiceFile.pattern(template(path)).matcher(form.decode(content)).matches();
    }

    /** Returns the other kinds that have the same file, and at least one of their own. */
    List<ServiceKind> sharing(String path) {
        return Arrays.stream(values())
                .filter(kind -> kind != this && kind.paths.size() > 1 && kind.paths.contains(path))
                .toList();
    }
}
