package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the pages of a vendor's lists follow one another. The end of a list is told by the vendor, or by a page that is not
 * full. A page that comes again, an empty page before the end that the vendor tells, and a list of more than 1,000 pages
 * are errors: half a list would look like records that are gone. Immutable and thread-safe.
 */
public final class Pages {
    private static final int MAX_PAGES = 1000;
    /** A link and its parameters (RFC 8288); a quoted text in these may have commas. */
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>((?:[^\",<]++|\"[^\"]*+\")*+)");

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^\\s=;\"]++)\\s*(?:=\\s*(?:\"([^\"]*+)\"|([^\\s;\"]*+)))?");

    /** Says where the next page is. */
    private interface Step {
        /**
         * Returns the next request; null at the end.
         *
         * @param first the request of the first page
         * @param number how many pages were read
         * @param items how many items were read
         * @param size how many items the newest page had
         */
        @Nullable
        ProviderRequest next(
                First first, HttpTransport.Answer answer, JsonReader page, int number, int items, int size);
    }

    /**
     * The request of the first page, before it says which page it wants.
     *
     * @param place where requests say that
     * @param named what pages have named as the beginning of the next one
     */
    private record First(ProviderRequest request, Authorizer.Place place, Set<Object> named) {
        ProviderRequest with(String parameter, Object value) {
            return request.again(outgoing -> place.put(outgoing, parameter, value));
        }

        ProviderRequest with(String parameter, Object value, String other, Object otherValue) {
            return request.again(outgoing -> {
                place.put(outgoing, parameter, value);
                place.put(outgoing, other, otherValue);
            });
        }

        /** Returns the request of the page that this one names. */
        ProviderRequest named(Object next, Consumer<OutgoingRequest> more) {
            if (!named.add(next)) {
                throw new ProtocolException(what() + ": the same page is named as the next one twice");
            }
            return request.again(more);
        }

        String what() {
            return request.what();
        }
    }

    private final Function<First, ProviderRequest> begin;
    private final Step step;
    private final Authorizer.Place place;

    private Pages(Function<First, ProviderRequest> begin, Step step) {
        this(begin, step, OutgoingRequest::query);
    }

    private Pages(Function<First, ProviderRequest> begin, Step step, Authorizer.Place place) {
        this.begin = begin;
        this.step = step;
        this.place = place;
    }

    /** Returns these pages for an interface that takes their parameters as fields of the form. */
    public Pages inForm() {
        return new Pages(begin, step, OutgoingRequest::form);
    }

    /** Returns these pages for an interface that takes their parameters as members of the JSON object that is the body. */
    public Pages inJson() {
        return new Pages(begin, step, OutgoingRequest::json);
    }

    /** The same for an interface that takes numbers as texts, as in {@code "1000"}. */
    public Pages inJsonTexts() {
        return new Pages(begin, step, (request, name, value) -> request.json(name, String.valueOf(value)));
    }

    /**
     * Returns these pages for a list that is ordered, and of which only a part is wanted: they end before the rest.
     *
     * @param wanted gets each page but the last, and tells whether the next page is wanted
     */
    public Pages asLongAs(Predicate<JsonReader> wanted) {
        return new Pages(
                begin,
                (first, answer, page, number, items, last) -> {
                    ProviderRequest next = step.next(first, answer, page, number, items, last);
                    return next == null || !wanted.test(page) ? null : next;
                },
                place);
    }

    /**
     * Pages with numbers, from 1. The first page that is not full is the last.
     *
     * @param parameter the query parameter of the number
     * @param sizeParameter the query parameter of the page's size
     * @param size the size, best the largest that the vendor allows; a larger one would end the list too early
     */
    public static Pages numbered(String parameter, String sizeParameter, int size) {
        return numbered(parameter, sizeParameter, size, page -> Optional.empty());
    }

    /** Pages with numbers, from 1. The list ends when it has as many items as the page says that there are. */
    public static Pages numbered(
            String parameter, String sizeParameter, int size, Function<JsonReader, Optional<Long>> total) {
        return new Pages(
                first -> first.with(parameter, 1, sizeParameter, size),
                (first, answer, page, number, items, last) -> ends(first, total.apply(page), items, last, size)
                        ? null
                        : first.with(parameter, number + 1, sizeParameter, size));
    }

    /**
     * Pages with numbers, from 1. The list ends when it has as many items as each page says that there are.
     *
     * @param total the path of the number, as in {@code meta/total}
     */
    public static Pages numbered(String parameter, String sizeParameter, int size, String total) {
        return numbered(
                parameter,
                sizeParameter,
                size,
                page -> Optional.of(page.at(total).asLong()));
    }

    /**
     * Pages with numbers, from 1. The list ends with the first page that does not say that another one follows. An empty
     * page that says so is an error.
     *
     * @param more tells whether a page says that another one follows
     */
    public static Pages numberedWhile(String parameter, String sizeParameter, int size, Predicate<JsonReader> more) {
        return new Pages(
                first -> first.with(parameter, 1, sizeParameter, size), (first, answer, page, number, items, last) -> {
                    if (!more.test(page)) {
                        return null;
                    }
                    if (last == 0) {
                        throw new ProtocolException(
                                first.what() + ": a page is empty, although it says that another one follows");
                    }
                    return first.with(parameter, number + 1, sizeParameter, size);
                });
    }

    /**
     * Pages with numbers, from 1, each of which says how many there are. An empty one among several is an error.
     *
     * @param total returns how many pages there are; none, or one, if the list is empty
     */
    public static Pages numberedTo(String parameter, String sizeParameter, int size, Function<JsonReader, Long> total) {
        return new Pages(
                first -> first.with(parameter, 1, sizeParameter, size), (first, answer, page, number, items, last) -> {
                    long pages = total.apply(page);
                    if (last == 0 && pages > 1 && number <= pages) {
                        throw new ProtocolException(first.what() + ": page " + number + " of " + pages + " is empty");
                    }
                    return number >= pages ? null : first.with(parameter, number + 1, sizeParameter, size);
                });
    }

    /** Pages by offset: the number of items that are skipped. The first page that is not full is the last. */
    public static Pages offset(String parameter, String sizeParameter, int size) {
        return offset(parameter, sizeParameter, size, page -> Optional.empty());
    }

    /** Pages by offset. The list ends when it has as many items as the page says that there are. */
    public static Pages offset(
            String parameter, String sizeParameter, int size, Function<JsonReader, Optional<Long>> total) {
        return new Pages(
                first -> first.with(parameter, 0, sizeParameter, size),
                (first, answer, page, number, items, last) -> ends(first, total.apply(page), items, last, size)
                        ? null
                        : first.with(parameter, items, sizeParameter, size));
    }

    /**
     * Pages by offset whose size the vendor sets. The first page that has fewer items is the last.
     *
     * @param parameter the parameter of the number of items that are skipped; the first page is asked for without it
     * @param size the size that the vendor documents
     */
    public static Pages offset(String parameter, int size) {
        return new Pages(
                First::request,
                (first, answer, page, number, items, last) -> last < size ? null : first.with(parameter, items));
    }

    private static boolean ends(First first, Optional<Long> total, int items, int last, int size) {
        if (last == 0 && total.filter(all -> items < all).isPresent()) {
            throw new ProtocolException(first.what() + ": a page is empty, although the list has " + total.get()
                    + " items, of which " + items + " came");
        }
        return last == 0 || total.map(all -> items >= all).orElse(last < size);
    }

    /**
     * Pages by a token that each page names for the next. A token that was named before is an error, because the list
     * would never end.
     *
     * @param parameter the parameter that takes it
     * @param token returns the token of the next page; empty at the end
     */
    public static Pages token(String parameter, Function<JsonReader, Optional<String>> token) {
        return new Pages(
                First::request,
                (first, answer, page, number, items, last) -> token.apply(page)
                        .filter(text -> !text.isEmpty())
                        .map(text -> first.named(text, request -> first.place().put(request, parameter, text)))
                        .orElse(null));
    }

    /**
     * Pages that say in several members where the next one begins.
     *
     * @param more the path of the flag that tells whether another page follows, as in {@code IsTruncated}
     * @param markers the member of each parameter of the next request, as in {@code Map.of("name", "NextRecordName")}.
     *     The values that these parameters have in the first request are removed, wherever they stand there. A
     *     parameter whose member is not in the page is left out
     */
    public static Pages marked(String more, Map<String, String> markers) {
        return new Pages(First::request, (first, answer, page, number, items, last) -> {
            if (!page.at(more).asBoolean()) {
                return null;
            }
            Map<String, String> next = new TreeMap<>();
            markers.forEach((parameter, member) ->
                    page.at(member).optional().ifPresent(value -> next.put(parameter, value.asId())));
            if (next.isEmpty()) {
                throw new ProtocolException(first.what() + ": a page says that another one follows, but not where");
            }
            return first.named(next, request -> {
                markers.keySet().forEach(request::remove);
                next.forEach((parameter, value) -> first.place().put(request, parameter, value));
            });
        });
    }

    /** Pages by a link that each page names for the next. A link to another origin is refused. */
    public static Pages link(Function<JsonReader, Optional<String>> link) {
        return new Pages(
                First::request,
                (first, answer, page, number, items, last) -> link.apply(page)
                        .filter(text -> !text.isEmpty())
                        .map(text -> follow(first.request(), text))
                        .orElse(null));
    }

    /** Pages by the header {@code Link} (RFC 8288) with {@code rel="next"}. A link to another origin is refused. */
    public static Pages linkHeader() {
        return new Pages(First::request, (first, answer, page, number, items, last) -> {
            for (String header : answer.headers().getOrDefault("link", List.of())) {
                Matcher link = LINK.matcher(header);
                while (link.find()) {
                    if (isNext(link.group(2))) {
                        return follow(first.request(), link.group(1));
                    }
                }
            }
            return null;
        });
    }

    /** A link may have several relations, in either case. */
    private static boolean isNext(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("rel")) {
                String relations = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                return relations != null
                        && List.of(relations.toLowerCase(Locale.ROOT).split("\\s+"))
                                .contains("next");
            }
        }
        return false;
    }

    private static ProviderRequest follow(ProviderRequest first, String link) {
        URI base = first.http().endpoint().base();
        URI target;
        try {
            target = URI.create(base + "/").resolve(link);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(first.what() + ": the link to the next page is no URL");
        }
        boolean same = base.getScheme().equalsIgnoreCase(String.valueOf(target.getScheme()))
                && base.getRawAuthority().equalsIgnoreCase(String.valueOf(target.getRawAuthority()));
        if (!same) {
            throw new ProtocolException(first.what()
                    + ": the link to the next page leads to another host, where the credentials do not go");
        }
        return first.again(request -> request.target(link));
    }

    List<JsonReader> read(ProviderRequest request, Function<JsonReader, List<JsonReader>> items)
            throws InterruptedException {
        First first = new First(request, place, new HashSet<>());
        List<JsonReader> all = new ArrayList<>();
        Set<List<JsonReader>> seen = new HashSet<>();
        ProviderRequest next = begin.apply(first);
        for (int number = 1; next != null; number++) {
            if (number > MAX_PAGES) {
                throw new ProtocolException(next.what() + ": the list has more than " + MAX_PAGES + " pages");
            }
            HttpTransport.Answer answer = next.successful();
            JsonReader page = next.read(answer);
            List<JsonReader> found = items.apply(page);
            if (!found.isEmpty() && !seen.add(found)) {
                throw new ProtocolException(next.what() + ": the same page came twice");
            }
            all.addAll(found);
            next = step.next(first, answer, page, number, all.size(), found.size());
        }
        return all;
    }
}
