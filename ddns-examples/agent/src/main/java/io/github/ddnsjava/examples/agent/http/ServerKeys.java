package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate and the key of the server, from PEM or a key store. No message shows anything of a key. Stateless. */
final class ServerKeys {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final String PEM = "-----BEGIN ";
    /** The password of a key store that never leaves the memory. */
    private static final char[] IN_MEMORY = {'-'};

    private ServerKeys() {}

    /** Returns the files that are read, to notice that one was replaced. */
    static List<Path> files(HttpSettings.Tls tls) {
        List<Path> files = new ArrayList<>();
        tls.keystore().ifPresent(files::add);
        tls.certificate().flatMap(text -> file(tls, text, "certificate")).ifPresent(files::add);
        tls.key().map(Secret::reveal).flatMap(text -> file(tls, text, "key")).ifPresent(files::add);
        return files;
    }

    /**
     * Returns what serves TLS with them.
     *
     * @throws ConfigurationException if they cannot be read or do not belong together
     */
    static SSLContext context(HttpSettings.Tls tls) {
        try {
            char[] password =
                    tls.password().map(secret -> secret.reveal().toCharArray()).orElse(IN_MEMORY);
            KeyStore store = tls.keystore().isPresent()
                    ? loaded(tls.keystore().get(), password)
                    : ofPem(
                            text(tls, tls.certificate().orElseThrow(), "certificate"),
                            text(tls, tls.key().orElseThrow().reveal(), "key"));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw wrong(tls.keystore().isPresent() ? "keystore" : "certificate", "cannot be used", "");
        }
    }

    private static KeyStore loaded(Path file, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (IOException e) {
            // The cause of a wrong password is an exception of its own; the text differs from JDK to JDK.
            throw wrong(
                    "keystore",
                    "the file " + file
                            + (e.getCause() == null ? " cannot be read" : " does not open with the password"),
                    "a PKCS#12 file and its password");
        }
        boolean hasKey = false;
        for (String alias : Collections.list(store.aliases())) {
            hasKey |= store.isKeyEntry(alias);
        }
        if (!hasKey) {
            throw wrong("keystore", "has no private key", "openssl pkcs12 -export -in CERTIFICATE -inkey KEY");
        }
        return store;
    }

    private static KeyStore ofPem(String certificates, String key) throws GeneralSecurityException {
        List<Certificate> chain = new ArrayList<>();
        try {
            byte[] pem = certificates.getBytes(StandardCharsets.US_ASCII);
            chain.addAll(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
        } catch (GeneralSecurityException e) {
            chain.clear();
        }
        if (chain.isEmpty()) {
            throw wrong(
                    "certificate", "has no certificate that can be read", "PEM, the server's own certificate first");
        }
        PrivateKey own = privateKey(key, chain.get(0).getPublicKey());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", own, IN_MEMORY, chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read", e);
        }
    }

    private static PrivateKey privateKey(String pem, PublicKey verifier) {
        Matcher block = KEY.matcher(pem);
        if (!block.find()) {
            throw wrong(
                    "key",
                    pem.contains(PEM)
                            ? "is in another form than PKCS#8, or has a passphrase"
                            : "has no private key in PEM",
                    "a key that begins with -----BEGIN PRIVATE KEY-----: openssl pkcs8 -topk8 -nodes -in KEY");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(verifier.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belongTogether(key, verifier)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Of another type, or damaged. The exception may quote the key.
            return refusedKey();
        }
        return refusedKey();
    }

    private static PrivateKey refusedKey() {
        throw wrong(
                "key", "does not belong to the first certificate", "the key with which that certificate was requested");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey verifier) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (verifier.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> verifier.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(verifier.getEncoded());
        byte[] signed = signature.sign();
        signature.initVerify(verifier);
        signature.update(verifier.getEncoded());
        return signature.verify(signed);
    }

    private static String text(HttpSettings.Tls tls, String given, String setting) {
        Optional<Path> file = file(tls, given, setting);
        try {
            return file.isPresent() ? Files.readString(file.get(), StandardCharsets.ISO_8859_1) : given;
        } catch (IOException e) {
            // What is no PEM can be a key in another form all the same, so it is not shown.
            throw wrong(setting, "is neither PEM nor a file that can be read", "PEM, or the name of such a file");
        }
    }

    /** A text that is no PEM is the name of a file. */
    private static Optional<Path> file(HttpSettings.Tls tls, String given, String setting) {
        try {
            return given.contains(PEM)
                    ? Optional.empty()
                    : Optional.of(tls.directory().resolve(given));
        } catch (InvalidPathException e) {
            throw wrong(setting, "is neither PEM nor the name of a file", "PEM, or the name of such a file");
        }
    }

    private static ConfigurationException wrong(String setting, String what, String allowed) {
        return new ConfigurationException("http.tls." + setting, what, allowed);
    }
}
