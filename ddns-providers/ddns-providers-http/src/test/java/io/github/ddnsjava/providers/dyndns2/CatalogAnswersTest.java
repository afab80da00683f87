package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the services of the catalog say in words of their own, row by row of the page about them. */
class CatalogAnswersTest {
    private static final FakeDyndns2 FAKE = new FakeDyndns2();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    private static ChangeResult answered(String id, int status, String body) throws IOException, InterruptedException {
        Flavour flavour = Objects.requireNonNull(Flavour.all().get(id));
        CatalogContract contract = new CatalogContract(FAKE, flavour);
        contract.reset();
        FAKE.answerNext(status, body.replace("\\n", "\n"));
        return new Publishing(contract.provider())
                .publish(List.of(
                        Changes.ensure(Flavour.ONLY, "192.0.2.1").build(),
                        Changes.absent(DnsName.of(Flavour.ONLY), RecordType.AAAA)
                                .build()))
                .get(0);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '\u00a6', nullValues = "-", textBlock = """
            dyn           ¦ 200 ¦ abuse                       ¦ blocked        ¦ record  ¦ -
            noip          ¦ 200 ¦ abuse                       ¦ blocked        ¦ record  ¦ -
            noip          ¦ 200 ¦ 911                         ¦ transient      ¦ account ¦ 30m
            noip          ¦ 200 ¦ !donator                    ¦ blocked        ¦ record  ¦ -
            noip          ¦ 200 ¦ badagent                    ¦ blocked        ¦ account ¦ -
            dnsomatic     ¦ 200 ¦ dnserr                      ¦ transient      ¦ record  ¦ 30m
            dnsomatic     ¦ 200 ¦ abuse                       ¦ blocked        ¦ record  ¦ -
            oray          ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1d
            oray          ¦ 200 ¦ nofee                       ¦ blocked        ¦ record  ¦ -
            oray          ¦ 200 ¦ good 127.0.0.1              ¦ blocked        ¦ account ¦ -
            pubyun        ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1d
            pubyun        ¦ 500 ¦ interror                    ¦ transient      ¦ account ¦ 30m
            pubyun        ¦ 200 ¦ !yours                      ¦ authentication ¦ record  ¦ -
            dynu-dyndns   ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1h
            dynu-dyndns   ¦ 200 ¦ 911                         ¦ transient      ¦ account ¦ 10m
            dynu-dyndns   ¦ 200 ¦ servererror                 ¦ transient      ¦ account ¦ 30m
            he            ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1h
            he            ¦ 200 ¦ interval                    ¦ rate-limited   ¦ account ¦ 5m
            he            ¦ 200 ¦ badip                       ¦ rejected       ¦ record  ¦ -
            desec-dyndns  ¦ 400 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            desec-dyndns  ¦ 404 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            desec-dyndns  ¦ 401 ¦ ''                          ¦ authentication ¦ account ¦ -
            easydns-dyndns ¦ 200 ¦ <p>NOACCESS</p>            ¦ authentication ¦ account ¦ -
            easydns-dyndns ¦ 200 ¦ no_auth                    ¦ authentication ¦ account ¦ -
            easydns-dyndns ¦ 200 ¦ NO SERVICE                 ¦ blocked        ¦ record  ¦ -
            easydns-dyndns ¦ 200 ¦ ILLEGAL_INPUT              ¦ rejected       ¦ record  ¦ -
            easydns-dyndns ¦ 200 ¦ TOOSOON                    ¦ rate-limited   ¦ account ¦ 10m
            easydns-dyndns ¦ 200 ¦ TOO_FREQ                   ¦ rate-limited   ¦ account ¦ 10m
            strato        ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1h
            infomaniak-dyndns ¦ 400 ¦ nohost                  ¦ rejected       ¦ record  ¦ -
            infomaniak-dyndns ¦ 400 ¦ badauth                 ¦ authentication ¦ account ¦ -
            loopia-dyndns ¦ 200 ¦ badrequest                  ¦ rejected       ¦ record  ¦ -
            spdyn         ¦ 200 ¦ fatal                       ¦ transient      ¦ record  ¦ 30m
            selfhost      ¦ 401 ¦ ''                          ¦ authentication ¦ account ¦ -
            selfhost      ¦ 409 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            selfhost      ¦ 410 ¦ ''                          ¦ blocked        ¦ account ¦ -
            selfhost      ¦ 411 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            selfhost      ¦ 412 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            selfhost      ¦ 200 ¦ abuse                       ¦ rate-limited   ¦ account ¦ 1h
            selfhost      ¦ 200 ¦ <html>204 good</html>       ¦ protocol       ¦ record  ¦ -
            nsupdate-info ¦ 403 ¦ abuse                       ¦ blocked        ¦ record  ¦ -
            nsupdate-info ¦ 401 ¦ badauth                     ¦ authentication ¦ account ¦ -
            nowdns        ¦ 400 ¦ nohost                      ¦ rejected       ¦ record  ¦ -
            ydns          ¦ 404 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            domeneshop-dyndns ¦ 404 ¦ ''                      ¦ rejected       ¦ record  ¦ -
            domeneshop-dyndns ¦ 200 ¦ ''                      ¦ protocol       ¦ record  ¦ -
            domeneshop-dyndns ¦ 401 ¦ ''                      ¦ authentication ¦ account ¦ -
            nicru-dyndns  ¦ 200 ¦ badauth                     ¦ authentication ¦ account ¦ -
            dode          ¦ 400 ¦ numhost                     ¦ rejected       ¦ record  ¦ -
            dode          ¦ 429 ¦ toomanyrequests             ¦ rate-limited   ¦ account ¦ 10m
            dode          ¦ 500 ¦ 911 maintenance             ¦ transient      ¦ account ¦ 30m
            mayddns       ¦ 200 ¦ notfound                    ¦ rejected       ¦ record  ¦ -
            mayddns       ¦ 200 ¦ noipv6                      ¦ rejected       ¦ record  ¦ -
            duiadns       ¦ 200 ¦ error                       ¦ rejected       ¦ record  ¦ -
            changeip      ¦ 422 ¦ ''                          ¦ rejected       ¦ record  ¦ -
            dnsexit-dyndns ¦ 200 ¦ {"code":2,"message":"key"} ¦ authentication ¦ account ¦ -
            dnsexit-dyndns ¦ 200 ¦ {"code":3,"message":"x"}   ¦ rejected       ¦ record  ¦ -
            dnsexit-dyndns ¦ 200 ¦ {"code":4,"message":"x"}   ¦ rejected       ¦ record  ¦ -
            dnsexit-dyndns ¦ 200 ¦ {"code":5,"message":"x"}   ¦ rejected       ¦ record  ¦ -
            dnsexit-dyndns ¦ 200 ¦ {"code":6,"message":"x"}   ¦ transient      ¦ record  ¦ 30m
            dnsexit-dyndns ¦ 200 ¦ {"code":7,"message":"x"}   ¦ transient      ¦ record  ¦ 30m
            dnsexit-legacy ¦ 200 ¦ HTTP/1.1 200 OK\\n3=User     ¦ authentication ¦ account ¦ -
            dnsexit-legacy ¦ 200 ¦ HTTP/1.1 200 OK\\n11=Wait    ¦ rate-limited   ¦ account ¦ 10m
            dnsexit-legacy ¦ 200 ¦ HTTP/1.1 200 OK           ¦ protocol       ¦ record  ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-auth            ¦ authentication ¦ account ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-auth-suspend    ¦ blocked        ¦ account ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-auth-voided     ¦ blocked        ¦ account ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-record-invalid  ¦ rejected       ¦ record  ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-record-auth     ¦ rejected       ¦ record  ¦ -
            dnsmadeeasy-dyndns ¦ 200 ¦ error-system          ¦ transient      ¦ account ¦ 30m
            dnsmadeeasy-dyndns ¦ 200 ¦ error                 ¦ transient      ¦ account ¦ 30m
            goip          ¦ 200 ¦ home.example.com (192.0.2.9) ¦ protocol    ¦ record  ¦ -
            xpertdns      ¦ 200 ¦ check your DynID           ¦ rejected       ¦ record  ¦ -
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>304156    ¦ authentication ¦ account ¦ -
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>316153    ¦ rejected       ¦ record  ¦ -
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>316154    ¦ blocked        ¦ record  ¦ -
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>380091    ¦ rejected       ¦ record  ¦ -
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>380098    ¦ transient      ¦ record  ¦ 30m
            namecheap-dyndns ¦ 200 ¦ <ResponseNumber>380099    ¦ transient      ¦ record  ¦ 30m
            namecheap-dyndns ¦ 200 ¦ <IP>192.0.2.9</IP><ErrCount>0</ErrCount> ¦ protocol ¦ record ¦ -
            enom-dyndns   ¦ 200 ¦ ErrCount=1\\nErr1=304155    ¦ authentication ¦ account ¦ -
            enom-dyndns   ¦ 200 ¦ ErrCount=1\\nErr1=304153    ¦ rejected       ¦ record  ¦ -
            zoneedit      ¦ 200 ¦ <ERROR CODE="702" PARAM="600"> ¦ rate-limited ¦ account ¦ 10m
            zoneedit      ¦ 200 ¦ <ERROR CODE="704" TEXT="x"> ¦ rejected       ¦ record  ¦ -
            zoneedit      ¦ 200 ¦ <ERROR CODE = "709">        ¦ rejected       ¦ record  ¦ -
            zoneedit      ¦ 200 ¦ <ERROR CODE\\n\\n=\\n"709">  ¦ rejected       ¦ record  ¦ -
            zoneedit      ¦ 200 ¦ <ERROR CODE="708">          ¦ authentication ¦ account ¦ -
            zoneedit      ¦ 200 ¦ invalid login               ¦ authentication ¦ account ¦ -
            ddnss         ¦ 200 ¦ <b>badauth</b>              ¦ authentication ¦ account ¦ -
            ddnss         ¦ 200 ¦ <b>badysys</b>              ¦ rejected       ¦ record  ¦ -
            ddnss         ¦ 200 ¦ <b>disabled</b>             ¦ blocked        ¦ account ¦ -
            ddnss         ¦ 200 ¦ <b>dnserr</b>               ¦ transient      ¦ record  ¦ 30m
            ddnss         ¦ 200 ¦ <b>911</b>                  ¦ transient      ¦ account ¦ 30m
            freemyip      ¦ 200 ¦ ERROR                       ¦ authentication ¦ record  ¦ -
            freedns       ¦ 200 ¦ ERROR: Unable to locate     ¦ authentication ¦ record  ¦ -
            freedns       ¦ 200 ¦ Couldn't do that            ¦ rejected       ¦ record  ¦ -
            njalla-dyndns ¦ 401 ¦ {"message": "invalid host or key"} ¦ authentication ¦ record ¦ -
            keysystems-dyndns ¦ 200 ¦ invalid password        ¦ authentication ¦ account ¦ -
            keysystems-dyndns ¦ 200 ¦ Authorization failed    ¦ rejected       ¦ record  ¦ -
            keysystems-dyndns ¦ 200 ¦ abuse prevention triggered ¦ rate-limited ¦ account ¦ 30m
            regfish-dyndns ¦ 200 ¦ error|401|x                ¦ authentication ¦ account ¦ -
            regfish-dyndns ¦ 200 ¦ error|402|x                ¦ authentication ¦ account ¦ -
            regfish-dyndns ¦ 200 ¦ error|412|x                ¦ rejected       ¦ record  ¦ -
            regfish-dyndns ¦ 200 ¦ error|414|x                ¦ transient      ¦ record  ¦ 30m
            1984          ¦ 200 ¦ {"ok": false, "msg": "x"}   ¦ rejected       ¦ record  ¦ -
            servercow-dyndns ¦ 200 ¦ FAILED - Authentication failed ¦ authentication ¦ account ¦ -
            dynv6-dyndns  ¦ 401 ¦ invalid authentication token ¦ authentication ¦ account ¦ -
            dynv6-dyndns  ¦ 404 ¦ zone not found              ¦ rejected       ¦ record  ¦ -
            allinkl-dyndns ¦ 401 ¦ ''                         ¦ authentication ¦ account ¦ -
            """)
    void aRefusalHasTheMeaningThatThePageGivesIt(
            String id, int status, String body, String kind, String scope, String wait) throws Exception {
        Problem problem = Publishing.problem(answered(id, status, body));
        assertThat(problem.kind().toString()).isEqualTo(kind);
        assertThat(problem.message()).doesNotContain("\n").hasSizeLessThan(300);
        assertThat(problem.scope()).isEqualTo(scope.equals("account") ? ProblemScope.ACCOUNT : ProblemScope.RECORD);
        assertThat(problem.retryAfter().map(Durations::format).orElse(null)).isEqualTo(wait);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '\u00a6', textBlock = """
            dyn               ¦ 200 ¦ good 192.0.2.1                   ¦ updated
            noip              ¦ 200 ¦ nochg 192.0.2.1,2001:db8::1      ¦ unchanged
            desec-dyndns      ¦ 200 ¦ good                             ¦ updated
            easydns-dyndns    ¦ 200 ¦ OK                               ¦ updated
            easydns-dyndns    ¦ 200 ¦ no_update_required               ¦ unchanged
            selfhost          ¦ 200 ¦ ''                               ¦ updated
            selfhost          ¦ 204 ¦ ''                               ¦ updated
            selfhost          ¦ 200 ¦ nochg                            ¦ unchanged
            allinkl-dyndns    ¦ 200 ¦ good                             ¦ unchanged
            allinkl-dyndns    ¦ 200 ¦ good 192.0.2.1                   ¦ updated
            zoneedit          ¦ 200 ¦ <SUCCESS CODE="201" TEXT="x">    ¦ unchanged
            zoneedit          ¦ 200 ¦ <ERROR CODE="707" TEXT="x">      ¦ unchanged
            ddnss             ¦ 200 ¦ <p>nochg</p>                     ¦ unchanged
            regfish-dyndns    ¦ 200 ¦ success|101|no update needed     ¦ unchanged
            namecheap-dyndns  ¦ 200 ¦ <ErrCount>0</ErrCount>           ¦ updated
            freedns           ¦ 200 ¦ No IP change detected for x      ¦ unchanged
            """)
    void aSuccessHasTheMeaningThatThePageGivesIt(String id, int status, String body, String outcome) throws Exception {
        assertThat(answered(id, status, body))
                .isEqualTo(
                        outcome.equals("updated")
                                ? new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of())
                                : new ChangeResult.AlreadyRight(Map.of()));
    }

    /** A page of somebody else's says "OK" and "success" too. */
    @ParameterizedTest
    @CsvSource(delimiter = '\u00a6', textBlock = """
            freemyip          ¦ It works: OK
            servercow-dyndns  ¦ <p>OK</p>
            dynv6-dyndns      ¦ Your addresses updated lately
            1984              ¦ {"ok": true
            1984              ¦ <p>unaltered "ok": true</p>
            dnsexit-dyndns    ¦ {"code":0,"mess
            dnsexit-dyndns    ¦ {"code":1,"message":"partial"}
            regfish-dyndns    ¦ success
            changeip          ¦ <p>success</p>
            """)
    @Tag("promise-22")
    void nothingElseIsASuccess(String id, String body) throws Exception {
        assertThat(answered(id, 200, body)).isInstanceOf(ChangeResult.Unknown.class);
    }
}
