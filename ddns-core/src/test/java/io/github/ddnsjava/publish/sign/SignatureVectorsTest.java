package io.github.ddnsjava.publish.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that vendors have published: the same request, key and time come to the same headers. */
class SignatureVectorsTest {
    /** An example, by its origin. */
    private record Vector(String origin, Authorizer signer, OutgoingRequest request, Map<String, String> headers) {
        @Override
        public String toString() {
            return origin;
        }
    }

    private static Vector authorization(String origin, Authorizer signer, OutgoingRequest request, String expected) {
        return new Vector(origin, signer, request, Map.of("Authorization", expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"aws", "aliyun", "tencent", "huawei", "volcengine", "baidu", "exoscale", "ovh", "oracle"})
    void comesToWhatTheVendorPublished(Vector vector) {
        vector.signer().authorize(vector.request());

        assertThat(vector.request().headers()).containsAllEntriesOf(vector.headers());
    }

    private static final String SESSION_TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWs"
            + "KWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPk"
            + "yQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9"
            + "Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    static List<Vector> aws() {
        AccessKey key = AccessKey.of("AKIDEXAMPLE", Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
        AccessKey temporary = new AccessKey(key.id(), key.secret(), Optional.of(Secret.of(SESSION_TOKEN)));
        Authorizer signer = new AwsV4(key, "service", "us-east-1");
        Instant time = Instant.parse("2015-08-30T12:36:00Z");
        String host = "https://example.amazonaws.com";
        String start = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/";
        return List.of(
                authorization(
                        "AWS test suite, get-vanilla",
                        signer,
                        Requests.request("GET", host, time),
                        start + "service/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                                + "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                authorization(
                        "AWS test suite, get-vanilla-query-order-key-case",
                        signer,
                        Requests.request("GET", host, time)
                                .query("Param2", "value2")
                                .query("Param1", "value1"),
                        start + "service/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                                + "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
                authorization(
                        "AWS test suite, post-x-www-form-urlencoded",
                        signer,
                        Requests.request("POST", host, time).form("Param1", "value1"),
                        start + "service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature="
                                + "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
                authorization(
                        "AWS test suite, post-sts-header-before",
                        new AwsV4(temporary, "service", "us-east-1"),
                        Requests.request("POST", host, time),
                        start + "service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature="
                                + "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
                authorization(
                        "AWS documentation, IAM ListUsers",
                        new AwsV4(key, "iam", "us-east-1"),
                        Requests.request("GET", "https://iam.amazonaws.com/", time)
                                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                                .query("Action", "ListUsers")
                                .query("Version", "2010-05-08"),
                        start + "iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature="
                                + "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
    }

    static List<Vector> aliyun() {
        OutgoingRequest request = new OutgoingRequest(
                        "POST",
                        URI.create("https://ecs.cn-shanghai.aliyuncs.com/"),
                        Instant.parse("2023-10-26T10:22:32Z"),
                        Requests.drawing("3156853299f313e23d1673dc12e1703d"))
                .query("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")
                .query("RegionId", "cn-shanghai")
                .header("x-acs-action", "RunInstances")
                .header("x-acs-version", "2014-05-26");
        return List.of(authorization(
                "Alibaba Cloud documentation, RunInstances",
                new Acs3(AccessKey.of("YourAccessKeyId", Secret.of("YourAccessKeySecret"))),
                request,
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
                        + "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                        + "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"));
    }

    static List<Vector> tencent() {
        return List.of(
                tencent(
                        "Tencent documentation, older, GET",
                        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
                        Requests.request("GET", "https://cvm.tencentcloudapi.com/", Instant.ofEpochSecond(1539084154))
                                .query("Limit", 10)
                                .query("Offset", 0),
                        "2018-10-09/cvm/tc3_request, SignedHeaders=content-type;host, Signature="
                                + "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474"),
                tencent(
                        "Tencent documentation, POST",
                        "*".repeat(32),
                        describeInstances().header("X-TC-Action", "DescribeInstances"),
                        "2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature="
                                + "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"),
                tencent(
                        "Tencent signature-process-demo, POST",
                        "Gu5t9xGARNpq86cd98joQYCN3*******",
                        describeInstances().header("X-TC-Action", "DescribeInstances"),
                        "2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature="
                                + "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"),
                tencent(
                        "Tencent documentation, older, POST",
                        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
                        describeInstances(),
                        "2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature="
                                + "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"));
    }

    private static Vector tencent(String origin, String secret, OutgoingRequest request, String expected) {
        Authorizer signer = new Tc3(AccessKey.of("AKIDEXAMPLE", Secret.of(secret)), "cvm");
        return authorization(origin, signer, request, "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/" + expected);
    }

    private static OutgoingRequest describeInstances() {
        String body =
                "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";
        return Requests.request("POST", "https://cvm.tencentcloudapi.com/", Instant.ofEpochSecond(1551113065))
                .body("application/json; charset=utf-8", body.getBytes(StandardCharsets.US_ASCII));
    }

    static List<Vector> huawei() {
        return List.of(authorization(
                "Huawei documentation, vpcs",
                new HuaweiSdk(
                        AccessKey.of("QTWAOYTTINDUT2QVKYUC", Secret.of("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"))),
                Requests.request(
                                "GET",
                                "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
                                Instant.parse("2019-11-15T03:36:55Z"))
                        .query("limit", 2)
                        .query("marker", "13551d6b-755d-4757-b956-536f674975c0")
                        .header("Content-Type", "application/json"),
                "SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature="
                        + "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"));
    }

    static List<Vector> volcengine() {
        String id = "AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg";
        Secret secret = Secret.of("WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ==");
        return List.of(authorization(
                "Volcengine documentation, ListUsers",
                new Volcengine(AccessKey.of(id, secret), "iam", "cn-beijing"),
                Requests.request("GET", "https://iam.volcengineapi.com/", Instant.parse("2024-06-19T07:13:06Z"))
                        .query("Action", "ListUsers")
                        .query("Version", "2018-01-01")
                        .query("Limit", 10)
                        .query("Offset", 0),
                "HMAC-SHA256 Credential=" + id + "/20240619/cn-beijing/iam/request, SignedHeaders=host;x-date,"
                        + " Signature=e31c4558bcfe08a286001f59cedbf0791ffd0b2362f10e55ee2627467bcdde93"));
    }

    static List<Vector> baidu() {
        return List.of(authorization(
                "Baidu documentation, PUT readme.txt",
                new BceV1(AccessKey.of("a".repeat(32), Secret.of("b".repeat(32)))),
                Requests.request(
                                "PUT",
                                "https://bj.bcebos.com/v1/test/myfolder/readme.txt",
                                Instant.parse("2015-04-27T08:23:49Z"))
                        .query("partNumber", 9)
                        .query("uploadId", "a44cc9bab11cbd156984767aad637851")
                        .header("Content-Type", "text/plain")
                        .header("Content-Length", 8)
                        .header("Content-Md5", "NFzcPqhviddjRNnSOGo4rw=="),
                "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/"
                        + "content-length;content-md5;content-type;host;x-bce-date/"
                        + "d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e"));
    }

    static List<Vector> exoscale() {
        Authorizer signer = new Exo2(AccessKey.of("EXOxxxxxxxxxxxxxxxxxxxxxxxx", Secret.of("X".repeat(43))));
        String url = "https://api.exoscale.com/v2/zone";
        Instant time = Instant.parse("2077-01-01T00:00:00Z").minus(Duration.ofMinutes(10));
        String start = "EXO2-HMAC-SHA256 credential=EXOxxxxxxxxxxxxxxxxxxxxxxxx,";
        return List.of(
                authorization(
                        "Exoscale requests-exoscale-auth, no parameters",
                        signer,
                        Requests.request("GET", url, time),
                        start + "expires=3376684800,signature=Ntbq/p0HVmA3Zg1HHY+Lq1vjFGi7HeMrrgXDS5jRNlY="),
                authorization(
                        "Exoscale requests-exoscale-auth, with parameters",
                        signer,
                        Requests.request("GET", url, time).query("k2", "v2").query("k1", "v1"),
                        start + "signed-query-args=k1;k2,expires=3376684800,"
                                + "signature=iqOBz13+44L5j0uJclE8hmUhQQcvtCSoPEOXYK6liqY="));
    }

    static List<Vector> ovh() {
        return List.of(
                ovh("GET", "", "52992e595b398f6aba591ee5925b379081614ced"),
                ovh("POST", "{\"a\":\"b\",\"c\":\"d\"}", "ea0e0d82447373a3ddf5947065f1d519ca0bcaf2"),
                ovh("PUT", "{\"a\":\"b\",\"c\":\"d\"}", "0fdc3ed192ffbf3d1be414dbb733bbb7729500ee"),
                ovh("DELETE", "", "f685c165fa9da88b294b5fd2504588588105f994"));
    }

    private static Vector ovh(String method, String body, String signature) {
        Ovh signer = new Ovh(
                "TDPKJdwZwAQPwKX2",
                Secret.of("9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk"),
                Secret.of("5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY"),
                () -> Duration.ofSeconds(-25));
        Instant time = Instant.ofEpochSecond(1457018875 + 25);
        OutgoingRequest request = Requests.request(method, "https://api.eu.ovhcloud.com/1.0/auth", time)
                .body("application/json;charset=utf-8", body.getBytes(StandardCharsets.US_ASCII));
        return new Vector(
                "OVHcloud go-ovh, revoked credentials, " + method,
                signer,
                request,
                Map.of(
                        "X-Ovh-Application", "TDPKJdwZwAQPwKX2",
                        "X-Ovh-Consumer", "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY",
                        "X-Ovh-Timestamp", "1457018875",
                        "X-Ovh-Signature", "$1$" + signature));
    }

    static List<Vector> oracle() {
        String attachment = String.join(
                "\n",
                "{",
                "    \"compartmentId\":"
                        + " \"ocid1.compartment.oc1..aaaaaaaam3we6vgnherjq5q2idnccdflvjsnog7mlr6rtdb25gilchfeyjxa\",",
                "    \"instanceId\":"
                        + " \"ocid1.instance.oc1.phx.abuw4ljrlsfiqw6vzzxb43vyypt4pkodawglp3wqxjqofakrwvou52gb6s5a\",",
                "    \"volumeId\":"
                        + " \"ocid1.volume.oc1.phx.abyhqljrgvttnlx73nmrwfaux7kcvzfs3s66izvxf2h4lgvyndsdsnoiwr5q\"",
                "}");
        return List.of(
                oracle(
                        "Oracle documentation, GET",
                        Requests.request("GET", "https://iaas.us-phoenix-1.oraclecloud.com/20160918/instances")
                                .query("availabilityDomain", "Pjwf: PHX-AD-1")
                                .query(
                                        "compartmentId",
                                        "ocid1.compartment.oc1..aaaaaaaam3we6vgnherjq5q2idnccdflvjsnog7mlr6rtdb25gilchfeyjxa")
                                .query("displayName", "TeamXInstances")
                                .query(
                                        "volumeId",
                                        "ocid1.volume.oc1.phx.abyhqljrgvttnlx73nmrwfaux7kcvzfs3s66izvxf2h4lgvyndsdsnoiwr5q"),
                        "date (request-target) host",
                        "GBas7grhyrhSKHP6AVIj/h5/Vp8bd/peM79H9Wv8kjoaCivujVXlpbKLjMPeDUhxkFIWtTtLBj3sUzaFj34XE6YZAHc9r2D"
                                + "mE4pMwOAy/kiITcZxa1oHPOeRheC0jP2dqbTll8fmTZVwKZOKHYPtrLJIJQHJjNvxFWeHQjMaR7M="),
                oracle(
                        "Oracle documentation, POST",
                        Requests.request("POST", "https://iaas.us-phoenix-1.oraclecloud.com/20160918/volumeAttachments")
                                .body("application/json", attachment.getBytes(StandardCharsets.US_ASCII)),
                        "date (request-target) host content-length content-type x-content-sha256",
                        "Mje8vIDPlwIHmD/cTDwRxE7HaAvBg16JnVcsuqaNRim23fFPgQfLoOOxae6WqKb1uPjYEl0qIdazWaBy/Ml8DRhqlocMwoS"
                                + "Xv0fbukP8J5N80LCmzT/FFBvIvTB91XuXI3hYfP9Zt1l7S6ieVadHUfqBedWH0itrtPJBgKmrWso="));
    }

    private static Vector oracle(String origin, OutgoingRequest request, String signed, String signature) {
        Oci signer = new Oci("ocid1.tenancy.oc1..t", "ocid1.user.oc1..u", "20:3b", Secret.of(Keys.DRAFT_CAVAGE));
        return authorization(
                origin,
                signer,
                request.header("Date", "Thu, 05 Jan 2014 21:31:40 GMT"),
                "Signature version=\"1\",headers=\"" + signed
                        + "\",keyId=\"ocid1.tenancy.oc1..t/ocid1.user.oc1..u/20:3b\",algorithm=\"rsa-sha256\",signature=\""
                        + signature + "\"");
    }
}
