package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes detectors that ask STUN servers, from settings. Stateless. */
final class StunDetector {
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required(
                            "servers",
                            "The servers, in the order in which they are asked. Each is HOST, HOST:PORT or"
                                    + " [IPV6]:PORT, or {\"server\", \"operator\"}. Default port: 3478.")
                    .as(SettingType.list(SettingType.oneOf(
                            SettingType.text(),
                            SettingType.object(
                                    SettingSpec.required("server", "HOST, HOST:PORT or [IPV6]:PORT."),
                                    SettingSpec.optional("operator", "Who runs it. Default: its domain.")))))
                    .example(List.of("stun.example.net:3478")),
            DetectorSettings.QUORUM,
            DetectorSettings.HEDGE,
            LocalBinding.SETTING,
            DetectorSettings.ALLOW);

    private static final int DEFAULT_PORT = 3478;
    private static final Pattern SERVER =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})))"
                    + "(?::(?<port>[1-9][0-9]{0,4}))?");

    private StunDetector() {}

    static IpDetector of(Settings settings) {
        List<StunSource> sources = new ArrayList<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<Object> entries = settings.list("servers");
        LocalBinding bind = LocalBinding.of(settings);
        for (int i = 0; i < entries.size(); i++) {
            try {
                sources.add(source(settings, "servers[" + i + "]", entries.get(i), bind));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        DetectorSettings.throwIfAny(problems);
        return SourcesDetector.of(sources, settings, "servers");
    }

    private static StunSource source(Settings settings, String name, Object entry, LocalBinding bind) {
        String server = "";
        String operator = "";
        if (entry instanceof String text) {
            server = text;
        } else {
            if (!(entry instanceof Settings own)) {
                throw settings.wrong(name, entry, "HOST:PORT, or settings with a \"server\"");
            }
            for (String given : own.names()) {
                if (!given.equals("server") && !given.equals("operator")) {
                    throw new ConfigurationException(
                            own.path(given), "is not a setting of a STUN server", "server, operator");
                }
            }
            server = own.text("server");
            operator = own.optionalText("operator").orElse("");
        }
        Matcher matcher = SERVER.matcher(server);
        if (!matcher.matches()) {
            throw settings.wrong(name, server, "HOST, HOST:PORT or [IPV6]:PORT");
        }
        int port = matcher.group("port") == null ? DEFAULT_PORT : Integer.parseInt(matcher.group("port"));
        String six = matcher.group("six");
        if (port > 65_535 || six != null && IpAddress.tryParse(six).isEmpty()) {
            throw settings.wrong(name, server, "HOST, HOST:PORT or [IPV6]:PORT");
        }
        String host = six == null ? matcher.group("host") : six;
        return new StunSource(host, port, operator.isEmpty() ? Operators.ofHost(host, port) : operator, bind);
    }
}
