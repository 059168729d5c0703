package io.plumbline.sources;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** A file as a source delivered it: its name without directories, and its bytes, plain or gzip. */
public final class SourceFile {

    private final String name;
    private final byte[] content;

    private SourceFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    public static SourceFile of(String name, byte[] content) {
        return new SourceFile(name, content.clone());
    }

    public static SourceFile of(String name, String content) {
        return new SourceFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a file into memory. */
    public static SourceFile read(Path path) throws IOException {
        return new SourceFile(path.getFileName().toString(), Files.readAllBytes(path));
    }

    /** Reads a resource of the product, by its absolute name such as {@code /demo/rust-team/events.jsonl.gz}. */
    public static SourceFile resource(String resource) {
        try (InputStream in = SourceFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("the product has no resource " + resource);
            }
            return new SourceFile(resource.substring(resource.lastIndexOf('/') + 1), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

    public String name() {
        return name;
    }

    /** SHA-256 of the bytes as received, in hexadecimal: of the compressed form where the file is compressed. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Whether each line is a record of its own, by the name: {@code .jsonl} or {@code .ndjson}, with or without {@code .gz}. */
    boolean isLines() {
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson");
    }

    /** The text; compression is told by the content, not by the name. */
    public BufferedReader open() throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        boolean gzip = content.length > 1 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
        return new BufferedReader(new InputStreamReader(gzip ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
