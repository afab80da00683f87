package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.ProviderRequest;
import java.util.List;
import java.util.function.Consumer;

/** Reads a list page by page. Thread-safe. */
final class CloudflarePages {
    private static final int MAX_PAGES = 1000;

    private CloudflarePages() {}

    /** Begins the request of a page. */
    interface Source {
        ProviderRequest begin();
    }

    /**
     * Reads all pages. If more than {@code patience} pages would follow the first, reads only the first.
     *
     * @param request makes the request of a page, without its number
     * @param patience how many pages may follow the first
     * @param items receives each item; an item that moves to the next page in the meantime is received twice
     * @return whether all pages were read
     */
    static boolean read(Source request, int patience, Consumer<JsonReader> items) throws InterruptedException {
        String previous = "";
        for (int page = 1; page <= MAX_PAGES; page++) {
            JsonReader answer = request.begin().query("page", page).send();
            List<JsonReader> result = answer.get("result").asList();
            long pages = answer.at("result_info/total_pages")
                    .optional()
                    .map(JsonReader::asLong)
                    .orElse(0L);
            if (result.isEmpty()) {
                if (pages > 1 && pages >= page) {
                    // Half a list would look like records that are gone.
                    throw new ProtocolException(answer + ": page " + page + " of " + pages + " is empty");
                }
                return true;
            }
            String first = result.get(0).get("id").asText();
            if (first.equals(previous)) {
                throw new ProtocolException(answer + ": page " + page + " repeats the page before it");
            }
            previous = first;
            result.forEach(items);
            long following = answer.get("result_info").get("total_pages").asLong() - page;
            if (following <= 0) {
                return true;
            }
            if (page == 1 && following > patience) {
                return false;
            }
        }
        throw new ProtocolException("Cloudflare's list has no end within " + MAX_PAGES + " pages");
    }
}
