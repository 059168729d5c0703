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
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A file as a source delivered it: its name without directories, and its bytes, plain or gzip. */
public final class SourceFile {

    private final String name;
    private final Optional<String> folder;
    private final byte[] content;

    private SourceFile(String name, Optional<String> folder, byte[] content) {
        this.name = name;
        this.folder = folder;
        this.content = content;
    }

    public static SourceFile of(String name, byte[] content) {
        return new SourceFile(name, Optional.empty(), content.clone());
    }

    public static SourceFile of(String name, String content) {
        return new SourceFile(name, Optional.empty(), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a file into memory. */
    public static SourceFile read(Path path) throws IOException {
        Path parent = path.toAbsolutePath().normalize().getParent();
        return new SourceFile(
                path.getFileName().toString(),
                Optional.ofNullable(parent).map(Path::getFileName).map(Path::toString),
                Files.readAllBytes(path));
    }

    /** The same file under a name that begins with the folder it was read from, for sources whose folders say something. */
    public SourceFile withFolder() {
        return folder.map(parent -> new SourceFile(parent + "/" + name, Optional.empty(), content))
                .orElse(this);
    }

    /** Reads a resource of the product, by its absolute name such as {@code /demo/rust-team/events.jsonl.gz}. */
    public static SourceFile resource(String resource) {
        try (InputStream in = SourceFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("the product has no resource " + resource);
            }
            return new SourceFile(
                    resource.substring(resource.lastIndexOf('/') + 1), Optional.empty(), in.readAllBytes());
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
