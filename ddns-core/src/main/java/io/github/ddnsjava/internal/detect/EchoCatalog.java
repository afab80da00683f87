package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is known of public echo services, from the resource {@code echo-services.txt}. Immutable and thread-safe. */
final class EchoCatalog {
    /**
     * One page of a service.
     *
     * @param operator who runs it
     * @param country where that is, by ISO 3166; {@code -} if not known
     * @param family the only family that its host has; empty for both
     * @param set the named set that it is in; {@code -} for none
     * @param format how its page is read
     * @param uri its page
     */
    record Service(
            String operator, String country, Optional<IpFamily> family, String set, EchoFormat format, URI uri) {}

    private static final List<Service> SERVICES = load();

    private EchoCatalog() {}

    private static List<Service> load() {
        try (InputStream in = EchoCatalog.class.getResourceAsStream("echo-services.txt")) {
            if (in == null) {
                throw new IllegalStateException("echo-services.txt is missing from the jar");
            }
            return OutsideText.decode(in.readAllBytes())
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(EchoCatalog::service)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service service(String line) {
        String[] columns = line.split(" *\\| *", 6);
        Optional<IpFamily> family = Arrays.stream(IpFamily.values())
                .filter(each -> each.toString().equals(columns[2]))
                .findFirst();
        return new Service(
                columns[0], columns[1], family, columns[3], EchoFormat.ofCatalog(columns[4]), URI.create(columns[5]));
    }

    static List<Service> all() {
        return SERVICES;
    }

    /** Returns the services of a named set, in the order in which they are asked. */
    static List<Service> set(String name) {
        return SERVICES.stream()
                .filter(service -> service.set().equals(name) && sets().contains(name))
                .toList();
    }

    /** Returns the names of the sets. */
    static Set<String> sets() {
        Set<String> names = new TreeSet<>();
        SERVICES.stream().map(Service::set).filter(set -> !set.equals("-")).forEach(names::add);
        return names;
    }

    /** Returns who runs a host, if that is known. */
    static Optional<String> operatorOf(URI uri) {
        return SERVICES.stream()
                .filter(service -> service.uri().getHost().equals(host(uri)))
                .map(Service::operator)
                .findFirst();
    }

    /** Returns how a page is read, if that is known. */
    static Optional<EchoFormat> formatOf(URI uri) {
        return SERVICES.stream()
                .filter(service -> service.uri().getHost().equals(host(uri))
                        && path(service.uri()).equals(path(uri)))
                .map(Service::format)
                .findFirst();
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static String path(URI uri) {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }
}
