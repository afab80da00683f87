package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.PrivateKeyPem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys for TLS, from PEM (RFC 7468) and key stores. Each message says what is wrong and what to do, and
 * nothing of a key. Stateless and thread-safe.
 */
public final class TlsMaterial {
    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----(.*?)-----END \\1?CERTIFICATE-----", Pattern.DOTALL);
    /** The password of key stores that never leave the memory. */
    private static final char[] IN_MEMORY = {'-'};

    private static final String CHECKED = "What the private key signs, the certificate's public key must verify.";

    private TlsMaterial() {}

    /**
     * Reads certificates in PEM, in their order.
     *
     * @throws ConfigurationException if there is none, or one cannot be read
     */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> all = new ArrayList<>();
        Matcher block = CERTIFICATE.matcher(pem.replace("\\n", "\n"));
        while (block.find()) {
            all.add(certificate(block.group(2).replaceAll("\\s", ""), all.size() + 1));
        }
        if (all.isEmpty()) {
            throw wrong(
                    pem.contains("PRIVATE KEY-----")
                            ? "the text is a private key, and no certificate; set the certificate here"
                            : "the text has no certificate in PEM, which begins with -----BEGIN CERTIFICATE----- and"
                                    + " ends with -----END CERTIFICATE-----; convert one from DER:"
                                    + " openssl x509 -inform DER -in FILE");
        }
        return all;
    }

    private static X509Certificate certificate(String base64, int number) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) {
            throw wrong("certificate number " + number + " of the text is damaged; copy it again, whole and unchanged");
        }
    }

    /**
     * Returns what trusts these certificates besides those of the JVM.
     *
     * @throws ConfigurationException if the JVM has no usable trust store
     */
    public static TrustManager[] trusting(List<X509Certificate> more) {
        try {
            KeyStore all = inMemory();
            int number = 0;
            for (TrustManager manager : trustManagers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate one : x509.getAcceptedIssuers()) {
                        all.setCertificateEntry("jvm" + number++, one);
                    }
                }
            }
            for (X509Certificate one : more) {
                all.setCertificateEntry("own" + number++, one);
            }
            return trustManagers(all);
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("the trust store of the JVM cannot be read (" + e.getMessage()
                    + "); check javax.net.ssl.trustStore, or set an SSLContext");
        }
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Returns what shows a client certificate.
     *
     * @param chain the certificates, the client's own first
     * @param keyPem the private key that belongs to it, in PEM, without a passphrase
     * @throws ConfigurationException if the key cannot be read, or does not belong to the first certificate
     */
    public static KeyManager[] client(List<X509Certificate> chain, String keyPem) {
        PrivateKey key = key(PrivateKeyPem.pkcs8(keyPem, secret -> {}), chain.get(0));
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            boolean later = chain.stream().anyMatch(one -> belongTogether(key, one.getPublicKey()));
            throw PrivateKeyPem.wrong(
                    later
                            ? "belongs to a certificate that is not the first of the text; put the client's own first,"
                                    + " and the certificates of its issuers after it"
                            : "does not belong to the certificate of " + subject(chain.get(0))
                                    + "; set the key with which the certificate was requested");
        }
        try {
            KeyStore store = inMemory();
            store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(Certificate[]::new));
            return keyManagers(store, IN_MEMORY);
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("the certificates after the first are not its issuers, one after the other; put them in this"
                    + " order, or leave out those that do not belong to it");
        }
    }

    /**
     * Returns what shows the client certificates of a key store.
     *
     * @throws ConfigurationException if it has none that can be used with that password
     */
    public static KeyManager[] client(KeyStore store, String password) {
        try {
            boolean found = false;
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password.toCharArray()) : null;
                Certificate certificate = store.getCertificate(alias);
                if (key instanceof PrivateKey own && certificate != null) {
                    found = true;
                    if (!belongTogether(own, certificate.getPublicKey())) {
                        throw PrivateKeyPem.wrong("of the entry \"" + alias
                                + "\" does not belong to its certificate; make the key store anew");
                    }
                }
            }
            if (!found) {
                throw wrong("the key store has no private key with a certificate; import both:"
                        + " openssl pkcs12 -export -in CERTIFICATE -inkey KEY");
            }
            return keyManagers(store, password.toCharArray());
        } catch (UnrecoverableKeyException e) {
            throw wrong("the password does not open the private key of the key store; set the one of its entry");
        } catch (GeneralSecurityException e) {
            throw wrong("the key store cannot be used (" + e.getMessage()
                    + "); load it from its file or its device before it is set");
        }
    }

    private static KeyManager[] keyManagers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static KeyStore inMemory() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static PrivateKey key(byte[] pkcs8, X509Certificate certificate) {
        String wanted = certificate.getPublicKey().getAlgorithm();
        Optional<PrivateKey> key = key(pkcs8, wanted);
        if (key.isPresent()) {
            return key.get();
        }
        for (String other : List.of("RSA", "EC", "EdDSA")) {
            if (key(pkcs8, other).isPresent()) {
                throw PrivateKeyPem.wrong("is of the type " + other + ", and the certificate of " + subject(certificate)
                        + " has a key of the type " + wanted
                        + "; set the key with which the certificate was requested");
            }
        }
        throw PrivateKeyPem.wrong("is damaged; copy it again, whole and unchanged");
    }

    private static Optional<PrivateKey> key(byte[] pkcs8, String type) {
        try {
            return Optional.of(KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Another type, or damaged. The exception may quote the key.
            return Optional.empty();
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey verifier) {
        String algorithm = switch (verifier.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> verifier.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(CHECKED.getBytes(StandardCharsets.US_ASCII));
            byte[] signed = signature.sign();
            signature.initVerify(verifier);
            signature.update(CHECKED.getBytes(StandardCharsets.US_ASCII));
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /**
     * Returns a context; what is null is the JVM's.
     *
     * @throws ConfigurationException if the JVM makes none
     */
    public static SSLContext context(KeyManager @Nullable [] client, TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw wrong("the JVM makes no TLS context (" + e.getMessage() + "); check its security providers");
        }
    }

    private static ConfigurationException wrong(String what) {
        return new ConfigurationException("", what, "");
    }
}
