package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The public keys that sign JWTs, from a file with a JWK set (RFC 7517) or PEM. Stateless. */
final class PublicKeys {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----", Pattern.DOTALL);
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MIN_RSA_BITS = 2048;
    private static final String ALLOWED =
            "a JWK set or PEM with public keys: RSA of at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519";

    /**
     * A key, and the only algorithm that it is used with.
     *
     * @param key the key
     * @param algorithm the value of {@code alg} (RFC 7518, RFC 8037)
     * @param id the key's id; empty if it has none
     */
    record Known(PublicKey key, String algorithm, Optional<String> id) {}

    private PublicKeys() {}

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it cannot be read, or has no key, or one that cannot be used
     */
    static List<Known> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, "it is larger than 256 KiB");
            }
            String text = Files.readString(file);
            List<Known> keys = text.contains("-----BEGIN ") ? pem(file, text) : jwks(file, text);
            if (keys.isEmpty()) {
                throw wrong(file, "it has no public key");
            }
            return List.copyOf(keys);
        } catch (IOException e) {
            throw wrong(file, "it cannot be read (" + e + ")");
        }
    }

    private static List<Known> jwks(Path file, String text) {
        List<Known> keys = new ArrayList<>();
        try {
            for (JsonWebKey jwk : new JsonWebKeySet(text).getJsonWebKeys()) {
                if (!(jwk instanceof PublicJsonWebKey key)) {
                    throw wrong(file, "it has a key of the type " + jwk.getKeyType() + ", which is no public key");
                } else if (key.getPrivateKey() != null) {
                    throw wrong(file, "it has a private key, which belongs to the issuer alone");
                } else if (!"enc".equals(key.getUse())) {
                    keys.add(known(file, key.getPublicKey(), Optional.ofNullable(key.getKeyId())));
                }
            }
        } catch (JoseException e) {
            throw wrong(file, "it is no JWK set with keys that are known here");
        }
        return keys;
    }

    private static List<Known> pem(Path file, String text) {
        List<Known> keys = new ArrayList<>();
        Matcher block = PEM.matcher(text);
        while (block.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                keys.add(known(
                        file, block.group(1).equals("CERTIFICATE") ? ofCertificate(der) : key(der), Optional.empty()));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw wrong(file, "block number " + (keys.size() + 1) + " of it is damaged, or of an unknown type");
            }
        }
        return keys;
    }

    private static PublicKey ofCertificate(byte[] der) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
    }

    private static PublicKey key(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("no type");
        for (String type : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    private static Known known(Path file, PublicKey key, Optional<String> id) {
        return new Known(
                key,
                algorithm(key).orElseThrow(() -> wrong(file, "it has a key that is not used here: " + describe(key))),
                id);
    }

    /** Returns the algorithm of that type of key: nobody else chooses it. */
    private static Optional<String> algorithm(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return Optional.of("RS256").filter(any -> rsa.getModulus().bitLength() >= MIN_RSA_BITS);
        } else if (key instanceof ECPublicKey ec) {
            return switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> Optional.of("ES256");
                case 384 -> Optional.of("ES384");
                case 521 -> Optional.of("ES512");
                default -> Optional.empty();
            };
        }
        // The encoding of an Ed25519 key has 44 bytes (RFC 8410); Ed448 has 69.
        boolean ed25519 = key.getAlgorithm().equals("EdDSA") && key.getEncoded().length == 44;
        return ed25519 ? Optional.of("EdDSA") : Optional.empty();
    }

    private static String describe(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? "RSA of " + rsa.getModulus().bitLength() + " bits"
                : key.getAlgorithm();
    }

    private static ConfigurationException wrong(Path file, String what) {
        return new ConfigurationException("http.jwt.keys", "the file " + file + " cannot be used: " + what, ALLOWED);
    }

    /** Returns the text of a part of a JWT. */
    static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
