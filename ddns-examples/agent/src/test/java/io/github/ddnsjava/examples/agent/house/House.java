package io.github.ddnsjava.examples.agent.house;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.publish.DnsProviderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Where the pieces lie: class folders while testing, jars while verifying. */
final class House {
    private House() {}

    /** Returns the folder with README.md. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("ddns-core/pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not within a checkout");
        }
        return folder;
    }

    static String read(String file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where a class was loaded from. */
    static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path placeOf(String type) {
        try {
            return placeOf(Class.forName(type));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns our modules by name: core, and every one on the path that brings a provider or gives leases. */
    static Map<String, Path> modules() {
        Map<String, Path> modules = new TreeMap<>();
        List<Path> places = new ArrayList<>(List.of(placeOf(Updater.class)));
        ServiceLoader.load(DnsProviderFactory.class).forEach(factory -> places.add(placeOf(factory.getClass())));
        ServiceLoader.load(LeadershipFactory.class).forEach(factory -> places.add(placeOf(factory.getClass())));
        places.forEach(place -> java.lang.module.ModuleFinder.of(place)
                .findAll()
                .forEach(found -> modules.put(found.descriptor().name(), place)));
        return modules;
    }

    /** Returns all that a program needs on its module path. */
    static List<Path> modulePath() {
        List<Path> path = new ArrayList<>(modules().values());
        for (String type : List.of(
                "org.slf4j.Logger",
                "dev.failsafe.Failsafe",
                "com.fasterxml.jackson.core.JsonParser",
                "com.fasterxml.jackson.databind.JsonNode",
                "com.fasterxml.jackson.annotation.JsonProperty",
                "org.jspecify.annotations.NullMarked",
                "org.xbill.DNS.Name")) {
            path.add(placeOf(type));
        }
        return path;
    }
}
