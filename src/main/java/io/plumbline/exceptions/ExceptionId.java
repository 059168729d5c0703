package io.plumbline.exceptions;

import io.plumbline.control.Deviation;
import io.plumbline.event.Subject;

/**
 * Identity of an exception: a digest of control, kind, rule, subject, object and episode anchor.
 *
 * <p>It is derived and never drawn, so a replay gives the same ids. The variant is not part of it: a latent conflict that is
 * exercised stays the same exception.
 */
public final class ExceptionId {

    private ExceptionId() {}

    /** {@code exc-} and the first 32 hexadecimal digits of SHA-256 over the parts, one a line. */
    public static String of(String controlId, Subject subject, String object, Deviation deviation) {
        String parts = String.join(
                "\n",
                controlId,
                deviation.kind(),
                deviation.rule().orElse(""),
                subject.key(),
                object,
                deviation.anchor());
        return "exc-" + EventRef.sha256(parts).substring(0, 32);
    }
}
