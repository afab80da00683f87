package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider. */
@Timeout(120)
class JwtTest {
    private static final String SETTINGS =
            "\"jwt\": {\"issuer\": \"https://id.example\", \"audience\": \"ddns\", \"keys\": \"keys\"}";
    private static final Map<String, KeyPair> KEYS = keys();

    @TempDir
    Path directory;

    private static Map<String, KeyPair> keys() {
        try {
            Map<String, KeyPair> keys = new TreeMap<>();
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            keys.put("RS256", rsa.generateKeyPair());
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec("secp256r1"));
            keys.put("ES256", ec.generateKeyPair());
            keys.put("EdDSA", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeJwks(KeyPair... pairs) throws IOException {
        JsonWebKeySet set = new JsonWebKeySet();
        for (KeyPair pair : pairs) {
            set.addJsonWebKey(jwk(pair.getPublic()));
        }
        Files.writeString(directory.resolve("keys"), set.toJson());
    }

    private static JsonWebKey jwk(PublicKey key) {
        try {
            return JsonWebKey.Factory.newJwk(key);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static JwtClaims claims(Surface surface) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://id.example");
        claims.setAudience("ddns");
        claims.setSubject("alice");
        claims.setExpirationTime(NumericDate.fromSeconds(
                surface.now().plus(Duration.ofMinutes(5)).getEpochSecond()));
        claims.setStringClaim("role", "operator");
        return claims;
    }

    private static String signed(String algorithm, Surface surface, Consumer<JwtClaims> claims) throws JoseException {
        return signed(algorithm, surface, claims, jws -> {});
    }

    private static String signed(
            String algorithm, Surface surface, Consumer<JwtClaims> claims, Consumer<JsonWebSignature> header)
            throws JoseException {
        JwtClaims all = claims(surface);
        claims.accept(all);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(all.toJson());
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKey(KEYS.get(algorithm).getPrivate());
        header.accept(jws);
        return jws.getCompactSerialization();
    }

    private static int pause(Surface surface, String jwt) throws IOException {
        int status = surface.ask("POST", "/pause", Surface.bearer(jwt)).status();
        surface.pass(Duration.ofSeconds(7)); // so that no failure is slowed
        return status;
    }

    @Test
    void eachTypeOfKeySignsByItsOwnAlgorithm() throws Exception {
        for (Map.Entry<String, KeyPair> key : KEYS.entrySet()) {
            for (boolean asPem : List.of(true, false)) {
                if (asPem) {
                    Files.writeString(
                            directory.resolve("keys"), pem(key.getValue().getPublic()));
                } else {
                    writeJwks(key.getValue());
                }
                try (Surface surface = new Surface(SETTINGS, directory)) {
                    assertThat(pause(surface, signed(key.getKey(), surface, c -> {})))
                            .as(key.getKey())
                            .isEqualTo(200);
                    for (String other : KEYS.keySet()) {
                        if (!other.equals(key.getKey())) {
                            assertThat(pause(surface, signed(other, surface, c -> {})))
                                    .as(other + " with " + key.getKey())
                                    .isEqualTo(401);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aPublicKeyIsNoSharedSecretAndNoSignatureIsNoSignature() throws Exception {
        KeyPair rsa = KEYS.get("RS256");
        writeJwks(rsa);
        try (Surface surface = new Surface(SETTINGS, directory)) {
            for (byte[] secret :
                    List.of(rsa.getPublic().getEncoded(), pem(rsa.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
                JsonWebSignature jws = new JsonWebSignature();
                jws.setPayload(claims(surface).toJson());
                jws.setAlgorithmHeaderValue("HS256");
                jws.setKey(new HmacKey(secret));
                assertThat(pause(surface, jws.getCompactSerialization())).isEqualTo(401);
            }
            String none = Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII))
                    + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(claims(surface).toJson().getBytes(StandardCharsets.UTF_8));
            assertThat(pause(surface, none + ".")).isEqualTo(401);
            assertThat(pause(surface, none + ".AAAA")).isEqualTo(401);
            assertThat(pause(surface, signed("RS256", surface, c -> {}, jws -> jws.setAlgorithmHeaderValue("PS256"))))
                    .as("another algorithm of the same key")
                    .isEqualTo(401);
        }
    }

    @Test
    void headersThatBringAKeyOrMustBeUnderstoodAreRefused() throws Exception {
        writeJwks(KEYS.get("RS256"));
        try (Surface surface = new Surface(SETTINGS, directory)) {
            for (String name : List.of("jku", "x5u")) {
                assertThat(pause(
                                surface,
                                signed("RS256", surface, c -> {}, jws -> jws.setHeader(name, "https://evil.example"))))
                        .as(name)
                        .isEqualTo(401);
            }
            assertThat(pause(
                            surface,
                            signed(
                                    "RS256",
                                    surface,
                                    c -> {},
                                    jws -> jws.setJwkHeader((org.jose4j.jwk.PublicJsonWebKey)
                                            jwk(KEYS.get("RS256").getPublic())))))
                    .isEqualTo(401);
            assertThat(pause(surface, signed("RS256", surface, c -> {}, jws -> jws.setCriticalHeaderNames("exp"))))
                    .isEqualTo(401);
            assertThat(pause(surface, signed("RS256", surface, c -> c.setStringClaim("more", "x".repeat(7000)))))
                    .as("more than 8 kB")
                    .isIn(401, 431);
        }
    }

    @Test
    void whatAJwtClaimsIsChecked() throws Exception {
        writeJwks(KEYS.get("ES256"));
        try (Surface surface = new Surface(SETTINGS, directory)) {
            long now = surface.now().getEpochSecond();
            assertThat(pause(
                            surface,
                            signed("ES256", surface, c -> c.setExpirationTime(NumericDate.fromSeconds(now - 40)))))
                    .as("within the skew")
                    .isEqualTo(200);
            Map<String, Consumer<JwtClaims>> wrong = Map.of(
                    "expired", c -> c.setExpirationTime(NumericDate.fromSeconds(now - 90)),
                    "without an end", c -> c.unsetClaim("exp"),
                    "not yet", c -> c.setNotBefore(NumericDate.fromSeconds(now + 600)),
                    "other issuer", c -> c.setIssuer("https://id.example.evil"),
                    "without an issuer", c -> c.unsetClaim("iss"),
                    "other audience", c -> c.setAudience("other"),
                    "without an audience", c -> c.unsetClaim("aud"),
                    "without a subject", c -> c.unsetClaim("sub"));
            for (Map.Entry<String, Consumer<JwtClaims>> one : wrong.entrySet()) {
                assertThat(pause(surface, signed("ES256", surface, one.getValue())))
                        .as(one.getKey())
                        .isEqualTo(401);
            }
            for (Consumer<JwtClaims> role : List.<Consumer<JwtClaims>>of(
                    c -> c.unsetClaim("role"), c -> c.setStringClaim("role", "boss"), c -> c.setClaim("role", 3))) {
                assertThat(pause(surface, signed("ES256", surface, role))).isEqualTo(403);
            }
            assertThat(pause(surface, signed("ES256", surface, c -> c.setStringClaim("role", "auditor"))))
                    .isEqualTo(403);
            assertThat(pause(
                            surface,
                            signed("ES256", surface, c -> c.setStringListClaim("role", List.of("x", "operator")))))
                    .isEqualTo(200);
        }
    }

    @Test
    void keysAreReadAgainWhenTheirFileIsReplaced() throws Exception {
        writeJwks(KEYS.get("ES256"));
        try (Surface surface = new Surface(SETTINGS, directory)) {
            assertThat(pause(surface, signed("EdDSA", surface, c -> {}))).isEqualTo(401);
            writeJwks(KEYS.get("EdDSA"), KEYS.get("RS256"));
            assertThat(pause(surface, signed("EdDSA", surface, c -> {}))).isEqualTo(200);
            assertThat(pause(surface, signed("ES256", surface, c -> {}))).isEqualTo(401);
            Files.writeString(directory.resolve("keys"), "{");
            assertThat(pause(surface, signed("EdDSA", surface, c -> {})))
                    .as("a broken file changes nothing")
                    .isEqualTo(200);
        }
    }

    @Test
    void whoHasNoRoleIsNamedInTheAuditTrail() throws Exception {
        writeJwks(KEYS.get("ES256"));
        try (Surface surface = new Surface(SETTINGS, directory)) {
            pause(surface, signed("ES256", surface, c -> c.setStringClaim("role", "boss")));
            pause(surface, signed("ES256", surface, c -> c.unsetClaim("role")));
            assertThat(Trail.of(surface.events))
                    .hasSize(2)
                    .containsOnly("alice (without a role, 127.0.0.1): pause  refused");
        }
    }

    @Test
    void whoWatchesIsEndedWhenTheKeyIsWithdrawnOrTheTokenExpires() throws Exception {
        writeJwks(KEYS.get("ES256"), KEYS.get("EdDSA"));
        try (Surface surface = new Surface(SETTINGS, directory);
                RawHttp withdrawn = watcher(surface, signed("ES256", surface, c -> {}));
                RawHttp expiring = watcher(surface, signed("EdDSA", surface, c -> {}))) {
            writeJwks(KEYS.get("EdDSA"));
            surface.door.tick();
            ClientsTest.awaitEnd(withdrawn);
            surface.pass(Duration.ofMinutes(4));
            surface.door.tick();
            assertThat(surface.ask("GET", "/status", Surface.bearer(signed("EdDSA", surface, c -> {})))
                            .status())
                    .isEqualTo(200);
            ClientsTest.await(expiring, ":");
            ClientsTest.await(expiring, ":");
            surface.pass(Duration.ofMinutes(3));
            surface.door.tick();
            ClientsTest.awaitEnd(expiring);
        }
    }

    private static RawHttp watcher(Surface surface, String jwt) throws IOException {
        RawHttp http = new RawHttp(surface.port());
        http.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n" + Surface.bearer(jwt)
                + "\r\n\r\n");
        ClientsTest.await(http, ": connected");
        return http;
    }

    @Test
    void aKeyThatIsNotPublicOrTooWeakIsRefusedAtTheStart() throws Exception {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        for (String keys : List.of(
                "",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
                "{\"keys\":[" + jwk(KEYS.get("ES256").getPublic()).toJson().replace("}", ",\"d\":\"AAAA\"}") + "]}",
                pem(weak.generateKeyPair().getPublic()),
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")) {
            Files.writeString(directory.resolve("keys"), keys);
            assertThatThrownBy(() -> new Surface(SETTINGS, directory).close())
                    .as(keys)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("http.jwt.keys");
        }
    }
}
