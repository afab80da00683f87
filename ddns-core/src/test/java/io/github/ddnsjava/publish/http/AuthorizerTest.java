package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Api;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each ready authorizer puts its part into its place, and tells one account from another. */
class AuthorizerTest {
    private static final Secret TOKEN = Secret.of("t0ken/1");

    private static HttpTransport.Request sent(Authorizer authorizer) throws InterruptedException {
        Api api = new Api(request -> Api.ok("{}"));
        api.endpoint()
                .authorizedBy(authorizer)
                .on(api.gate)
                .post("/a")
                .query("q", 1)
                .send();
        return api.sent.get(0);
    }

    private static Map<String, String> headers(Authorizer authorizer) throws InterruptedException {
        return sent(authorizer).headers();
    }

    @Test
    void eachPutsItsPartIntoItsPlace() throws InterruptedException {
        assertThat(headers(Authorizer.bearer(TOKEN))).containsEntry("Authorization", "Bearer t0ken/1");
        assertThat(headers(Authorizer.basic("Aladdin", Secret.of("open sesame"))))
                .containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(headers(Authorizer.header("X-Key", TOKEN))).containsEntry("X-Key", "t0ken/1");
        assertThat(headers(Authorizer.header("Authorization", "Apikey ", TOKEN)))
                .containsEntry("Authorization", "Apikey t0ken/1");
        assertThat(sent(Authorizer.query("key", TOKEN)).uri().getRawQuery()).isEqualTo("q=1&key=t0ken%2F1");
        assertThat(Api.body(sent(Authorizer.form("key", TOKEN)))).isEqualTo("key=t0ken%2F1");
        assertThat(Api.body(sent(Authorizer.json("key", TOKEN)))).isEqualTo("{\"key\":\"t0ken/1\"}");
        assertThat(sent(Authorizer.none("user")).uri().getRawQuery()).isEqualTo("q=1");
        assertThat(headers(Authorizer.none("user"))).doesNotContainKey("Authorization");
    }

    @Test
    void twoPartsAreBothAddedInTheirOrder() throws InterruptedException {
        Authorizer both = Authorizer.query("id", Secret.of("key-id")).and(Authorizer.query("sig", TOKEN));

        assertThat(sent(both).uri().getRawQuery()).isEqualTo("q=1&id=key-id&sig=t0ken%2F1");
        assertThat(both.principal()).isEqualTo("key-id");
    }

    @Test
    void oneTokenForSeveralAccountsIsSentTheSameAndTellsThemApart() throws InterruptedException {
        Authorizer token = Authorizer.bearer(TOKEN);
        Authorizer team = token.within(Optional.of("team"));

        assertThat(headers(team)).isEqualTo(headers(token));
        assertThat(team.principal()).isNotEqualTo(token.principal()).contains("team");
        assertThat(token.within(Optional.empty()).principal()).isEqualTo(token.principal());
    }

    @Test
    void thePrincipalTellsAccountsApart() {
        Api api = new Api(request -> Api.ok("{}"));
        String one = api.endpoint().authorizedBy(Authorizer.bearer(TOKEN)).account();

        assertThat(one)
                .isEqualTo(api.endpoint()
                        .authorizedBy(Authorizer.query("key", TOKEN))
                        .account())
                .isNotEqualTo(api.endpoint()
                        .authorizedBy(Authorizer.bearer(Secret.of("other")))
                        .account())
                .doesNotContain("t0ken");
        assertThat(api.endpoint()
                        .authorizedBy(Authorizer.basic("user", Secret.of("first")))
                        .account())
                .as("a new password makes no new account")
                .isEqualTo(api.endpoint()
                        .authorizedBy(Authorizer.basic("user", Secret.of("second")))
                        .account())
                .isNotEqualTo(api.endpoint()
                        .authorizedBy(Authorizer.basic("other", Secret.of("first")))
                        .account());
        assertThat(Authorizer.none("user").principal()).isEqualTo("user");
        assertThat(Authorizer.of(() -> "who", request -> {}).principal()).isEqualTo("who");
    }

    /** A server would take the first part for the name, and the rest for the password (RFC 7617). */
    @Test
    void aUserNameWithAColonIsNotSentByBasic() {
        assertThatThrownBy(() -> sent(Authorizer.basic("us:er", Secret.of("password"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("user name")
                .hasMessageContaining("colon");
    }

    @Test
    void aPasswordMayHaveAColon() throws InterruptedException {
        assertThat(headers(Authorizer.basic("u", Secret.of("a:b")))).containsEntry("Authorization", "Basic dTphOmI=");
    }

    @Test
    @Tag("promise-22")
    void aPrincipalThatCannotBeReadIsTold() {
        Secret missing = Secret.from("the vault", () -> {
            throw new ConfigurationException("", "the vault is locked", "");
        });

        assertThatThrownBy(() -> Authorizer.bearer(missing).principal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the vault is locked");
    }
}
