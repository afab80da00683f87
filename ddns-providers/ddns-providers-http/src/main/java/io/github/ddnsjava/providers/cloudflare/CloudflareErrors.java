package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import java.util.ArrayList;
import java.util.List;

/**
 * What Cloudflare's errors mean. They stand in an envelope, {@code
 * {"success":false,"errors":[{"code":1004,"message":"…","error_chain":[…]}]}}, with status 200 too; the causes in the
 * chain tell more than what they caused.
 */
final class CloudflareErrors {
    /** Permissions are granted zone by zone: who is refused within one may do well in another. */
    static final ErrorTable TABLE = ErrorTable.of(CloudflareErrors::errors)
            .success(answer -> envelope(answer).get("success").asBoolean())
            .permissionsPer(ProblemScope.ZONE)
            .row(Meaning.BAD_CREDENTIALS, "6003", "6103", "6111", "9103", "9106")
            .row(Meaning.NO_PERMISSION, "9109", "10000")
            .row(Meaning.NOT_FOUND, "7000", "7003", "81044")
            .row(Meaning.ALREADY_THERE, "81057", "81058")
            .row(Meaning.INVALID, "81054", "1004", "9003", "9005", "9020", "9021", "9041", "81053", "81056")
            .row(Meaning.QUOTA, "9300", "81045")
            .row(Meaning.RATE_LIMITED, "971", "10429")
            .hint(Meaning.BAD_CREDENTIALS, "check that the credentials are complete and still valid")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the token must be valid, and needs the permissions Zone, Zone, Read and Zone, DNS, Edit for this"
                            + " zone")
            .hint(Meaning.QUOTA, "the zone's plan allows no more")
            .hint("81054", "remove that CNAME record first");

    private CloudflareErrors() {}

    private static List<VendorError> errors(HttpTransport.Answer answer) {
        List<VendorError> errors = new ArrayList<>();
        for (JsonReader error : envelope(answer).get("errors").asList()) {
            error.get("error_chain")
                    .optional()
                    .ifPresent(chain -> chain.asList().forEach(cause -> errors.add(error(cause))));
            errors.add(error(error));
        }
        return errors;
    }

    private static VendorError error(JsonReader error) {
        return new VendorError(
                String.valueOf(error.get("code").asLong()), error.get("message").asText());
    }

    private static JsonReader envelope(HttpTransport.Answer answer) {
        return JsonReader.parse("Cloudflare's answer", answer.body());
    }
}
