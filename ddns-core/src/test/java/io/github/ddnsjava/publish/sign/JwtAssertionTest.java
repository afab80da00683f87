package io.github.ddnsjava.publish.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JwtAssertionTest {
    private final OutgoingRequest request = Requests.request("POST", "https://login.example.com/token");

    private JwtAssertion jwt(SignatureAlgorithm algorithm, String pem) {
        return new JwtAssertion(algorithm, Secret.of(pem), Optional.empty());
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    @Test
    void rfc7515AppendixA2() {
        String claims = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

        assertThat(jwt(SignatureAlgorithm.RS256, Keys.RFC_7515_A2).compact(request, "{\"alg\":\"RS256\"}", claims))
                .isEqualTo("eyJhbGciOiJSUzI1NiJ9"
                        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnV"
                        + "lfQ"
                        + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp"
                        + "5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
                        + "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOY"
                        + "EUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
    }

    @Test
    void rfc8037AppendixA4() {
        byte[] seed = Base64.getUrlDecoder().decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
        byte[] start = HexFormat.of().parseHex("302e020100300506032b657004220420");
        byte[] pkcs8 = new byte[start.length + seed.length];
        System.arraycopy(start, 0, pkcs8, 0, start.length);
        System.arraycopy(seed, 0, pkcs8, start.length, seed.length);

        assertThat(jwt(SignatureAlgorithm.EDDSA, Keys.pem("PRIVATE KEY", pkcs8))
                        .compact(request, "{\"alg\":\"EdDSA\"}", "Example of Ed25519 signing"))
                .isEqualTo("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                        + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    void aTokenHasItsHeaderItsClaimsAndASignatureOfBoth() throws GeneralSecurityException {
        KeyPair keys = Keys.ec("secp256r1");
        JwtAssertion jwt =
                new JwtAssertion(SignatureAlgorithm.ES256, Keys.pem(keys.getPrivate()), Optional.of("key-1"));

        String[] parts = jwt.make(
                        request,
                        claims -> claims.put("iss", "robot@example.com")
                                .put("iat", request.now().getEpochSecond())
                                .put(
                                        "exp",
                                        request.now().plus(Duration.ofHours(1)).getEpochSecond()))
                .split("\\.");

        assertThat(parts).hasSize(3);
        JsonReader header = JsonReader.parse("header", decoded(parts[0]));
        assertThat(header.get("alg").asText()).isEqualTo("ES256");
        assertThat(header.get("typ").asText()).isEqualTo("JWT");
        assertThat(header.get("kid").asText()).isEqualTo("key-1");
        assertThat(decoded(parts[1]))
                .isEqualTo("{\"iss\":\"robot@example.com\",\"iat\":1767413106,\"exp\":1767416706}");
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(keys.getPublic());
        verifier.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }
}
