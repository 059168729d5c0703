package io.plumbline.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to an error that reaches Kafka Streams: its place is logged, and the task fails; Kafka Streams logs the rest.
 *
 * <p>Bad records never come here: the processors reject them, with the reason. What comes here is trouble of the machine, or a
 * mistake in this program; to skip the record would lose it silently, and a store may have been written half.
 */
public final class StopTheTask
        implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StopTheTask.class);

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.error(
                "cannot read our own record at {}-{} offset {}; was it written by a newer release? {}",
                record.topic(),
                record.partition(),
                record.offset(),
                exception.toString());
        return DeserializationExceptionHandler.Response.fail();
    }

    /** The record is absent when a scheduled action failed. */
    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof RegistryUnavailableException) {
            // No failure: the record waits, and whoever watches the registry says so.
            return ProcessingExceptionHandler.Response.fail();
        }
        LOG.error(
                "task {} failed in {} at {}-{} offset {}: {}",
                context.taskId(),
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception.toString());
        return ProcessingExceptionHandler.Response.fail();
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        LOG.error("task {} cannot write to {}: {}", context.taskId(), record.topic(), exception.toString());
        return exception instanceof org.apache.kafka.common.errors.TimeoutException
                ? ProductionExceptionHandler.Response.retry()
                : ProductionExceptionHandler.Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ProductionExceptionHandler.Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        LOG.error(
                "task {} cannot serialise the {} of a record for {}: {}",
                context.taskId(),
                origin,
                record.topic(),
                exception.toString());
        return ProductionExceptionHandler.Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
