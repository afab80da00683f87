package io.github.ddnsjava.providers.route53;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.sign.AccessKey;
import io.github.ddnsjava.publish.sign.AwsV4;
import io.github.ddnsjava.publish.support.HttpZoneProvider;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to Amazon Route 53: record sets, of which one atomic call of the hosted zone changes as many as its limits of
 * values and characters allow. A change is accepted first ({@code PENDING}) and carried out later ({@code INSYNC}).
 * Immutable and thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">the vendor's
 *     reference</a>
 */
public final class Route53Provider extends HttpZoneProvider {
    private static final SettingSpec ID = SettingSpec.required(
                    "accessKeyId", "the id of the access key, which begins with AKIA or ASIA")
            .inForm("A[KS]IA[A-Z0-9]{12,124}", "the access key ID that the IAM console shows, as in AKIAIOSFODNN7…")
            .example("AKIAIOSFODNN7EXAMPLE");
    private static final SettingSpec SECRET = SettingSpec.secret("secretAccessKey", "the secret of the access key")
            .inForm("[A-Za-z0-9/+=]{30,}", "the secret access key, as the IAM console shows it once, without spaces");
    private static final SettingSpec TOKEN =
            SettingSpec.optionalSecret("sessionToken", "the token of a temporary access key (ASIA)");
    private static final SettingSpec REGION = SettingSpec.optional(
                    "region", "the region that requests are signed for; default: us-east-1")
            .inForm(
                    "[a-z]+(-[a-z]+)+-[0-9]+",
                    "a region of AWS, as in us-east-1; leave it out outside China and GovCloud");

    private static final int MAX_CHARACTERS = 32_000;
    private static final int MAX_VALUES = 1000;

    /** A refusal of a batch can be of an older form, without a code, but with several messages. */
    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.xml("Error", "Code", "Message"), Errors.xml("Messages/Message", "", "")))
            .successUnlessNamed()
            // The set was listed before somebody else changed it.
            .rowOfWords(
                    Meaning.ALREADY_THERE,
                    "but it already exists",
                    "but it was not found",
                    "do not match the current values")
            .rowOfWords(Meaning.TRANSIENT, "RequestExpired", "Signature expired", "Signature not yet current")
            .row(
                    Meaning.BAD_CREDENTIALS,
                    "InvalidClientTokenId",
                    "UnrecognizedClient*",
                    "SignatureDoesNotMatch",
                    "InvalidSignature*",
                    "IncompleteSignature*",
                    "MissingAuthenticationToken*",
                    "ExpiredToken*")
            .row(Meaning.NO_PERMISSION, "AccessDenied*")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "NoSuchHostedZone")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "NoSuchChange")
            .row(Meaning.RATE_LIMITED, "Throttling*")
            .row(Meaning.TRANSIENT, "PriorRequestNotComplete")
            .hint("InvalidClientTokenId", "make a new access key for the IAM user")
            .hint(
                    "SignatureDoesNotMatch",
                    "secretAccessKey does not belong to accessKeyId, or the clock of this host is wrong by more than 5"
                            + " minutes")
            .hint("RequestExpired", "the clock of this host is wrong by more than 5 minutes; set it")
            .hint("ExpiredToken*", "the temporary access key has expired; supply a new one")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the IAM user needs a policy that allows this action for the hosted zone and the name");

    /** The type {@code route53}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "route53",
                    "Amazon Route 53",
                    "https://docs.aws.amazon.com/Route53/latest/APIReference/Welcome.html")
            .settings(ID, SECRET, TOKEN, REGION)
            .http(
                    "https://route53.amazonaws.com/2013-04-01",
                    settings -> new AwsV4(
                            AccessKey.of(settings, ID, SECRET, TOKEN, "ASIA"),
                            "route53",
                            settings.optionalText(REGION).orElse("us-east-1")),
                    ERRORS)
            .inXml()
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ZERO))
                    .batch(new Abilities.Batch(MAX_VALUES, MAX_VALUES, MAX_CHARACTERS, true))
                    .tickets()
                    .rateLimit(5, Duration.ofSeconds(1)))
            .limits(
                    "5 requests a second for the AWS account, other programs included; 1,000 values and 32,000 characters of"
                            + " values in a call, where an update names the old and the new ones")
            .evidence("the vendor's documentation and SDK model; recorded traffic of 2022; the published vectors of the"
                    + " signature; tested with a strict fake")
            .notes(
                    "Make an IAM user with an access key and a policy that allows route53:ListHostedZonesByName,"
                            + " ListResourceRecordSets, ChangeResourceRecordSets and GetChange. The policy can name the"
                            + " hosted zones, and the names and types that may be changed. If it names actions of changes, they"
                            + " must be CREATE and DELETE. Do not use the access key of the root user.",
                    "A change is reported as pending until it has reached all name servers of Route 53, mostly within a"
                            + " minute. Without the right to GetChange, the record is read back instead.",
                    "Private hosted zones are ignored. If there are several public ones of the same name, none of them is"
                            + " changed: delete those that the domain is not delegated to.",
                    "Aliases, and record sets with a routing policy or a health check, are left alone.",
                    "A new record without a TTL gets 5m.",
                    "All changes of a hosted zone are sent in one atomic call. A record set is deleted as it was read, and"
                            + " created anew, so the call is refused if somebody else has changed it meanwhile.",
                    "For AWS China, set endpoint to https://route53.amazonaws.com.cn/2013-04-01 and region to"
                            + " cn-northwest-1.")
            .madeBy(Route53Provider::new);

    private static final NameForm FORM = NameForm.FULL_DOT;
    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
    private static final Pages ZONES =
            Pages.marked("IsTruncated", Map.of("dnsname", "NextDNSName", "hostedzoneid", "NextHostedZoneId"));
    private static final Pages SETS = Pages.marked(
            "IsTruncated",
            Map.of("name", "NextRecordName", "type", "NextRecordType", "identifier", "NextRecordIdentifier"));
    private static final int ZONES_PER_PAGE = 100;
    private static final int SETS_PER_PAGE = 300;
    /** A, AAAA and CNAME, and some of a routing policy. */
    private static final int SETS_OF_A_NAME = 10;

    private static final Duration USUALLY_IN_SYNC = Duration.ofSeconds(30);
    private static final Duration NEW_TTL = Duration.ofMinutes(5);

    /** The elements of a record set that a change repeats. */
    private static final Set<String> REPEATED = Set.of("Name", "Type", "TTL", "ResourceRecords");

    private static final SetFields FIELDS = SetFields.of(FORM, "Name", "Type", "ResourceRecords/ResourceRecord", "TTL")
            .textAt("Value")
            .handsOff(set -> set.get("AliasTarget").isPresent(), "it is an alias; replace it by a simple record first")
            .handsOff(
                    set -> set.get("SetIdentifier").isPresent(),
                    "it has a routing policy; replace it by a simple record first")
            .handsOff(
                    set -> !REPEATED.containsAll(set.members().keySet()),
                    "it has a health check, a traffic policy or something else that a change would remove");

    /** Creates one by its settings. */
    public Route53Provider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /**
     * The list begins at a name and has all below it next to one another, because it is ordered by the labels from the end.
     * So one list finds the zones of all names in a domain.
     */
    @Override
    protected Zones zones() {
        return Zones.chosen((candidates, http) -> {
            Set<Zone> zones = new LinkedHashSet<>();
            for (DnsName domain : candidates) {
                if (domain.parent().filter(candidates::contains).isEmpty()) {
                    zones.addAll(within(domain, http));
                }
            }
            return List.copyOf(zones);
        });
    }

    private static List<Zone> within(DnsName domain, ProviderHttp http) throws InterruptedException {
        String start = domain + ".";
        return http
                .get("/hostedzonesbyname")
                .query("dnsname", start)
                .query("maxitems", ZONES_PER_PAGE)
                .all(
                        ZONES.asLongAs(page -> ("." + page.get("NextDNSName").asText()).endsWith("." + start)),
                        "HostedZones/HostedZone")
                .stream()
                .filter(zone -> !zone.at("Config/PrivateZone").asBoolean(false))
                .flatMap(zone -> Zone.named(zone.get("Name").asText(), id(zone)).stream())
                .filter(zone -> zone.name().isWithin(domain))
                .toList();
    }

    /** Returns the end of an id such as {@code /hostedzone/Z0123} or {@code /change/C0123}. */
    private static String id(JsonReader of) {
        String whole = of.get("Id").asText();
        String id = whole.substring(whole.lastIndexOf('/') + 1);
        if (!id.matches("[A-Za-z0-9]{1,64}")) {
            throw new ProtocolException(of + ".Id is no id");
        }
        return id;
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Optional<String> only = onlyName(keys).map(name -> FORM.write(name, zone.name()));
        Listing listing = new Listing();
        http.get("/hostedzone/{zone}/rrset", zone.id())
                .query("name", only)
                .query("maxitems", only.isPresent() ? SETS_OF_A_NAME : SETS_PER_PAGE)
                .all(
                        SETS.asLongAs(page -> only.map(plain(page.get("NextRecordName"))::equals)
                                .orElse(true)),
                        "ResourceRecordSets/ResourceRecordSet")
                .forEach(set -> FORM.read(plain(set.get("Name")), zone.name())
                        .ifPresent(name -> FIELDS.add(listing, name, set)));
        return listing;
    }

    /** Returns a name with its wildcard. Other characters are escaped, too, but not those of host names. */
    private static String plain(JsonReader name) {
        return name.asText().replace("\\052", "*");
    }

    @Override
    protected Weight weigh(SetWrite set) {
        return Weight.ofBeforeAndAfter(set);
    }

    /**
     * A set that stands there is deleted as it was listed, and created anew, all in one transaction. An UPSERT would replace
     * whatever somebody else has written since.
     */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        JsonReader info = http.post("/hostedzone/{zone}/rrset/", zone.id())
                .header("Content-Type", "text/xml")
                .xml(
                        "ChangeResourceRecordSetsRequest",
                        root -> root.attribute("xmlns", NAMESPACE).element("ChangeBatch/Changes", all -> {
                            fill(all, "DELETE", zone, SetWrite.before(writes));
                            fill(all, "CREATE", zone, SetWrite.after(writes, NEW_TTL));
                        }))
                .send()
                .get("ChangeInfo");
        ChangeResult pending = pending(http, USUALLY_IN_SYNC, id(info));
        boolean done = isInSync(info);
        return results(writes, set -> done ? set.appliedWithTtl(NEW_TTL) : pending);
    }

    /** DELETE is refused if the set has other values or another TTL, and CREATE if the set is there. */
    private static void fill(XmlWriter all, String action, Zone zone, List<SetWrite.Whole> sets) {
        all.elements(
                "Change",
                sets,
                (change, set) -> change.put("Action", action)
                        .element("ResourceRecordSet", element -> FIELDS.put(element, zone, set)));
    }

    private static boolean isInSync(JsonReader change) {
        return change.get("Status").asFlag("INSYNC", "PENDING");
    }

    /** No change is given up once it was accepted. */
    @Override
    protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
        JsonReader change = http.get("/change/{change}", ticket).send().get("ChangeInfo");
        return TicketStatus.of(isInSync(change));
    }
}
