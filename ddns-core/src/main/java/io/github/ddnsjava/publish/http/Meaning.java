package io.github.ddnsjava.publish.http;

/** What a vendor's error means, and so what is done about it. */
public enum Meaning {
    /** The credentials are wrong or have expired. The account is held. */
    BAD_CREDENTIALS,
    /** The credentials are right, but may not do this. What the request named is held. */
    NO_PERMISSION,
    /** The zone or the record does not exist, or not for this account. */
    NOT_FOUND,
    /** A value, a name or a setting is not accepted. The record is held. */
    INVALID,
    /** The plan allows no more. */
    QUOTA,
    /** Too many requests. Nothing is sent for a while. */
    RATE_LIMITED,
    /** This client, host or account is blocked. */
    BLOCKED,
    /**
     * The service has one word for all refusals: the credentials may be wrong, or only the name. The record is held. At an
     * update URL the account is held, if the next name of the same call hears the same and none was accepted.
     */
    REFUSED,
    /** What was to be created is there already. The zone is listed anew. */
    ALREADY_THERE,
    /**
     * Nothing was done, because nothing would change. A refresh has thereby had its effect, and so has the call of an update
     * URL. Otherwise the list of the zone was old, and the zone is listed anew.
     */
    NOT_DONE,
    /** Something that passes by itself; the write did not happen. */
    TRANSIENT,
    /** A fault of the server, which passes by itself. Whether the write happened is not known, so it is looked up first. */
    UNKNOWN
}
