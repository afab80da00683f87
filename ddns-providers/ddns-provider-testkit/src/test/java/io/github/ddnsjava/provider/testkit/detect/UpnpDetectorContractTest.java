package io.github.ddnsjava.provider.testkit.detect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A gateway device on loopback, searched by multicast there; other tests' devices may hear the search, and answer too.
 */
class UpnpDetectorContractTest extends RouterContract {
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.255.250", 1900);
    private static final String CONNECTION = "urn:schemas-upnp-org:service:WANIPConnection:1";

    private volatile Optional<byte[]> external = Optional.empty();
    private HttpServer http;
    private MulticastSocket searches;

    @Override
    String type() {
        return "upnp";
    }

    @Override
    List<byte[]> answers(byte[] request) {
        return List.of();
    }

    @BeforeEach
    void startDevice() throws IOException {
        http = HttpServer.create(new InetSocketAddress(router, 0), 9);
        http.createContext("/root.xml", exchange -> answer(exchange, 200, bytes(description())));
        http.createContext("/ctl", this::control);
        http.start();
        searches = new MulticastSocket(GROUP);
        searches.joinGroup(GROUP, NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
        MulticastSocket mine = searches;
        Thread thread = new Thread(() -> answerSearches(mine), "contract-device");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stopDevice() {
        searches.close();
        http.stop(0);
    }

    private void answerSearches(MulticastSocket on) {
        byte[] answer = bytes("HTTP/1.1 200 OK\r\nLOCATION: http://" + router.getHostAddress() + ":"
                + http.getAddress().getPort() + "/root.xml\r\n\r\n");
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try (DatagramSocket from = new DatagramSocket(new InetSocketAddress(router, 0))) {
            while (true) {
                packet.setLength(2000);
                on.receive(packet);
                from.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static String description() {
        return "<root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><serviceList><service><serviceType>"
                + CONNECTION + "</serviceType><controlURL>/ctl</controlURL></service></serviceList></device></root>";
    }

    private void control(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String action = exchange.getRequestHeaders().getFirst("SOAPACTION");
        if (external.isEmpty()) {
            answer(exchange, 500, bytes("<Envelope><errorCode>501</errorCode></Envelope>"));
        } else if (action.equals("\"" + CONNECTION + "#GetStatusInfo\"")) {
            soap(exchange, "GetStatusInfoResponse", "NewConnectionStatus", bytes("Connected"));
        } else {
            soap(exchange, "GetExternalIPAddressResponse", "NewExternalIPAddress", external.get());
        }
    }

    private static void soap(HttpExchange exchange, String response, String argument, byte[] value) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(bytes("<Envelope><" + response + "><" + argument + ">"));
        body.write(value);
        body.write(bytes("</" + argument + "></" + response + "></Envelope>"));
        answer(exchange, 200, body.toByteArray());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        external = Optional.of(bytes(only(addresses).toString()));
    }

    @Override
    public void sourcesSay(byte[] bytes) {
        external = Optional.of(bytes);
    }

    @Override
    public void sourcesFail() {
        external = Optional.empty();
    }
}
