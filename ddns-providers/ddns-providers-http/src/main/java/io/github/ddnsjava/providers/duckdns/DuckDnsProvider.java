package io.github.ddnsjava.providers.duckdns;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.NameRule;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.util.Map;

/**
 * Publishes to Duck DNS by its update URL. One call takes both families and many names. Immutable and thread-safe.
 *
 * @see <a href="https://www.duckdns.org/spec.jsp">the vendor's specification</a>
 */
public final class DuckDnsProvider extends UpdateUrlProvider {
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "the token of the account, as the web site shows it after the login")
            .guid("the token that the web site shows after the login: 32 digits and letters from a to f, in five groups"
                    + " with hyphens between them");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.firstWord())
            .success(Errors.firstWordSuccess("OK", "KO"))
            .row(Meaning.REFUSED, "ko")
            .hint("ko", "check that the account has this name, and that the token is right");

    /** The type {@code duckdns}. */
    public static final ProviderType TYPE = ProviderType.of("duckdns", "Duck DNS", "https://www.duckdns.org/spec.jsp")
            .settings(TOKEN)
            .http("https://www.duckdns.org", settings -> Authorizer.query("token", settings.secret(TOKEN)), ERRORS)
            .abilities(Abilities.builder()
                    .names(NameRule.oneLabelBelow(DnsName.of("duckdns.org")))
                    .delete()
                    .joint(Abilities.Joint.REMOVED_TOGETHER)
                    .hostsPerCall(20))
            .limits("none is documented")
            .evidence("the vendor's specification; tested with a strict fake")
            .notes(
                    "The token is the same for all names of the account, and may change all of them. There are no others."
                            + " A name must have been added on the web site before it can be updated.",
                    "Names have one label below duckdns.org. Names below them have the same addresses, and are not"
                            + " configured.",
                    "Up to 20 names with the same addresses are updated by one call. If it is refused, each name is sent"
                            + " by itself.",
                    "The service does not say why it refuses. The record is then held; the account too, if a second name"
                            + " is refused and none was accepted.",
                    "Addresses cannot be read. The service can only remove both addresses of a name together. If one is to"
                            + " stay, it is set again right afterwards. If nothing is known of it, nothing is removed. The"
                            + " TXT record is left alone.")
            .madeBy(DuckDnsProvider::new);

    /** Creates one by its settings. */
    public DuckDnsProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** A family that is not named stays as it is, if the other one is named. */
    @Override
    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = request(call, http).query("ip", call.address(IpFamily.IPV4));
        call.address(IpFamily.IPV6).ifPresent(address -> request.queryEncoded("ipv6", address.toString()));
        String[] words = call.checkAddresses(request.sendForText()).split("\\s+", 0);
        return switch (words[words.length - 1]) {
            case "UPDATED" -> call.all(updated());
            case "NOCHANGE" -> call.all(alreadyRight());
            default -> throw new ProtocolException("Duck DNS answers OK, but not what it did");
        };
    }

    @Override
    protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http) throws InterruptedException {
        request(call, http).query("clear", "true").sendForText();
        return call.all(withdrawn());
    }

    private static ProviderRequest request(UpdateCall call, ProviderHttp http) {
        return http.get("/update").queryEncoded("domains", call.labels()).query("verbose", "true");
    }
}
