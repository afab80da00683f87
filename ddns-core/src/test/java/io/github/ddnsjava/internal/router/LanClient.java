package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.DetectionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A program for the inner network of {@link LabRouter}. It reads commands and writes what comes of them: {@code detect
 * TYPE}, {@code watch TYPE} (then {@code changed TYPE} at each sign of a change) and {@code close TYPE}.
 */
final class LanClient {
    private LanClient() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, IpDetector> detectors = new HashMap<>();
        Map<String, IpDetector.Subscription> subscriptions = new HashMap<>();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String type = line.substring(line.indexOf(' ') + 1);
            IpDetector detector = detectors.computeIfAbsent(type, LanClient::detector);
            switch (line.substring(0, line.indexOf(' '))) {
                case "detect" -> say(detect(detector));
                case "watch" -> subscriptions.put(type, detector.watch(() -> say("changed " + type)));
                case "close" -> {
                    subscriptions.get(type).close();
                    say("closed " + type);
                }
                default -> throw new IOException("unknown command: " + line);
            }
        }
    }

    private static IpDetector detector(String type) {
        return IpDetectors.create(type, Settings.of("events", true), key -> {
            throw new IllegalArgumentException(key);
        });
    }

    private static String detect(IpDetector detector) throws InterruptedException {
        try {
            IpAddress address = Look.at(detector, Duration.ofSeconds(8));
            return "found " + address;
        } catch (DetectionException e) {
            return "failed " + e.getMessage();
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
