package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Publication;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs in by an exchange, and uses what that grants for each request: a token or a session id. The grant is remembered for
 * the account, and renewed before it ends. If the server refuses a grant that was made before this publication, it is made
 * anew, and the request is sent once more in the same cycle. If the server refuses a grant that was made in this publication,
 * the credentials are wrong. A login that is refused is not repeated in the same publication, whatever else it is to send.
 * Immutable and thread-safe.
 */
public final class Session implements Authorizer {
    /** A grant is not used so shortly before its end: the server's clock may be ahead, and a request takes time. */
    private static final Duration BEFORE_END = Duration.ofMinutes(1);
    /** Nobody means more than that: it may be a number in another unit, and an Instant has an end. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Supplier<String> principal;
    private final ProviderEndpoint endpoint;
    private final Login login;
    private final Use use;
    private final boolean secondLogin;

    private Session(Supplier<String> principal, ProviderEndpoint endpoint, Login login, Use use, boolean secondLogin) {
        this.principal = principal;
        this.endpoint = endpoint;
        this.login = login;
        this.use = use;
        this.secondLogin = secondLogin;
    }

    /**
     * What a login came to. Its text form does not show the token. Immutable.
     *
     * @param token the token or session id
     * @param until when it ends; empty if nobody says
     */
    public record Grant(String token, Optional<Instant> until) {
        /** Returns a grant whose end is not known. */
        public static Grant of(String token) {
            return new Grant(token, Optional.empty());
        }

        /**
         * Returns a grant that lasts for some time from now on. One that is to last for more than ten years is used until it
         * is refused.
         *
         * @param now the time by the publication's clock
         */
        public static Grant lasting(String token, Duration life, Instant now) {
            return new Grant(
                    token,
                    Optional.of(life).filter(it -> it.compareTo(LONGEST) <= 0).map(now::plus));
        }

        boolean isUsable(Instant now) {
            return until.filter(end -> !now.isBefore(end.minus(BEFORE_END))).isEmpty();
        }

        @Override
        public String toString() {
            return "a grant" + until.map(end -> " until " + end).orElse("");
        }
    }

    /** Logs in. */
    @FunctionalInterface
    public interface Login {
        /**
         * Makes the exchanges of a login.
         *
         * @param http makes requests to the login's endpoint
         * @throws io.github.ddnsjava.exception.DdnsException if the login is refused
         * @throws InterruptedException if the calling thread is interrupted, or the updater closes
         */
        Grant login(ProviderHttp http) throws InterruptedException;
    }

    /** Puts the token into a request. */
    @FunctionalInterface
    public interface Use {
        /** Adds the token; it was noted as a secret before. */
        void use(OutgoingRequest request, String token);
    }

    /**
     * Returns a session.
     *
     * @param principal who logs in
     * @param endpoint where to log in, with an authorizer of its own if the login needs one
     * @param login makes the login
     * @param use puts the token into each request
     */
    public static Session of(Supplier<String> principal, ProviderEndpoint endpoint, Login login, Use use) {
        return new Session(principal, endpoint, login, use, false);
    }

    /**
     * Returns this session for a server that at times refuses a grant right after it has made it. If it refuses a grant of
     * this publication, the session logs in a second time and the request is repeated, once. The credentials count as wrong
     * only if the grant of the second login is refused as well. By default one refusal of such a grant is enough.
     */
    public Session allowSecondLogin() {
        return new Session(principal, endpoint, login, use, true);
    }

    /** Tells whether a grant that the server does not know is made anew. */
    boolean renews(Current refused) {
        return secondLogin || !refused.fresh();
    }

    /** Puts the token where most interfaces want it: {@code Authorization: Bearer TOKEN}. */
    public static void asBearer(OutgoingRequest request, String token) {
        request.header("Authorization", "Bearer " + token);
    }

    @Override
    public String principal() {
        return principal.get();
    }

    /** Not called: a grant is needed for that, see {@link #authorize(OutgoingRequest, Grant)}. */
    @Override
    public void authorize(OutgoingRequest request) {
        throw new IllegalStateException("a session authorizes by its grant");
    }

    void authorize(OutgoingRequest request, Grant grant) {
        use.use(request, request.secret(grant.token()));
    }

    /**
     * A grant to use.
     *
     * @param number tells it from those before; a server may grant the same token again
     * @param fresh whether it was made in this publication
     */
    record Current(Grant grant, long number, boolean fresh) {}

    /**
     * The newest grant, if it was not refused, and how many there were before.
     *
     * @param by the publication in which this was found out, as long as somebody else knows it
     * @param refusal why the login in that publication was refused, if it was
     */
    private record Made(
            long number,
            @Nullable Grant grant,
            WeakReference<Publication> by,
            @Nullable DdnsException refusal) {
        boolean isBy(Publication publication) {
            return by.get() == publication.whole();
        }
    }

    /** What an account remembers. */
    private static final class Held {
        private volatile Made newest = new Made(0, null, new WeakReference<>(null), null);
    }

    /** Under this key a grant is made, by one thread at a time, in place of the one with that number. */
    private record Renewal(Session session, long number) {}

    /**
     * Returns the grant to use: the remembered one, or one that is made now.
     *
     * @param refused a grant that the server has refused, and that is to be made anew; null if there is none
     * @throws io.github.ddnsjava.exception.DdnsException if the login is refused, or has no answer
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    Current current(Publication publication, @Nullable Current refused) throws InterruptedException {
        Held held = publication.cached(this, Held.class, Held::new);
        while (true) {
            Made there = held.newest;
            Grant grant = there.grant();
            if (there.refusal() != null && there.isBy(publication)) {
                throw there.refusal();
            }
            if (grant != null
                    && (refused == null || refused.number() != there.number())
                    && grant.isUsable(publication.now())) {
                return new Current(grant, there.number(), there.isBy(publication));
            }
            Optional<Current> made = renewed(publication, held, there.number());
            if (made.isPresent()) {
                return made.get();
            }
        }
    }

    /** Makes a new grant; empty if another thread has just made one. */
    private Optional<Current> renewed(Publication publication, Held held, long old) throws InterruptedException {
        Renewal key = new Renewal(this, old);
        Object[] mine = new Object[1];
        publication.cached(key, Made.class, () -> {
            if (held.newest.number() != old) {
                return held.newest;
            }
            WeakReference<Publication> by = new WeakReference<>(publication.whole());
            held.newest = new Made(old, null, by, null); // whatever the login says, that one is not used again
            try {
                // It names neither zone nor record, and is no write, even while one is announced.
                Grant grant = login.login(
                        endpoint.on(publication, ProblemScope.ACCOUNT).reading());
                held.newest = new Made(old + 1, grant, by, null);
                mine[0] = grant;
            } catch (DdnsException e) {
                held.newest = new Made(old, null, by, e.kind() == ProblemKind.TRANSIENT ? null : e);
                throw e;
            }
            return held.newest;
        });
        publication.forget(key);
        return Optional.ofNullable(mine[0]).map(grant -> new Current((Grant) grant, old + 1, true));
    }
}
