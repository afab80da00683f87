package io.github.ddnsjava.examples.agent.notify;

import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.Asked;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** What the failures of sending mail mean. Stateless. */
final class MailFailures {
    private MailFailures() {}

    /**
     * Says what a failure means. A code of 400 to 499 is a failure that passes, whatever it was an answer to (RFC 5321,
     * section 4.2.1): also 454 to a password (RFC 4954, section 6).
     *
     * @param last the code of the server's last answer; 0 if there was none
     */
    static DdnsException of(MessagingException e, int last, Asked asked) {
        Exception telling = e; // the first only says that there are others
        int worst = 0;
        for (Exception each = e; each != null; each = next(each)) {
            telling = each;
            worst = Math.max(worst, code(each));
        }
        String quoted = asked.quote(String.valueOf(telling.getMessage()));
        String message = asked + (quoted.isEmpty() ? " failed" : ": \"" + quoted + "\"");
        boolean passes = last >= 400 && last < 500;
        if (e instanceof AuthenticationFailedException && !passes) {
            return AuthenticationException.ofAccount(message + "; check username and password");
        }
        return worst >= 500 ? RejectedException.invalid(message) : TransientException.unknownOutcome(message, null);
    }

    private static @Nullable Exception next(Exception e) {
        return e instanceof MessagingException more ? more.getNextException() : null;
    }

    /** Returns what the server answered; 0 if it is no answer. */
    private static int code(Exception e) {
        if (e instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        } else if (e instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return e instanceof SMTPSendFailedException sent ? sent.getReturnCode() : 0;
    }
}
