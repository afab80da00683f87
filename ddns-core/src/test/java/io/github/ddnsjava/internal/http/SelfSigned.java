package io.github.ddnsjava.internal.http;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** A certificate that nobody vouches for but those who are told to. */
final class SelfSigned {
    private SelfSigned() {}

    /**
     * Returns what shows the certificate, and trusts it alone.
     *
     * @param directory where its key goes
     * @param names what it is for, as {@code dns:NAME,ip:ADDRESS}
     */
    static SSLContext context(Path directory, String names) throws Exception {
        TestCertificate self = TestCertificate.selfSigned(directory, "self", "EC", names);
        return self.context(self);
    }
}
