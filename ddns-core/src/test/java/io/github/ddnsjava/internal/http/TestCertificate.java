package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate with its key, made by keytool at test time. */
final class TestCertificate {
    static final String PASSWORD = "changeit";

    private final Path directory;
    private final String alias;
    private final KeyStore store;
    private final List<X509Certificate> chain;

    private TestCertificate(Path directory, String alias, KeyStore store, List<X509Certificate> chain) {
        this.directory = directory;
        this.alias = alias;
        this.store = store;
        this.chain = chain;
    }

    /**
     * Makes one that signed itself, and may sign others.
     *
     * @param alias the name of its subject and of its files
     * @param algorithm RSA, EC or Ed25519
     * @param names what it is for, as {@code dns:NAME,ip:ADDRESS}
     */
    static TestCertificate selfSigned(Path directory, String alias, String algorithm, String names) throws Exception {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm));
        command.addAll(List.of("-dname", "CN=" + alias, "-ext", "bc=ca:true", "-ext", "SAN=" + names));
        keytool(directory, alias, command);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(alias + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(directory, alias, store, List.of((X509Certificate) store.getCertificate(alias)));
    }

    /** Makes one that this one signed. */
    TestCertificate signs(String other, String algorithm, String names) throws Exception {
        TestCertificate made = selfSigned(directory, other, algorithm, names);
        keytool(directory, other, List.of("-certreq", "-alias", other, "-file", file(other + ".csr")));
        List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", alias, "-ext", "SAN=" + names));
        sign.addAll(List.of("-infile", file(other + ".csr"), "-outfile", file(other + ".der")));
        keytool(directory, alias, sign);
        byte[] der = Files.readAllBytes(directory.resolve(other + ".der"));
        List<X509Certificate> all = new ArrayList<>();
        all.add((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        all.addAll(chain);
        made.store.setKeyEntry(other, made.key(), PASSWORD.toCharArray(), all.toArray(Certificate[]::new));
        return new TestCertificate(directory, other, made.store, all);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void keytool(Path directory, String alias, List<String> command) throws Exception {
        List<String> whole = new ArrayList<>();
        whole.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        whole.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // a process of a second or two
        whole.addAll(command);
        whole.addAll(List.of("-keystore", directory.resolve(alias + ".p12").toString()));
        whole.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    KeyStore store() {
        return store;
    }

    PrivateKey key() throws Exception {
        return (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
    }

    /** Returns the certificate, and those of its issuers after it. */
    String pem() throws Exception {
        StringBuilder all = new StringBuilder();
        for (X509Certificate one : chain) {
            all.append(pem("CERTIFICATE", one.getEncoded()));
        }
        return all.toString();
    }

    String keyPem() throws Exception {
        return pem("PRIVATE KEY", key().getEncoded());
    }

    static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** Returns what shows this certificate, and trusts only that one. */
    SSLContext context(TestCertificate trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("trusted", trusted.chain.get(trusted.chain.size() - 1));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
