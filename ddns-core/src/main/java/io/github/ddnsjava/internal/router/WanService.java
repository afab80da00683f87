package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.http.Deadline;
import io.github.ddnsjava.internal.http.LanHttp;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A WAN connection of an Internet gateway device (UPnP WANIPConnection 1 and 2, WANPPPConnection 1). Immutable and
 * thread-safe.
 *
 * @param type its service type
 * @param control where it is asked
 * @param events where its events are subscribed to; empty where it has none
 */
record WanService(String type, URI control, Optional<URI> events) {
    private static final Pattern TYPE =
            Pattern.compile("urn:schemas-upnp-org:service:WAN(IP|PPP)Connection:[1-9][0-9]?");
    private static final Set<String> XML_TYPES = Set.of("", "text/xml", "application/xml", "application/soap+xml");
    private static final int MAX_SERVICES = 8;
    private static final int MAX_DESCRIPTION = 256 * 1024;
    private static final int MAX_ANSWER = 64 * 1024;

    /**
     * Fetches a device's description and returns its WAN connections; none where it is another kind of device.
     *
     * @throws IOException if it cannot be read, or sends us to another host
     */
    static List<WanService> at(URI location, RouterPath path, Deadline deadline) throws IOException {
        LanHttp.Answer answer = LanHttp.exchange("GET", location, Map.of(), "", MAX_DESCRIPTION, deadline);
        if (answer.status() != 200) {
            throw new IOException("the router answered " + answer.status() + " for its UPnP description");
        }
        return read(xml(answer), location, path);
    }

    /** Reads a description. */
    static List<WanService> read(Xml description, URI location, RouterPath path) throws IOException {
        URI base = description
                .text("URLBase")
                .filter(text -> !text.isEmpty())
                .map(text -> resolve(location, text))
                .orElse(Optional.of(location))
                .orElseThrow(() -> new IOException("the router's URLBase is not a URL"));
        List<WanService> services = description
                .all("service")
                .limit(1000)
                .filter(service ->
                        TYPE.matcher(service.text("serviceType").orElse("")).matches())
                .limit(MAX_SERVICES)
                .flatMap(service -> resolve(base, service.text("controlURL").orElse("")).stream()
                        .map(control -> new WanService(
                                service.text("serviceType").orElseThrow(),
                                control,
                                service.text("eventSubURL")
                                        .filter(text -> !text.isEmpty())
                                        .flatMap(text -> resolve(base, text))
                                        .filter(uri -> Ssdp.isOf(path, uri)))))
                .distinct()
                .toList();
        for (WanService service : services) {
            if (!Ssdp.isOf(path, service.control())) {
                throw new IOException("the router's UPnP description leads to another host, which is refused");
            }
        }
        return services;
    }

    private static Optional<URI> resolve(URI base, String text) {
        try {
            return Optional.of(base.resolve(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The router answered, but not the question. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Returns the connection's status: {@code Connected}, in any case, or why not; empty where the router does not know
     * the question. Many tell their address all the same.
     */
    Optional<String> status(Deadline deadline) throws IOException {
        try {
            return Optional.of(call("GetStatusInfo", "NewConnectionStatus", deadline))
                    .filter(status -> !status.isEmpty());
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** Returns the external address as the router writes it: empty, or 0.0.0.0, where it has none. */
    String externalAddress(Deadline deadline) throws IOException {
        return call("GetExternalIPAddress", "NewExternalIPAddress", deadline);
    }

    private String call(String action, String argument, Deadline deadline) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/xml; charset=\"utf-8\"");
        headers.put("SOAPACTION", "\"" + type + "#" + action + "\"");
        String body = "<?xml version=\"1.0\"?>\r\n"
                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">"
                + "<s:Body><u:" + action + " xmlns:u=\"" + type + "\"></u:" + action + "></s:Body></s:Envelope>\r\n";
        LanHttp.Answer answer = LanHttp.exchange("POST", control, headers, body, MAX_ANSWER, deadline);
        if (answer.status() == 500) {
            String code = xml(answer).text("errorCode").orElse("");
            throw new RefusedException("the router refused " + action + fault(code));
        }
        if (answer.status() != 200) {
            throw new RefusedException("the router answered " + answer.status() + " to " + action);
        }
        List<Xml> responses = xml(answer).all(action + "Response").toList();
        List<String> values = responses.stream()
                .flatMap(response -> response.text(argument).stream())
                .toList();
        if (responses.size() != 1 || values.size() != 1) {
            throw new RefusedException("the router's answer to " + action + " has no " + argument);
        }
        return values.get(0);
    }

    private static String fault(String code) {
        return switch (code) {
            case "401" -> ": it does not know it (401)";
            case "501" -> ": it failed (501)";
            case "606" -> ": not authorised (606); allow reading by UPnP in its settings";
            default -> code.matches("[0-9]{3}") ? " (UPnP error " + code + ")" : "";
        };
    }

    private static Xml xml(LanHttp.Answer answer) throws IOException {
        String type = answer.headers()
                .getOrDefault("content-type", "")
                .split(";", 2)[0]
                .strip();
        if (!XML_TYPES.contains(type.toLowerCase(java.util.Locale.ROOT))) {
            throw new IOException("the router's answer is not XML by its content type");
        }
        return Xml.parse(answer.body());
    }
}
