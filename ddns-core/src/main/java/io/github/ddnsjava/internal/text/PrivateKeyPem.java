package io.github.ddnsjava.internal.text;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the form of private keys in PEM (RFC 7468): their bytes in PKCS#8. Its messages name the form of the text and the
 * remedy, and nothing of the key. Stateless and thread-safe.
 */
public final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern PUBLIC = Pattern.compile("-----BEGIN ([A-Z0-9]+ )*(PUBLIC KEY|CERTIFICATE)-----");
    /** The version of PKCS#8, and "rsaEncryption" (RFC 5958, RFC 8017). */
    private static final byte[] RSA_HEADER = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PrivateKeyPem() {}

    /**
     * Returns the bytes of the key in PKCS#8. Line ends may be written as {@code \n}, as in JSON.
     *
     * @param noted gets what is secret of the text, before anything else is done with it
     * @throws ConfigurationException if the text is not such a key; the message says why, and what to do
     */
    public static byte[] pkcs8(String pem, Consumer<String> noted) {
        String text = pem.replace("\\n", "\n");
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw wrong(notPem(text));
        }
        String label = block.group(1);
        String content = block.group(2).replaceAll("\\s", "");
        // Not all of it: "private key" is no secret, and belongs to what a vendor may say of it.
        noted.accept(content);
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
        return pkcs1 ? pkcs8(der) : der;
    }

    private static String notPem(String text) {
        if (PUBLIC.matcher(text).find()) {
            return "is a public key or a certificate; set the private key that belongs to it";
        }
        return "is no PEM text that begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----;"
                + " export it anew without a passphrase, and keep its first and last line";
    }

    /** Returns the exception for a private key of which that is to be said, as in {@code is damaged; copy it again}. */
    public static ConfigurationException wrong(String what) {
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
