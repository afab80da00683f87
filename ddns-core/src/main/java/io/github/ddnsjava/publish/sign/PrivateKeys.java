package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.internal.text.PrivateKeyPem;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Reads private keys in PEM (RFC 7468) for signers. Its messages name the form of the text and the remedy, and nothing of
 * the key. Stateless and thread-safe.
 */
final class PrivateKeys {
    private PrivateKeys() {}

    static PrivateKey read(OutgoingRequest request, Secret secret, SignatureAlgorithm algorithm) {
        byte[] pkcs8 = PrivateKeyPem.pkcs8(secret.reveal(), request::secret);
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(algorithm.keyType()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause, which may quote the key.
            throw PrivateKeyPem.wrong("is damaged, or is no " + algorithm.keyType() + " key, which "
                    + algorithm.jwsName() + " needs; copy it again, or make one of that type");
        }
        if (key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() != 256) {
            throw PrivateKeyPem.wrong("is on another curve than P-256, which " + algorithm.jwsName()
                    + " needs; make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
        }
        return key;
    }
}
