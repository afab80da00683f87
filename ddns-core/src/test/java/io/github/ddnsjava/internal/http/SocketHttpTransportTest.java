package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.publish.http.HttpTransport;

/** What the transport on a route of one's own promises: the same as the JDK's client, and the same tests show it. */
class SocketHttpTransportTest extends JdkHttpTransportTest {
    @Override
    HttpTransport transport() {
        return HttpTransport.builder()
                .localAddress(IpAddress.parse("127.0.0.1"))
                .build();
    }
}
