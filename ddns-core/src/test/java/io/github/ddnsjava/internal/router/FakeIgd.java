package io.github.ddnsjava.internal.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/** A UPnP router on loopback, as strict as the standard lets a device be. A test changes what it says. */
final class FakeIgd implements AutoCloseable {
    static final String IP_1 = "urn:schemas-upnp-org:service:WANIPConnection:1";
    static final String IP_2 = "urn:schemas-upnp-org:service:WANIPConnection:2";
    static final String PPP_1 = "urn:schemas-upnp-org:service:WANPPPConnection:1";

    /** What a connection answers. */
    record Wan(String type, String status, String external) {}

    private final HttpServer http;
    private final DatagramSocket ssdp;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
    private final Map<String, Wan> services = new LinkedHashMap<>();

    volatile String location;
    volatile String extra = "";
    volatile String timeout = "Second-1800";
    volatile boolean knowsSubscriptions = true;
    /** Whether it knows GetStatusInfo, which some routers do not. */
    volatile boolean tellsStatus = true;
    /** The line with which it answers a search. */
    volatile String found = "HTTP/1.1 200 OK";
    /** What comes before each XML document. */
    volatile String before = "";

    private volatile String callback = "";
    private volatile int sids;

    FakeIgd(Wan... wans) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        http = HttpServer.create(new InetSocketAddress(loopback, 0), 9);
        http.createContext("/", this::serve);
        http.start();
        location = "http://127.0.0.1:" + port() + "/root.xml";
        for (Wan wan : wans) {
            services.put("/ctl" + services.size(), wan);
        }
        ssdp = new DatagramSocket(0, loopback);
        Thread thread = new Thread(this::answerSearches, "fake-igd");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeIgd connected(String external) throws IOException {
        return new FakeIgd(new Wan(IP_1, "Connected", external));
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Returns what knows where to search it, and has time. */
    Upnp upnp() {
        return upnp(Duration.ofMinutes(1));
    }

    /** Returns what knows where to search it, and searches for that long if it finds nothing good. */
    Upnp upnp(Duration patience) {
        return new Upnp((InetSocketAddress) ssdp.getLocalSocketAddress(), patience);
    }

    List<String> calls() {
        return calls;
    }

    /** Waits for the next of: subscribe, renew, unsubscribe. */
    String awaitSubscription() throws InterruptedException {
        return subscriptions.poll(60, java.util.concurrent.TimeUnit.SECONDS);
    }

    void set(Wan wan) {
        services.put("/ctl0", wan);
    }

    private void answerSearches() {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                packet.setLength(2000);
                ssdp.receive(packet);
                String search = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
                if (search.startsWith("M-SEARCH * HTTP/1.1\r\n")
                        && search.contains("\r\nMAN: \"ssdp:discover\"\r\n")
                        && search.endsWith("\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n")) {
                    calls.add("search");
                    byte[] answer = (found + "\r\nCACHE-CONTROL: max-age=120\r\nST: x\r\nLocation: " + location
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
                    ssdp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                calls.add("GET " + path);
                answer(exchange, path.equals("/root.xml") ? 200 : 404, "text/xml", description());
            }
            case "POST" -> control(exchange, services.get(path), body);
            case "SUBSCRIBE", "UNSUBSCRIBE" -> events(exchange);
            default -> answer(exchange, 405, "text/plain", "");
        }
    }

    private String description() {
        StringBuilder all = new StringBuilder("<?xml version=\"1.0\"?>\n"
                + "<root xmlns=\"urn:schemas-upnp-org:device-1-0\">" + extra + "<device><serviceList>"
                + "<service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>"
                + "<controlURL>/l3f</controlURL></service>");
        services.forEach((path, wan) -> all.append("<service><serviceType>")
                .append(wan.type())
                .append("</serviceType><SCPDURL>/x.xml</SCPDURL><controlURL>")
                .append(path)
                .append("</controlURL><eventSubURL>")
                .append(path.replace("ctl", "evt"))
                .append("</eventSubURL></service>"));
        return all.append("</serviceList></device></root>").toString();
    }

    private void control(HttpExchange exchange, Wan wan, String body) throws IOException {
        String action = exchange.getRequestHeaders().getFirst("SOAPACTION");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (wan == null || !"text/xml; charset=\"utf-8\"".equals(type)) {
            answer(exchange, 400, "text/plain", "");
            return;
        }
        String name = action.substring(action.indexOf('#') + 1, action.length() - 1);
        boolean wellFormed = body.startsWith("<?xml version=\"1.0\"?>")
                && Pattern.compile("<u:" + name + " xmlns:u=\"" + Pattern.quote(wan.type()) + "\"></u:" + name + ">")
                        .matcher(body)
                        .find();
        calls.add(name);
        if (!action.equals("\"" + wan.type() + "#" + name + "\"") || !wellFormed) {
            fault(exchange, 402);
        } else if (!tellsStatus && name.equals("GetStatusInfo")) {
            fault(exchange, 401);
        } else if (wan.status().matches("[0-9]{3}")) {
            fault(exchange, Integer.parseInt(wan.status()));
        } else if (name.equals("GetStatusInfo")) {
            soap(
                    exchange,
                    wan,
                    name,
                    "<NewConnectionStatus>" + wan.status()
                            + "</NewConnectionStatus><NewLastConnectionError>ERROR_NONE</NewLastConnectionError>"
                            + "<NewUptime>1</NewUptime>");
        } else if (name.equals("GetExternalIPAddress")) {
            soap(exchange, wan, name, "<NewExternalIPAddress>" + wan.external() + "</NewExternalIPAddress>");
        } else {
            fault(exchange, 401);
        }
    }

    private void soap(HttpExchange exchange, Wan wan, String action, String inner) throws IOException {
        answer(
                exchange,
                200,
                "text/xml; charset=\"utf-8\"",
                "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                        + "<u:" + action + "Response xmlns:u=\"" + wan.type() + "\">" + inner + "</u:" + action
                        + "Response></s:Body></s:Envelope>");
    }

    private void fault(HttpExchange exchange, int code) throws IOException {
        answer(
                exchange,
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><detail><UPnPError"
                        + " xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>" + code
                        + "</errorCode></UPnPError></detail></s:Fault></s:Body></s:Envelope>");
    }

    private void events(HttpExchange exchange) throws IOException {
        String sid = exchange.getRequestHeaders().getFirst("SID");
        String asked = exchange.getRequestHeaders().getFirst("CALLBACK");
        if (sid == null) {
            boolean complete = asked != null
                    && asked.matches("<http://127\\.0\\.0\\.1:[0-9]+/[^>]*>")
                    && "upnp:event".equals(exchange.getRequestHeaders().getFirst("NT"));
            if (!complete) {
                answer(exchange, 412, "text/plain", "");
                return;
            }
            callback = asked.substring(1, asked.length() - 1);
            sids++;
            granted(exchange, "subscribe");
        } else if (!sid.equals(sid()) || asked != null || !knowsSubscriptions) {
            answer(exchange, 412, "text/plain", "");
            subscriptions.add("refused");
        } else {
            granted(exchange, exchange.getRequestMethod().equals("SUBSCRIBE") ? "renew" : "unsubscribe");
        }
    }

    private void granted(HttpExchange exchange, String what) throws IOException {
        exchange.getResponseHeaders().set("SID", sid());
        exchange.getResponseHeaders().set("TIMEOUT", timeout);
        answer(exchange, 200, "text/plain", "");
        subscriptions.add(what);
    }

    String sid() {
        return "uuid:00000000-0000-0000-0000-00000000000" + sids;
    }

    String callback() {
        return callback;
    }

    /** Tells a property, and returns the status of the answer. */
    int send(String sid, int seq, String property) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(callback))
                .version(HttpClient.Version.HTTP_1_1)
                .header("NT", "upnp:event")
                .header("NTS", "upnp:propchange")
                .header("SID", sid)
                .header("SEQ", Integer.toString(seq))
                .header("Content-Type", "text/xml")
                .method(
                        "NOTIFY",
                        HttpRequest.BodyPublishers.ofString(
                                "<e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\"><e:property><" + property
                                        + ">x</" + property + "></e:property></e:propertyset>"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = (body.isEmpty() ? "" : before + body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        ssdp.close();
        http.stop(0);
    }
}
