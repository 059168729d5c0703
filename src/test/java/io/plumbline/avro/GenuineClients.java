package io.plumbline.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Confluent's own serializer and deserializer, with the Kafka and Avro classes that came with them and none of ours, as in
 * somebody else's program. Records cross the border as Avro binary with their schema.
 */
final class GenuineClients implements AutoCloseable {

    static final String PACKAGE = "io.confluent.kafka.serializers.";

    private final URLClassLoader loader;

    GenuineClients() {
        this.loader = loader(ClassLoader.getPlatformClassLoader());
    }

    /** A loader of the genuine jar; with our own as parent, its classes use our Kafka and Avro. */
    static URLClassLoader loader(ClassLoader parent) {
        try {
            Path jar = Path.of(System.getProperty("plumbline.genuine.jar"));
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] serialize(Map<String, ?> config, String topic, GenericRecord record) {
        return (byte[]) call(() -> {
            Object serializer = configured("KafkaAvroSerializer", config);
            return serializer
                    .getClass()
                    .getMethod("serialize", String.class, Object.class)
                    .invoke(serializer, topic, theirs(record));
        });
    }

    GenericRecord deserialize(Map<String, ?> config, String topic, byte[] bytes) {
        return (GenericRecord) call(() -> {
            Object deserializer = configured("KafkaAvroDeserializer", config);
            Object read = deserializer
                    .getClass()
                    .getMethod("deserialize", String.class, byte[].class)
                    .invoke(deserializer, topic, bytes);
            return ours(read);
        });
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private interface Work {
        Object done() throws ReflectiveOperationException, IOException;
    }

    /** What goes wrong on their side comes as an error of ours, with their words and those of all causes. */
    private Object call(Work work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.done();
        } catch (InvocationTargetException e) {
            StringBuilder words = new StringBuilder();
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                words.append(cause).append("; ");
            }
            throw new IllegalStateException(words.toString(), e.getCause());
        } catch (ReflectiveOperationException | IOException e) {
            throw new AssertionError("the genuine classes have another shape", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Object configured(String name, Map<String, ?> config) throws ReflectiveOperationException {
        Object instance = theirClass(PACKAGE + name).getDeclaredConstructor().newInstance();
        instance.getClass().getMethod("configure", Map.class, boolean.class).invoke(instance, config, false);
        return instance;
    }

    private Object theirs(GenericRecord record) throws ReflectiveOperationException, IOException {
        Object parser = theirClass("org.apache.avro.Schema$Parser")
                .getDeclaredConstructor()
                .newInstance();
        Object schema = parser.getClass()
                .getMethod("parse", String.class)
                .invoke(parser, record.getSchema().toString());
        Class<?> schemaType = theirClass("org.apache.avro.Schema");
        Object factory =
                theirClass("org.apache.avro.io.DecoderFactory").getMethod("get").invoke(null);
        Object decoder = factory.getClass()
                .getMethod("binaryDecoder", byte[].class, theirClass("org.apache.avro.io.BinaryDecoder"))
                .invoke(factory, binary(record), null);
        Class<?> readerType = theirClass("org.apache.avro.generic.GenericDatumReader");
        return readerType
                .getMethod("read", Object.class, theirClass("org.apache.avro.io.Decoder"))
                .invoke(readerType.getConstructor(schemaType).newInstance(schema), null, decoder);
    }

    private GenericRecord ours(Object theirs) throws ReflectiveOperationException, IOException {
        Object schema = theirs.getClass().getMethod("getSchema").invoke(theirs);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Object factory =
                theirClass("org.apache.avro.io.EncoderFactory").getMethod("get").invoke(null);
        Object encoder = factory.getClass()
                .getMethod("binaryEncoder", OutputStream.class, theirClass("org.apache.avro.io.BinaryEncoder"))
                .invoke(factory, bytes, null);
        Class<?> writerType = theirClass("org.apache.avro.generic.GenericDatumWriter");
        writerType
                .getMethod("write", Object.class, theirClass("org.apache.avro.io.Encoder"))
                .invoke(
                        writerType
                                .getConstructor(theirClass("org.apache.avro.Schema"))
                                .newInstance(schema),
                        theirs,
                        encoder);
        theirClass("org.apache.avro.io.Encoder").getMethod("flush").invoke(encoder);
        Schema same = new Schema.Parser().parse(schema.toString());
        return new GenericDatumReader<GenericRecord>(same)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    private static byte[] binary(GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private Class<?> theirClass(String name) throws ClassNotFoundException {
        return Class.forName(name, true, loader);
    }
}
