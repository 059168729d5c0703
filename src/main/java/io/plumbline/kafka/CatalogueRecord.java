package io.plumbline.kafka;

import io.plumbline.event.ReferenceEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One record of the catalogue topic: a change of the reference data, or the end of a version.
 *
 * <p>A version is everything up to its closing record: the changes of all versions before it and its own.
 */
public sealed interface CatalogueRecord {

    /** The digest before the first change. */
    String NO_DIGEST = "";

    /** The version it belongs to, from 1. */
    long version();

    /** A change that the version brings. */
    record Entry(long version, ReferenceEvent event) implements CatalogueRecord {}

    /**
     * The version is complete.
     *
     * @param count number of its own changes
     * @param digest chain of SHA-256 over every change of all versions so far, in hexadecimal
     */
    record Closed(long version, int count, String digest) implements CatalogueRecord {}

    /** The digest after one more change. */
    static String chain(String digest, ReferenceEvent change) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest((digest + "\n" + change).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
