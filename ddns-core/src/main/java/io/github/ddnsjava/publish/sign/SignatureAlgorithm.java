package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * Signatures with a private key, by their names in RFC 7518 (JSON Web Algorithms) and RFC 8037. The key is a PEM text:
 * PKCS#8 ({@code -----BEGIN PRIVATE KEY-----}), or for RSA also PKCS#1 ({@code -----BEGIN RSA PRIVATE KEY-----}), without
 * a passphrase. Line breaks that were written as {@code \n}, as in a JSON file, are understood. Immutable.
 */
public enum SignatureAlgorithm {
    /** RSA with SHA-256 (RSASSA-PKCS1-v1_5). */
    RS256("RS256", "RSA", "SHA256withRSA"),
    /** RSA with SHA-512 (RSASSA-PKCS1-v1_5). */
    RS512("RS512", "RSA", "SHA512withRSA"),
    /** RSA with SHA-256 (RSASSA-PSS, salt of 32 bytes). */
    PS256("PS256", "RSA", "RSASSA-PSS"),
    /** ECDSA on the curve P-256 with SHA-256. The signature is 64 bytes: R and S. */
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    /** Ed25519. */
    EDDSA("EdDSA", "Ed25519", "Ed25519");

    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final String jwsName;
    private final String keyType;
    private final String jdkName;

    SignatureAlgorithm(String jwsName, String keyType, String jdkName) {
        this.jwsName = jwsName;
        this.keyType = keyType;
        this.jdkName = jdkName;
    }

    /** Returns the value of {@code alg} in a JSON Web Signature. */
    String jwsName() {
        return jwsName;
    }

    /** Returns the type of key that it needs, as the JDK names it. */
    String keyType() {
        return keyType;
    }

    /**
     * Signs a message. The key is read now.
     *
     * @param request the request for which it is signed; nothing of the key will appear in its messages
     * @param privateKey the key, in PEM
     * @param message the message
     * @throws ConfigurationException if the key cannot be read, is in another form or of another type; the message says
     *     what to do and quotes nothing of the key
     */
    public byte[] sign(OutgoingRequest request, Secret privateKey, byte[] message) {
        PrivateKey key = PrivateKeys.read(request, privateKey, this);
        try {
            Signature signature = Signature.getInstance(jdkName);
            if (this == PS256) {
                signature.setParameter(PSS);
            }
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause, which may tell something of the key.
            throw new ConfigurationException(
                    "",
                    "the private key cannot sign with " + jwsName + "; it is too short or damaged: make a new one",
                    "");
        }
    }
}
