package io.plumbline.kafka;

import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import java.util.function.Consumer;

/** Makes the step of each partition of the subject log. */
@FunctionalInterface
public interface StepFactory {

    /** The step of one partition; used by one thread at a time. */
    Step forPartition(int partition);

    /** One log record in, the changes out. */
    @FunctionalInterface
    interface Step {
        /** What it throws stops the task, since it may be the machine and not the record. */
        void apply(LogRecord record, MonitorStore store, Consumer<Output> out);
    }
}
