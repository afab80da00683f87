package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys in PEM (RFC 7468). Its messages name the form of the text and the remedy, and nothing of the key.
 * Stateless and thread-safe.
 */
final class PrivateKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern PUBLIC = Pattern.compile("-----BEGIN ([A-Z0-9]+ )*(PUBLIC KEY|CERTIFICATE)-----");
    /** The version of PKCS#8, and "rsaEncryption" (RFC 5958, RFC 8017). */
    private static final byte[] RSA_HEADER = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PrivateKeys() {}

    static PrivateKey read(OutgoingRequest request, Secret secret, SignatureAlgorithm algorithm) {
        String text = secret.reveal().replace("\\n", "\n");
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw wrong(notPem(text));
        }
        String label = block.group(1);
        String content = block.group(2).replaceAll("\\s", "");
        // Not all of it: "private key" is no secret, and belongs to what a vendor may say of it.
        request.secret(content);
        if (label.equals("ENCRYPTED PRIVATE KEY") || content.startsWith("Proc-Type:")) {
            throw wrong("has a passphrase; export it without one: openssl pkcs8 -topk8 -nocrypt -in FILE");
        }
        if (label.equals("OPENSSH PRIVATE KEY")) {
            throw wrong("is in OpenSSH's own form; convert a copy of it: ssh-keygen -p -N \"\" -m PKCS8 -f COPY");
        }
        boolean pkcs1 = label.equals("RSA PRIVATE KEY");
        if (!pkcs1 && !label.equals("PRIVATE KEY")) {
            throw wrong(
                    "begins with -----BEGIN " + label
                            + "-----, and not with -----BEGIN PRIVATE KEY-----; convert it: openssl pkcs8 -topk8 -nocrypt -in FILE");
        }
        byte[] der;
        try {
            der = Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw wrong("is not Base64 between its first and its last line; copy it again, whole and unchanged");
        }
        return key(pkcs1 ? pkcs8(der) : der, algorithm);
    }

    private static String notPem(String text) {
        if (PUBLIC.matcher(text).find()) {
            return "is a public key or a certificate; set the private key that belongs to it";
        }
        return "is no PEM text that begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----;"
                + " export it anew without a passphrase, and keep its first and last line";
    }

    private static PrivateKey key(byte[] pkcs8, SignatureAlgorithm algorithm) {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(algorithm.keyType()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause, which may quote the key.
            throw wrong("is damaged, or is no " + algorithm.keyType() + " key, which " + algorithm.jwsName()
                    + " needs; copy it again, or make one of that type");
        }
        if (key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() != 256) {
            throw wrong("is on another curve than P-256, which " + algorithm.jwsName() + " needs; make one:"
                    + " openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
        }
        return key;
    }

    private static ConfigurationException wrong(String what) {
        return new ConfigurationException("", "the private key " + what, "");
    }

    /** Wraps an RSA key in PKCS#1, which the JDK does not read, into PKCS#8. */
    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(RSA_HEADER);
        content.writeBytes(der(0x04, pkcs1));
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (content.length < 128) {
            der.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            der.write(0x80 + length.length - from);
            der.write(length, from, length.length - from);
        }
        der.writeBytes(content);
        return der.toByteArray();
    }
}
