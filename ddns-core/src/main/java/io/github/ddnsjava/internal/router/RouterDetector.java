package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.http.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the router for its external IPv4 address. Subclasses say how. Whatever way, it is the same router, so two of
 * them are not independent. Thread-safe.
 */
abstract class RouterDetector implements IpDetector {
    private final String type;
    private final RouterSettings settings;

    RouterDetector(String type, RouterSettings settings) {
        this.type = type;
        this.settings = settings;
    }

    /**
     * Asks the router.
     *
     * @throws IOException if it does not tell; the message says why
     */
    abstract IpAddress ask(RouterPath path, Deadline deadline) throws IOException;

    /** Begins to listen to its announcements. */
    abstract RouterWatch.Session listen(RouterPath path);

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        if (family != IpFamily.IPV4) {
            throw new DetectionException(
                    "the protocol " + type
                            + " gives IPv4 addresses only; use another detector, for example \"interface\", for "
                            + family,
                    List.of(),
                    false);
        }
        Instant start = context.now();
        String operator = settings.operator();
        try {
            IpAddress gateway = settings.gateway().find();
            operator = "router " + gateway;
            IpAddress external = ask(RouterPath.to(gateway), Deadline.after(context.timeout()));
            check(external);
            return Detection.found(
                    external, SourceAnswer.of(type, operator, external, Duration.between(start, context.now())));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String message = String.valueOf(e.getMessage());
            SourceAnswer answer = SourceAnswer.failed(type, operator, message, Duration.between(start, context.now()));
            throw new DetectionException(type + ": " + message, List.of(answer));
        }
    }

    private void check(IpAddress external) throws IOException {
        if (external.equals(IpAddress.of(new byte[4]))) {
            throw new IOException("the router has no external address now: its line is down");
        }
        Optional<AddressGuard.Refusal> refusal = AddressGuard.refusal(external, settings.allow());
        if (refusal.isPresent()) {
            throw new IOException(
                    switch (refusal.get().reason()) {
                        case PRIVATE, LINK_LOCAL ->
                            refusal.get().message() + ". Another router stands before this one (double NAT): set one of"
                                    + " them to bridge mode, or ask echo services by the detector \"http\"";
                        default -> refusal.get().message();
                    });
        }
    }

    @Override
    public Set<Cidr> allow() {
        return settings.allow();
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return Set.of(settings.operator());
    }

    @Override
    public Subscription watch(Runnable changed) {
        return settings.events()
                ? RouterWatch.start(type, settings.gateway(), this::listen, changed)
                : IpDetector.super.watch(changed);
    }
}
