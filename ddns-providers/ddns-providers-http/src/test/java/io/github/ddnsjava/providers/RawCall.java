package io.github.ddnsjava.providers;

import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A request to a fake as any client may send it, to show what the fake refuses. Stateless and thread-safe. */
public final class RawCall {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RawCall() {}

    /** Sends a body, in which single quotes stand for double ones, as JSON, and returns the answer. */
    public static HttpResponse<String> send(
            StrictFake fake, String authorization, String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
