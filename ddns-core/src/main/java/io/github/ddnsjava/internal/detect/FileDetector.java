package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Reads a file that a DHCP client's hook, say, writes: addresses, one on a line. Best replaced by renaming another one
 * over it, so that it is never seen half written. While watched, its time and size are looked at every second. What it
 * says counts as known. Immutable and thread-safe.
 */
final class FileDetector implements IpDetector {
    static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.required("path", "The file. A relative path is relative to the configuration file.")
                    .as(SettingType.file()),
            DetectorSettings.WATCH,
            DetectorSettings.ALLOW);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Path file;
    private final boolean watched;
    private final Set<Cidr> allow;
    private final Duration period;

    FileDetector(Path file, boolean watched, Set<Cidr> allow, Duration period) {
        this.file = file;
        this.watched = watched;
        this.allow = allow;
        this.period = period;
    }

    static IpDetector of(Settings settings) {
        Path file = settings.file("path")
                .orElseThrow(() -> new ConfigurationException(settings.path("path"), "is missing", "a file's name"));
        return new FileDetector(file, settings.flag("watch").orElse(true), DetectorSettings.allow(settings), PERIOD);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        String source = "file " + file.getFileName();
        byte[] bytes;
        try {
            bytes = LocalFile.read(file, AddressText.MAX_BYTES, context.timeout());
        } catch (IOException e) {
            throw AddressText.failed(String.valueOf(e.getMessage()), source, "file", Duration.ZERO);
        }
        return AddressText.detection(bytes, family, source, "file", true, Duration.ZERO);
    }

    @Override
    public Subscription watch(Runnable changed) {
        return watched ? Poll.every(period, "ddnsjava-file-watch", this::stamp, changed) : () -> {};
    }

    private Object stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return Set.of("file");
    }
}
