package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Makes detectors that ask echo services, from settings. Stateless. */
public final class HttpDetector {
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.optional(
                            "urls",
                            "The pages that answer with the address of the client, in the order in which they are"
                                    + " asked. Each is a URL, or {\"url\", \"family\", \"operator\", \"format\"}. Required"
                                    + " unless catalog is set.")
                    .as(SettingType.list(SettingType.oneOf(SettingType.text(), EchoSource.OBJECT)))
                    .example(List.of("https://api64.ipify.org", "https://icanhazip.com")),
            SettingSpec.optional(
                            "catalog",
                            "A list of known services, which are asked after those of urls: \"world\", or \"china\""
                                    + " for use within mainland China.")
                    .as(SettingType.words(EchoCatalog.sets().toArray(String[]::new))),
            DetectorSettings.QUORUM,
            DetectorSettings.HEDGE,
            LocalBinding.SETTING,
            DetectorSettings.ALLOW,
            SettingSpec.optional(
                            "allowInsecure", "true allows plain HTTP. Anybody on the path can then change the answer.")
                    .as(SettingType.flag()));

    private HttpDetector() {}

    /**
     * Makes one.
     *
     * @throws ConfigurationException with every problem
     */
    public static IpDetector of(Settings settings) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<EchoSource> sources = new ArrayList<>();
        List<Object> entries = settings.list("urls");
        for (int i = 0; i < entries.size(); i++) {
            try {
                sources.add(EchoSource.of(settings, i, entries.get(i)));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        DetectorSettings.throwIfAny(problems);
        settings.optionalText("catalog").ifPresent(set -> sources.addAll(ofCatalog(settings, set)));
        return SourcesDetector.of(sources, settings, "urls");
    }

    private static List<EchoSource> ofCatalog(Settings settings, String set) {
        if (!EchoCatalog.sets().contains(set)) {
            throw settings.wrong("catalog", set, String.join(", ", EchoCatalog.sets()));
        }
        LocalBinding bind = LocalBinding.of(settings);
        return EchoCatalog.set(set).stream()
                .map(service -> EchoSource.of(service, bind))
                .toList();
    }
}
