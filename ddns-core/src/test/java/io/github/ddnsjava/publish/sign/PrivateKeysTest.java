package io.github.ddnsjava.publish.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateKeysTest {
    private static final byte[] MESSAGE = "message".getBytes(UTF_8);

    private static byte[] sign(SignatureAlgorithm algorithm, String pem) {
        return algorithm.sign(Requests.request("GET", "https://api.example.com/"), Secret.of(pem), MESSAGE);
    }

    private static boolean verify(String algorithm, KeyPair keys, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(keys.getPublic());
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    @Test
    void aKeyInPkcs1SignsAsTheSameKeyInPkcs8() {
        byte[] pkcs8 = Keys.der(Keys.RFC_7515_A2);
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        assertThat(sign(SignatureAlgorithm.RS512, Keys.pem("RSA PRIVATE KEY", pkcs1)))
                .isEqualTo(sign(SignatureAlgorithm.RS512, Keys.RFC_7515_A2));
    }

    static Stream<Arguments> forms() {
        String pem = Keys.RFC_7515_A2;
        return Stream.of(
                Arguments.of("as openssl writes it", pem),
                Arguments.of("as a line of a JSON file", pem.strip().replace("\n", "\\n")),
                Arguments.of("with the line ends of Windows", pem.replace("\n", "\r\n")),
                Arguments.of("on one line with spaces", pem.strip().replace("\n", " ")),
                Arguments.of("after a notice, as Yandex Cloud's", "PLEASE DO NOT REMOVE THIS LINE!\n" + pem),
                Arguments.of("before a label, as Oracle's", pem + "OCI_API_KEY"),
                Arguments.of(
                        "before its certificate",
                        pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void aKeyIsReadInAllTheFormsInWhichItComes(String form, String pem) {
        assertThat(sign(SignatureAlgorithm.RS256, pem)).isEqualTo(sign(SignatureAlgorithm.RS256, Keys.RFC_7515_A2));
    }

    @Test
    void pssEcdsaAndEd25519SignaturesVerify() throws GeneralSecurityException {
        KeyPair ec = Keys.ec("secp256r1");
        byte[] ecdsa = sign(
                SignatureAlgorithm.ES256,
                Keys.pem("PRIVATE KEY", ec.getPrivate().getEncoded()));
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] eddsa = sign(
                SignatureAlgorithm.EDDSA,
                Keys.pem("PRIVATE KEY", edwards.getPrivate().getEncoded()));
        byte[] pss = sign(SignatureAlgorithm.PS256, Keys.RFC_7515_A2);

        assertThat(ecdsa).hasSize(64);
        assertThat(verify("SHA256withECDSAinP1363Format", ec, ecdsa)).isTrue();
        assertThat(verify("Ed25519", edwards, eddsa)).isTrue();
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        verifier.initVerify(Keys.rfc7515A2Public());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(pss)).isTrue();
    }

    private static final String CONTENT = "c2VjcmV0LXRoYXQtbm9ib2R5LXNlZXM=";

    private static String block(String label, String content) {
        return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----";
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(CONTENT, "is no PEM text that begins with -----BEGIN PRIVATE KEY-----"),
                Arguments.of("", "is no PEM text that begins with -----BEGIN PRIVATE KEY-----"),
                Arguments.of("/etc/keys/dns.pem", "is no PEM text"),
                Arguments.of("-----BEGIN PRIVATE KEY-----\n" + CONTENT, "ends with -----END PRIVATE KEY-----"),
                Arguments.of(block("PUBLIC KEY", CONTENT), "is a public key or a certificate"),
                Arguments.of(block("RSA PUBLIC KEY", CONTENT), "is a public key or a certificate"),
                Arguments.of(block("CERTIFICATE", CONTENT), "is a public key or a certificate"),
                Arguments.of(block("ENCRYPTED PRIVATE KEY", CONTENT), "has a passphrase"),
                Arguments.of(
                        block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + CONTENT),
                        "has a passphrase"),
                Arguments.of(block("OPENSSH PRIVATE KEY", CONTENT), "ssh-keygen -p"),
                Arguments.of(block("EC PRIVATE KEY", CONTENT), "openssl pkcs8 -topk8 -nocrypt"),
                Arguments.of(block("PRIVATE KEY", CONTENT + "!"), "is not Base64"),
                Arguments.of(block("PRIVATE KEY", CONTENT), "is damaged, or is no RSA key"),
                Arguments.of(block("RSA PRIVATE KEY", CONTENT), "is damaged, or is no RSA key"),
                Arguments.of(block("PRIVATE KEY", ""), "is damaged, or is no RSA key"),
                Arguments.of(
                        Keys.pem(
                                "PRIVATE KEY", Keys.ec("secp256r1").getPrivate().getEncoded()),
                        "is no RSA key, which RS256 needs"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unusable")
    void aKeyThatCannotBeUsedIsRefusedWithARemedyAndNotQuoted(String pem, String message) {
        assertThatThrownBy(() -> sign(SignatureAlgorithm.RS256, pem))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the private key ")
                .hasMessageContaining(message)
                .hasMessageMatching(".*(;|:) .*")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(CONTENT, "c2VjcmV0", "/etc/keys"));
    }

    @Test
    void anEcKeyOnAnotherCurveIsRefused() {
        String pem = Keys.pem("PRIVATE KEY", Keys.ec("secp384r1").getPrivate().getEncoded());

        assertThatThrownBy(() -> sign(SignatureAlgorithm.ES256, pem))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("another curve than P-256, which ES256 needs");
    }

    @Test
    void aKeyTooShortForItsAlgorithmIsRefused() {
        String pem = Keys.pem("PRIVATE KEY", Keys.rsa(512).getPrivate().getEncoded());

        assertThatThrownBy(() -> sign(SignatureAlgorithm.RS512, pem))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the private key cannot sign with RS512; it is too short or damaged: make a new one");
    }

    /** A bit that flipped in a number of the key may go unnoticed here; the vendor then refuses the signature. */
    @Property(tries = 100)
    void aDamagedKeySignsOrIsRefusedAndNothingElseHappens(
            @ForAll @IntRange(max = 600) int at, @ForAll byte value, @ForAll @IntRange(max = 600) int cut) {
        byte[] der = Keys.der(Keys.DRAFT_CAVAGE);
        der[at] = value;
        String pem = Keys.pem("RSA PRIVATE KEY", Arrays.copyOf(der, der.length - cut / 20));

        Throwable thrown = catchThrowable(() -> sign(SignatureAlgorithm.RS256, pem));

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ConfigurationException.class).hasNoCause();
        }
    }
}
