package io.plumbline.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.avro.RegistryChange.LevelSet;
import io.plumbline.avro.RegistryChange.Registered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry's changes in one append-only file, {@code registry.jsonl}: one JSON object a line, UTF-8.
 *
 * <pre>
 * {"subject":"ccm.alerts-value","version":1,"id":1,"schema":"..."}
 * {"subject":"ccm.alerts-value","level":"FULL_TRANSITIVE"}
 * {"level":"BACKWARD"}
 * </pre>
 *
 * <p>A line is written and forced to the disk before {@link #append} returns. A last line without its line end was never
 * answered for and is cut off on opening, with a warning. Anything else unreadable refuses to open, because a registry
 * that skips a line renumbers what follows. The file is locked for as long as it is open.
 */
public final class FileJournal implements RegistryJournal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE_NAME = "registry.jsonl";

    private final Path file;
    private final FileChannel channel;
    private final List<RegistryChange> changes;
    private long length;
    private boolean broken;

    private FileJournal(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        byte[] content = Files.readAllBytes(file);
        this.length = endOfLastLine(content);
        if (length < content.length) {
            LOG.warn(
                    "{}: the last line is incomplete ({} bytes after offset {}) and is cut off. Its change was never "
                            + "confirmed to anyone; this is what a sudden stop leaves.",
                    file,
                    content.length - length,
                    length);
            channel.truncate(length);
            channel.force(true);
        }
        this.changes = parse(new String(content, 0, (int) length, StandardCharsets.UTF_8));
    }

    /** Opens the journal in a directory, creating both when they are missing. */
    public static FileJournal open(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, file);
                forceDirectory(directory);
                return new FileJournal(file, channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "registry journal " + file + " cannot be opened: check that the directory is writable", failed);
        }
    }

    @Override
    public List<RegistryChange> changes() {
        return changes;
    }

    @Override
    public synchronized void append(RegistryChange change) {
        if (broken) {
            throw new IllegalStateException("registry journal " + file
                    + " failed earlier and takes no more changes: free the disk and restart the registry");
        }
        byte[] line = (format(change) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            long position = length;
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
            channel.force(true);
            length = position;
        } catch (IOException failed) {
            undo();
            throw new UncheckedIOException(
                    "registry journal " + file + " cannot be written: check free space and permissions", failed);
        }
    }

    @Override
    public synchronized void close() {
        broken = true;
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("registry journal " + file + " cannot be closed", failed);
        }
    }

    /** Removes what a failed append left. After a failed force nothing is known about the disk, so no more is taken. */
    private void undo() {
        broken = true;
        try {
            channel.truncate(length);
            channel.force(true);
        } catch (IOException failed) {
            LOG.warn("{}: the rest of a failed append could not be cut off", file, failed);
        }
    }

    private List<RegistryChange> parse(String text) {
        List<RegistryChange> parsed = new ArrayList<>();
        int lineNumber = 0;
        for (String line : text.lines().toList()) {
            lineNumber++;
            try {
                parsed.add(parseLine(JSON.readTree(line)));
            } catch (JsonProcessingException | RuntimeException unreadable) {
                throw new IllegalStateException(
                        "registry journal " + file + " line " + lineNumber + " is unreadable. Skipping it would "
                                + "renumber the schemas after it: restore the file from a backup",
                        unreadable);
            }
        }
        return List.copyOf(parsed);
    }

    private static RegistryChange parseLine(JsonNode line) {
        if (line.has("level")) {
            Optional<String> subject = Optional.ofNullable(line.get("subject")).map(JsonNode::textValue);
            return new LevelSet(
                    subject, CompatibilityLevel.valueOf(line.get("level").textValue()));
        }
        return new Registered(new RegisteredSchema(
                required(line, "subject").textValue(),
                required(line, "version").intValue(),
                required(line, "id").intValue(),
                required(line, "schema").textValue()));
    }

    private static JsonNode required(JsonNode line, String field) {
        return Optional.ofNullable(line.get(field))
                .orElseThrow(() -> new IllegalArgumentException("field '" + field + "' is missing"));
    }

    private static String format(RegistryChange change) {
        ObjectNode line = JSON.createObjectNode();
        if (change instanceof Registered added) {
            RegisteredSchema schema = added.schema();
            line.put("subject", schema.subject())
                    .put("version", schema.version())
                    .put("id", schema.id())
                    .put("schema", schema.schema());
        } else if (change instanceof LevelSet set) {
            set.subject().ifPresent(subject -> line.put("subject", subject));
            line.put("level", set.level().name());
        }
        return line.toString();
    }

    private static int endOfLastLine(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException held) {
            LOG.debug("{} is locked by this process", file, held);
        }
        throw new IllegalStateException(
                "registry journal " + file + " is in use by another registry: stop it, or choose another directory");
    }

    /** Makes the creation of the file itself survive a loss of power. */
    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
