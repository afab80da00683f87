/**
 * Signatures of vendors' interfaces. Each signer is an {@link io.github.ddnsjava.publish.http.Authorizer} for {@link
 * io.github.ddnsjava.publish.http.ProviderEndpoint#authorizedBy}: it sees the request at the moment of sending, and adds
 * the headers that prove who asks. What is signed is what is sent. The time and the random numbers are those of the
 * request, and never the system's. The vectors that the vendors publish are the tests.
 *
 * <table>
 * <caption>Which signer for which vendor</caption>
 * <tr><th>signer</th><th>scheme</th><th>vendor</th></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.AwsV4}</td><td>AWS4-HMAC-SHA256</td><td>Amazon Web Services</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Acs3}</td><td>ACS3-HMAC-SHA256</td><td>Alibaba Cloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Tc3}</td><td>TC3-HMAC-SHA256</td><td>Tencent Cloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.HuaweiSdk}</td><td>SDK-HMAC-SHA256</td><td>Huawei Cloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Volcengine}</td><td>HMAC-SHA256</td><td>Volcengine</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.BceV1}</td><td>bce-auth-v1</td><td>Baidu AI Cloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Exo2}</td><td>EXO2-HMAC-SHA256</td><td>Exoscale</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Ovh}</td><td>$1$ (SHA-1)</td><td>OVHcloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.Oci}</td><td>Signature, rsa-sha256</td><td>Oracle Cloud</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.sign.JwtAssertion}</td><td>JWT</td><td>OAuth logins, such as Google's</td></tr>
 * </table>
 *
 * <p>For a scheme that is not here, {@link io.github.ddnsjava.publish.sign.Signing} has hashes, HMACs and the canonical
 * query, and {@link io.github.ddnsjava.publish.sign.SignatureAlgorithm} signs with a private key.
 *
 * <p>To read it: {@code CanonicalRequest} is what the schemes of AWS's kind have in common, and {@code Scope} is their
 * derived key. Each signer is then the list of what its vendor does differently.
 */
@NullMarked
package io.github.ddnsjava.publish.sign;

import org.jspecify.annotations.NullMarked;
