package io.github.ddnsjava.providers.route53;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake refuses what the vendor refuses: a test that passes against it means something. */
class FakeRoute53Test {
    private static final String SCOPE = "/20261129/us-east-1/route53/aws4_request";
    private static final String NO_SIGNATURE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static FakeRoute53 fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeRoute53.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer x,                                        20261129T120000Z, MissingAuthenticationToken",
        "AKIAANOTHERKEY000000 host;x-amz-date us-east-1,  20261129T120000Z, InvalidClientTokenId",
        "ASIAIOSFODNN7EXAMPLE host;x-amz-date us-east-1,  20261129T120000Z, InvalidClientTokenId",
        "AKIAIOSFODNN7EXAMPLE host us-east-1,             20261129T120000Z, IncompleteSignature",
        "AKIAIOSFODNN7EXAMPLE x-amz-date;host us-east-1,  20261129T120000Z, IncompleteSignature",
        "AKIAIOSFODNN7EXAMPLE host;x-amz-date us-east-1,  2026-11-29,       IncompleteSignature",
        "AKIAIOSFODNN7EXAMPLE host;x-amz-date us-east-1,  20261128T120000Z, SignatureDoesNotMatch",
        "AKIAIOSFODNN7EXAMPLE host;x-amz-date eu-west-1,  20261129T120000Z, valid region",
        "AKIAIOSFODNN7EXAMPLE host;x-amz-date us-east-1,  20261129T120000Z, we calculated does not match"
    })
    void whatIsNotSignedByThatKeyIsRefused(String authorization, String date, String refusal)
            throws IOException, InterruptedException {
        String[] parts = authorization.split(" ");
        String header = parts.length < 3
                ? authorization
                : "AWS4-HMAC-SHA256 Credential=" + parts[0] + SCOPE.replace("us-east-1", parts[2]) + ", SignedHeaders="
                        + parts[1] + ", Signature=" + NO_SIGNATURE;
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + "/hostedzonesbyname?dnsname=example.com."))
                        .header("X-Amz-Date", date)
                        .header("Authorization", header)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.body()).contains(refusal);
        assertThat(fake.refusals()).hasSize(1);
    }

    @Test
    void listsAreOrderedByTheLabelsFromTheEnd() {
        assertThat(FakeRoute53.reversed("\\052.b.example.com.")).isEqualTo("com.example.b.*.");
        assertThat(FakeRoute53.reversed("example.com")).isLessThan(FakeRoute53.reversed("a.example.com."));
        assertThat(FakeRoute53.reversed("z.example.com")).isLessThan(FakeRoute53.reversed("example.net"));
    }

    @Test
    void anUpsertCountsTwice() {
        String change = "<Change><Action>%s</Action><ResourceRecordSet><Name>a.</Name><Type>A</Type><TTL>1</TTL>"
                + "<ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>"
                + "</ResourceRecordSet></Change>";
        String body = "<ChangeResourceRecordSetsRequest xmlns=\"" + FakeRoute53.NAMESPACE + "\"><ChangeBatch><Changes>"
                + change.formatted("CREATE") + change.formatted("UPSERT") + "</Changes></ChangeBatch>"
                + "</ChangeResourceRecordSetsRequest>";

        assertThat(ChangeBatch.load(body)).containsExactly(3, 27);
    }
}
